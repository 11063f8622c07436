internal import ArgumentParser

/// Measures what durable appends, reading the log and a verification cost.
@main
struct IntegrityBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "integrity-benchmark",
    abstract: "Measure durable appends, reading the log and verification.",
    subcommands: [
      Append.self, Generate.self, Hash.self, Open.self, Scan.self, Verify.self,
    ])
}
