internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Kills a writer at a random moment, and looks what its ledger is afterwards.
struct Kills: BreakingMethod {
  static let name = "kills"
  static let units = "kills"
  static let rule = """
    After SIGKILL of a writer at any moment the ledger opens, holds every acknowledged event at its \
    place, has no gap, no bad hash and no projection that a refold would make otherwise, and takes \
    appends; a ledger whose making was cut off can be made again.
    """

  private static let roundsOfLedger: UInt64 = 10

  private var kept: KeptFolder?
  private var known = Acknowledged()
  private var isMade = false

  /// How the child is to be killed.
  private enum KillMoment {
    /// So long after it began to open or to make the ledger.
    case opening(Duration)
    /// So long after its first acknowledgement.
    case appending(Duration)
  }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if kept == nil || number % Self.roundsOfLedger == 1 {
      kept = try KeptFolder(beside: folder)
      known = Acknowledged()
      isMade = false
    }
    guard let place = kept else { return UnitOutcome() }
    let ledger = place.path + "/ledger"
    let moment: KillMoment =
      Int.random(in: 0..<6, using: &random) < (isMade ? 1 : 4)
      ? .opening(.microseconds(Int64.random(in: 0...6_000, using: &random)))
      : .appending(.microseconds(Int64.random(in: 0...80_000, using: &random)))
    var outcome = UnitOutcome()
    let before = known.marks.count
    let end = try await killWriter(of: ledger, number, moment, seed: random.next())
    if end != .killed(by: 9) {
      let why = known.violations.last ?? "it said nothing"
      outcome.violations.append("the writer ended by itself: \(end), \(why)")
    }
    outcome.counts["acknowledged"] = known.marks.count - before
    switch moment {
    case .opening: outcome.counts[isMade ? "killed while opening" : "killed while making"] = 1
    case .appending: outcome.counts["killed while appending"] = 1
    }
    do {
      try await check(
        ledger, number, isMakingLeft: Bool.random(using: &random), scratch: folder, &outcome)
    } catch {
      outcome.violations.append("after the kill: \(error)")
    }
    if !outcome.violations.isEmpty { kept = nil }  // the next round begins with a sound one
    return outcome
  }

  private mutating func killWriter(
    of ledger: String, _ number: UInt64, _ moment: KillMoment, seed: UInt64
  ) async throws -> ChildProcess.End {
    let pipe = Pipe()
    var arguments = ["writer", ledger, "w\(number)", "\(seed)"]
    if !isMade { arguments.append("--create") }
    let child = try ChildProcess(arguments, output: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    var lines = ChildLines(pipe.fileHandleForReading)
    _ = lines.next()  // `ready`
    switch moment {
    case .opening(let time): try await Task.sleep(for: time, tolerance: .zero)
    case .appending(let time):
      if let first = lines.next() { known.take(first) }
      try await Task.sleep(for: time, tolerance: .zero)
    }
    child.killAtOnce()
    while let line = lines.next() { known.take(line) }
    return child.wait()
  }

  /// `isMakingLeft`: a ledger that was not made yet is left to the next child as it is.
  private mutating func check(
    _ folder: String, _ number: UInt64, isMakingLeft: Bool, scratch: String,
    _ outcome: inout UnitOutcome
  ) async throws {
    let now: @Sendable () -> Moment = { Moment(Date()) }
    let ledger: Ledger
    do {
      ledger = try Ledger.open(folder, now: now)
    } catch {
      guard !isMade, known.marks.isEmpty, error.isOfNoLedger else { throw error }
      outcome.counts["not made yet"] = 1
      if isMakingLeft { return }
      ledger = try await Ledger.create(folder, origin: nil, tool: "reliability-check", now: now)
    }
    isMade = true
    let (violations, head) = try known.check(ledger, scratch: scratch)
    outcome.violations += violations
    outcome.counts["records read"] = Int(head)
    let unknown = known.marks.keys.count { $0 > head }
    outcome.counts["acknowledged and lost"] = unknown
    var annotation = Annotation()
    annotation.note = "after kill \(number)"
    let next = try await ledger.append([
      EventDraft(
        subject: .job(Declaration(account: "sora", nativeID: "after", dialect: "openai-videos")),
        source: .person, fact: .jobAnnotated(annotation))
    ])
    let place = try ledger.snapshot().head()
    guard next == [.appended(place)], place.rawValue > head else {
      outcome.violations.append("the next append became \(next); the log ends at \(place)")
      return
    }
  }
}

extension LedgerError {
  /// Whether it says that no ledger was made there.
  fileprivate var isOfNoLedger: Bool {
    switch self {
    case .notFound, .notALedger: true
    case .damaged, .newerFormat, .olderProjections, .cannotCreate, .noPermission,
      .networkFileSystem, .full, .tooManyReaders, .damagedRecord, .damagedTree, .signingKey,
      .damagedProjection, .accountMoved, .tooLong, .failed:
      false
    }
  }
}

struct KillsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Kills.name, abstract: "Kill a writer at random moments.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(Kills()) else { throw ExitCode.failure }
  }
}
