internal import ArgumentParser
internal import Foundation
internal import Ledger

/// The writer that is recorded: makes a ledger, or opens one that a power cut left, appends to it,
/// and says what it was told is durable.
struct CrashStatesWriter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash-states-writer", abstract: "Write a ledger to be recorded.",
    shouldDisplay: false)

  @Option(help: "Where the ledger is, or is made.") var ledger: String
  @Option(help: "File that takes the sequences up to which all is acknowledged.") var marks: String
  @Option(help: "Seed of what is written.") var seed: UInt64

  func run() async throws {
    let marks = try FileHandle(forWritingTo: URL(fileURLWithPath: marks))
    let clock = SteppingClock()
    let now: @Sendable () -> Moment = { clock.now() }
    let isThere = FileManager.default.fileExists(atPath: ledger + "/data.mdb")
    let ledger =
      isThere
      ? try Ledger.open(ledger, now: now)
      : try await Ledger.create(ledger, origin: nil, tool: "reliability-check", now: now)
    var writing = RecordedWriting(ledger: ledger, marks: marks, seed: seed)
    try await writing.run()
  }
}

/// The appends of one writer.
struct RecordedWriting {
  let ledger: Ledger
  let marks: FileHandle
  private var random: SeededGenerator
  private var drafts = DraftMaker()
  private var head: UInt64 = 0

  /// Every so many ledgers is a long one: more than one tile of hashes, and pages freed by many.
  private static let longEvery: UInt64 = 8

  init(ledger: Ledger, marks: FileHandle, seed: UInt64) {
    self.ledger = ledger
    self.marks = marks
    random = SeededGenerator(seed: seed)
  }

  mutating func run() async throws {
    head = try ledger.snapshot().head().rawValue
    try acknowledge()
    let isLong = random.next().isMultiple(of: Self.longEvery)
    for _ in 0..<(isLong ? 14 : Int.random(in: 2...5, using: &random)) {
      let commits = Int.random(in: 4...9, using: &random)
      if Int.random(in: 0..<5, using: &random) == 0 {
        // A reader that stays: pages that it may read are not used again, and many are free later.
        let snapshot = try ledger.snapshot()
        for _ in 0..<commits { try await commit() }
        _ = try snapshot.head()
      } else {
        for _ in 0..<commits { try await commit() }
      }
    }
  }

  private mutating func commit() async throws {
    if Int.random(in: 0..<15, using: &random) == 0 {
      _ = try await ledger.rebuild()
    } else {
      let isBig = Int.random(in: 0..<12, using: &random) == 0
      let count = Int.random(in: isBig ? 10...25 : 1...3, using: &random)
      var batch: [EventDraft] = []
      for _ in 0..<count { batch.append(drafts.next(&random)) }
      for appended in try await ledger.append(batch) {
        head = max(head, appended.sequence.rawValue)
      }
    }
    try acknowledge()
  }

  /// The recorder puts this between the writes and syncs that it sees.
  private func acknowledge() throws {
    try marks.write(contentsOf: Data("\(head)\n".utf8))
  }
}
