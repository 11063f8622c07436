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
    var waited = Duration.zero
    for number in 0..<count {
      let draft = SyntheticPolls.draft(number)  // the bare C program is not timed while it reads
      let start = clock.now
      _ = try ledger.appendAndWait([draft])
      waited += start.duration(to: clock.now)
    }
    let seconds = waited / .seconds(1)
    print("\(Double(count) / seconds)")
  }
}
