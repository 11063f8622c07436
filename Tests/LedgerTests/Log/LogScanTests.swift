import Testing

@testable import Ledger

struct LogScanTests {
  @Test(
    "Events come in order, from behind the one that is passed over, up to the limit",
    arguments: [(0, 0), (0, 1), (0, 40), (7, 3), (39, 9), (200, 5), (0, Int.max)])
  func ranges(after: Int, limit: Int) async throws {
    var random = RandomLedger(seed: 11)
    let temporary = try await random.ledger(drafts: 60)
    let ledger = temporary.ledger
    let head = Int(try ledger.snapshot().head().rawValue)
    let (last, sequences) = try Self.scan(ledger, after: after, limit: limit)
    let expected = Array(after..<max(after, min(head, after + min(limit, head)))).map { $0 + 1 }
    #expect(sequences == expected)
    #expect(last == (expected.last ?? after))
  }

  @Test("An event is the one that a single reading gives, but for its body")
  func sameEvents() async throws {
    var random = RandomLedger(seed: 12)
    let temporary = try await random.ledger(drafts: 80)
    let ledger = temporary.ledger
    let snapshot = try ledger.snapshot()
    _ = try LogReading.forEachEvent(
      try ledger.environment.reader(), ledger.tables, after: LogSequence(rawValue: 0)
    ) { event throws(LedgerError) in
      let whole = try snapshot.event(at: event.sequence)
      #expect(event.fact.kind == whole?.fact.kind)
      #expect(event.fact.observation == whole?.fact.observation)
      #expect(event.job == whole?.job)
    }
  }

  @Test("A record that is missing or changed ends the reading, and is named")
  func damage() async throws {
    var random = RandomLedger(seed: 13)
    let temporary = try await random.ledger(drafts: 40)
    let ledger = temporary.ledger
    let changed = LogSequence(rawValue: 9)
    try ledger.rewrite(changed) { $0[20] ^= 1 }
    #expect(throws: LedgerError.damagedRecord(changed)) {
      try Self.scan(ledger, after: 0, limit: 30)
    }
    #expect(try Self.scan(ledger, after: 9, limit: 3).sequences == [10, 11, 12])
    try ledger.environment.write { transaction throws(LedgerError) in
      _ = try transaction.remove(ledger.tables.events, [UInt8](bigEndian: 12))
    }
    #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 12))) {
      try Self.scan(ledger, after: 9, limit: 30)
    }
  }

  private static func scan(
    _ ledger: Ledger, after: Int, limit: Int
  ) throws -> (last: Int, sequences: [Int]) {
    var sequences: [Int] = []
    let last = try LogReading.forEachEvent(
      try ledger.environment.reader(), ledger.tables, after: LogSequence(rawValue: UInt64(after)),
      limit: UInt64(limit)
    ) { event throws(LedgerError) in sequences.append(Int(event.sequence.rawValue)) }
    return (Int(last.rawValue), sequences)
  }
}
