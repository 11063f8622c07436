internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Four writers and four readers as processes on one ledger, killed at random and started again.
struct Processes: BreakingMethod {
  static let name = "processes"
  static let units = "seconds"
  static let rule = """
    Whatever process is killed: what a reader sees in one snapshot is whole, nobody waits longer \
    than five seconds, dead readers keep neither slots nor pages, and every acknowledged event is \
    in the log once.
    """

  /// Then the ledger is checked, and a new one begins.
  private static let secondsOfLedger: UInt64 = 30
  /// The longest wait that is no fault.
  ///
  /// Far above what a turn at the lock takes: three others with commits of some milliseconds each,
  /// on a busy machine. A lock that died with its holder would be waited for without end.
  private static let waitMost: Duration = .seconds(5)
  /// Eight processes, each with one snapshot or none, and as many that died since somebody opened
  /// the ledger; without clearing it grows by one for each reader killed in a snapshot.
  private static let slotsMost = 16
  private static let appendsAfter = 300
  /// A file that grows only later was made no longer by any reader.
  private static let appendsPinned = 20_000
  private static let growthWait: Duration = .seconds(60)
  /// A writer looks for dead readers every ten seconds.
  private static let clearedAfter: Duration = .milliseconds(10_500)
  /// For so many appends the file needs a tenth of it, and with a pinned snapshot many times more.
  private static let growthMost = 2 << 20

  /// The last unit of the run.
  let last: UInt64
  private var children: ChildrenOfLedger?

  init(last: UInt64) { self.last = last }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    let children =
      if let running = self.children { running } else {
        try await ChildrenOfLedger(beside: folder)
      }
    self.children = children
    try children.fill(&random)
    let end = ContinuousClock.now + .seconds(1)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let pause = Int64.random(in: 20...180, using: &random)
      try await Task.sleep(for: .milliseconds(pause), tolerance: .zero)
      try children.killOne(&random)
      try children.fill(&random)
    }
    try await Task.sleep(until: end, tolerance: .zero, clock: .continuous)
    try children.lookForSilence(above: Self.waitMost)
    var checks = UnitOutcome()
    if number == last || number.isMultiple(of: Self.secondsOfLedger) {
      do {
        checks = try await check(children, scratch: folder)
      } catch {
        checks.violations.append("at the end: \(error)")
      }
      self.children = nil
    }
    var outcome = children.takeOutcome()
    outcome.violations += checks.violations
    outcome.counts.merge(checks.counts, uniquingKeysWith: +)
    return outcome
  }

  /// Looks what all have left behind.
  ///
  /// `children`: still running: the last process to leave would take the table of readers along.
  private func check(
    _ children: ChildrenOfLedger, scratch: String
  ) async throws -> UnitOutcome {
    var outcome = UnitOutcome()
    let witness = try StayingReader(.outside, of: children.ledger)
    let pinning = try StayingReader(.inside, of: children.ledger)
    try await waitForGrowth(of: children.ledger)
    try children.killAll()
    try pinning.kill()
    let ledger = try Ledger.open(children.ledger) { Moment(Date()) }  // clears the dead one's slot
    try await checkGrowth(ledger, "after an opening", &outcome)
    try await killReaderInSnapshot(of: children.ledger, ledger, &outcome)
    try await appendUntilCleared(ledger)
    try await checkGrowth(ledger, "after ten seconds", &outcome)
    let slots = try ledger.readerSlots()
    if slots > Self.slotsMost { outcome.violations.append("\(slots) reader slots were used") }
    try witness.kill()
    let (violations, head) = try children.acknowledged.check(ledger, scratch: scratch)
    outcome.violations += violations
    let slowest = children.acknowledged.slowest
    if slowest > Self.waitMost { outcome.violations.append("an append took \(slowest)") }
    outcome.counts["ledgers"] = 1
    outcome.counts["records read"] = Int(head)
    outcome.counts["slots used, summed over ledgers"] = slots
    outcome.counts["slowest append in ms, summed over ledgers"] = Int(slowest / .milliseconds(1))
    outcome.counts["KiB of files"] = try ledger.fileBytes() >> 10
    return outcome
  }

  /// Waits until the writers have used up the pages that were free before a snapshot was pinned,
  /// so that they do not hide what a slot that stays would do.
  private func waitForGrowth(of folder: String) async throws {
    let ledger = try Ledger.open(readOnly: folder)
    let before = try ledger.fileBytes()
    let end = ContinuousClock.now + Self.growthWait
    while try ledger.fileBytes() < before + Self.growthMost {
      guard ContinuousClock.now < end else { throw POSIXError(.ETIMEDOUT) }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// Kills a reader in its snapshot once that has made the file grow.
  private func killReaderInSnapshot(
    of folder: String, _ ledger: Ledger, _ outcome: inout UnitOutcome
  ) async throws {
    let reader = try StayingReader(.inside, of: folder)
    let before = try ledger.fileBytes()
    var appends = 0
    while try ledger.fileBytes() < before + Self.growthMost, appends < Self.appendsPinned {
      try await append(to: ledger)
      appends += 1
    }
    if appends == Self.appendsPinned {
      outcome.violations.append("a pinned snapshot does not make the file grow: this check is void")
    }
    outcome.counts["appends until a pinned file grew", default: 0] += appends
    try reader.kill()
  }

  /// Appends now and then, until a writer that goes on must have looked for dead readers.
  private func appendUntilCleared(_ ledger: Ledger) async throws {
    let end = ContinuousClock.now + Self.clearedAfter
    while ContinuousClock.now < end {
      try await append(to: ledger)
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Appends one event at a time: the pages that one commit frees must serve a later one.
  private func checkGrowth(
    _ ledger: Ledger, _ when: String, _ outcome: inout UnitOutcome
  ) async throws {
    let before = try ledger.fileBytes()
    for _ in 0..<Self.appendsAfter { try await append(to: ledger) }
    let growth = try ledger.fileBytes() - before
    outcome.counts["KiB grown \(when)"] = growth >> 10
    if growth > Self.growthMost {
      outcome.violations.append(
        "\(Self.appendsAfter) appends \(when) made the file grow by \(growth)")
    }
  }

  private func append(to ledger: Ledger) async throws {
    var annotation = Annotation()
    annotation.project = "afterwards"
    let job = Declaration(account: "sora", nativeID: "after", dialect: "openai-videos")
    _ = try await ledger.append([
      EventDraft(subject: .job(job), source: .person, fact: .jobAnnotated(annotation))
    ])
  }
}

struct ProcessesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Processes.name, abstract: "Let processes write, read and die on one ledger.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    let method = Processes(last: options.units)
    guard try await MethodRun(options: options).run(method) else { throw ExitCode.failure }
  }
}
