internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// Appends one poll after another, each waiting for the disk: one durable caller.
struct Append: AsyncParsableCommand {
  @Argument(help: "The folder, missing or empty.") var folder: String
  @Option(help: "Appends that are measured.") var count = 2000

  func run() async throws {
    let ledger = try await Ledger.create(folder, origin: nil, tool: "bench") { Moment(Date()) }
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<count { _ = try await ledger.append([SyntheticPolls.draft(number)]) }
    let seconds = start.duration(to: clock.now) / .seconds(1)
    print("\(Double(count) / seconds)")
  }
}
