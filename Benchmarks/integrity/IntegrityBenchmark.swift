internal import ArgumentParser

/// Measures what durable appends and a verification cost.
@main
struct IntegrityBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "integrity-benchmark",
    abstract: "Measure durable appends and verification.",
    subcommands: [Append.self, Generate.self, Verify.self])
}
