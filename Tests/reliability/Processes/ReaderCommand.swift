internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Reads snapshot after snapshot until it is killed, and says what was not whole: a child of
/// `processes`.
///
/// Its lines: `read HEAD` after each snapshot, `bad WHY`, and `failed WHY` before it ends by itself;
/// with `--stay`, `staying` once it is there.
struct ReaderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reader", abstract: "Read until killed.", shouldDisplay: false)

  private static let jobsOfPage = 20
  private static let eventsOfSnapshot = 30

  @Argument(help: "The ledger's folder.") var ledger: String
  @Argument(help: "Seed of what is read.") var seed: UInt64
  @Option(help: "Read nothing: stay in one snapshot, or outside, until killed.") var stay: Place?

  enum Place: String, ExpressibleByArgument {
    case inside
    case outside
  }

  func run() async throws {
    do {
      let ledger = try Ledger.open(readOnly: ledger)
      switch stay {
      case .inside: return try stay(in: try ledger.snapshot())
      case .outside: return stayOpen(ledger)
      case nil: break
      }
      var random = SeededGenerator(seed: seed)
      var newest: UInt64 = 0
      while true {
        let snapshot = try ledger.snapshot()
        let head = try snapshot.head().rawValue
        if head < newest { say("bad the log went back from \(newest) to \(head)") }
        newest = head
        for finding in try check(snapshot, head, &random) { say("bad at head \(head): \(finding)") }
        say("read \(head)")
      }
    } catch {
      say("failed \(error)")
      throw ExitCode.failure
    }
  }

  private func stay(in snapshot: borrowing LedgerSnapshot) throws {
    waitForKill()
    say("let go at \(try snapshot.head().rawValue)")
  }

  private func stayOpen(_ ledger: Ledger) {
    waitForKill()
    say("let go of \(ledger.folder)")
  }

  /// Waits for a line on standard input that never comes.
  private func waitForKill() {
    say("staying")
    _ = FileHandle.standardInput.availableData
  }

  /// What is not whole in the snapshot.
  private func check(
    _ snapshot: borrowing LedgerSnapshot, _ head: UInt64, _ random: inout SeededGenerator
  ) throws -> [String] {
    var found: [String] = []
    for _ in 0..<Self.eventsOfSnapshot {
      let place = LogSequence(rawValue: UInt64.random(in: 1...head, using: &random))
      if try snapshot.event(at: place) == nil { found.append("nothing at \(place.rawValue)") }
    }
    if try snapshot.event(at: LogSequence(rawValue: head + 1)) != nil {
      found.append("an event after the head")
    }
    let start = JobNumber(rawValue: UInt64.random(in: 0...head, using: &random))
    let pages = [
      try snapshot.jobs(before: nil, limit: Self.jobsOfPage),
      try snapshot.jobs(after: start, limit: Self.jobsOfPage),
    ]
    for job in pages.joined() { found += try differences(of: job, snapshot, head) }
    if try snapshot.openJobs().count != snapshot.openJobCount() {
      found.append("the list of open jobs is not as long as their count")
    }
    if try snapshot.head().rawValue != head { found.append("the head moved") }
    return found
  }

  /// How a job's row differs from what its events make it.
  private func differences(
    of job: Job, _ snapshot: borrowing LedgerSnapshot, _ head: UInt64
  ) throws -> [String] {
    let events = try snapshot.events(of: job.number)
    guard let first = events.first, let last = events.last, last.sequence.rawValue <= head else {
      return ["job \(job.number.rawValue) has no events, or one past the head"]
    }
    var model = ModelJob(
      account: job.account, nativeID: job.nativeID, first: ModelEvent(first))
    for event in events { model.take(ModelEvent(event), at: event.sequence.rawValue) }
    let digest = try snapshot.digest(job.number)
    let isAgreed =
      job.number.rawValue == first.sequence.rawValue && job.state == model.state
      && job.verdictSequence?.rawValue == model.verdictPlace && job.polls == model.polls
      && job.deliveries == model.deliveries && job.notes == model.notes
      && job.eventCount == UInt64(events.count) && job.lastSequence == last.sequence
      && job.project == model.project && digest?.lastSequence == job.lastSequence
      && digest?.state == job.state
    return isAgreed ? [] : ["job \(job.number.rawValue): \(job), wanted \(model)"]
  }

  private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}

extension ModelEvent {
  /// An event that was read back.
  fileprivate init(_ event: Event) {
    self.init(
      job: nil, fact: event.fact, source: event.source, observed: event.observed,
      recorded: event.recorded, isAssumed: event.marks.contains(.observedAssumed),
      isConflict: event.marks.contains(.conflict))
  }
}
