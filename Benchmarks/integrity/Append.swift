internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// Appends polls, each waiting for the disk; prints how many a second.
struct Append: AsyncParsableCommand {
  @Argument(help: "The folder, missing or empty.") var folder: String
  @Flag(help: "Append to the ledger that is there, about jobs that it does not know.")
  var existing = false
  @Option(help: "Appends that are measured.") var count = 2000
  @Option(help: "Callers at the same time; one keeps its thread, several share commits.")
  var callers = 1

  func run() async throws {
    let ledger =
      existing
      ? try Ledger.open(folder) { Moment(Date()) }
      : try await Ledger.create(folder, origin: nil, tool: "bench") { Moment(Date()) }
    let first = SyntheticPolls.number(afterJobs: try ledger.snapshot().jobCount())
    let numbers = first..<first + count
    let waited =
      callers == 1
      ? try append(numbers, oneByOneTo: ledger) : try await append(numbers, togetherTo: ledger)
    print("\(Double(count) / (waited / .seconds(1)))")
  }

  private func append(_ numbers: Range<Int>, oneByOneTo ledger: Ledger) throws -> Duration {
    let clock = ContinuousClock()
    var waited = Duration.zero
    for number in numbers {
      let draft = SyntheticPolls.draft(number)  // the bare C program is not timed while it reads
      let start = clock.now
      _ = try ledger.appendAndWait([draft])
      waited += start.duration(to: clock.now)
    }
    return waited
  }

  private func append(
    _ numbers: Range<Int>, togetherTo ledger: Ledger
  ) async throws -> Duration {
    let drafts = numbers.map(SyntheticPolls.draft)
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for number in stride(from: caller, to: count, by: callers) {
            _ = try await ledger.append([drafts[number]])
          }
        }
      }
      try await group.waitForAll()
    }
    return start.duration(to: clock.now)
  }
}
