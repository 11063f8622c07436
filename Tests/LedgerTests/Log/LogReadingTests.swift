import Testing

@testable import Ledger

struct LogReadingTests {
  @Test("A flipped bit anywhere in a stored record is damage, told with its place")
  func flippedBits() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([
      EventDraft(subject: .job(.sample), source: .poll, fact: SampleFacts.all[2])
    ])
    let sequence = LogSequence(rawValue: 3)
    let whole = try #require(try ledger.snapshot().event(at: sequence))
    var count = 0
    try ledger.rewrite(sequence) { count = $0.count }
    for place in 0..<count {
      try ledger.rewrite(sequence) { $0[place] ^= 1 << UInt8(place % 8) }
      #expect(throws: LedgerError.damagedRecord(sequence), "byte \(place)") {
        try ledger.snapshot().event(at: sequence)
      }
      try ledger.rewrite(sequence) { $0[place] ^= 1 << UInt8(place % 8) }
    }
    #expect(try ledger.snapshot().event(at: sequence) == whole)
  }

  @Test("A record cut short is damage", arguments: [0, 1, 47, 48, 52, 60])
  func cutShort(count: Int) async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.tracked(.sample)])
    let sequence = LogSequence(rawValue: 2)
    try ledger.rewrite(sequence) { $0 = Array($0.prefix(count)) }
    #expect(throws: LedgerError.damagedRecord(sequence)) {
      try ledger.snapshot().event(at: sequence)
    }
    #expect(throws: LedgerError.damagedRecord(sequence)) {
      try ledger.snapshot().events(of: JobNumber(rawValue: 2))
    }
  }

  @Test("A leaf that is missing or another record's is damage")
  func leaves() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.tracked(.sample), .tracked(Declaration("sora", "other"))])
    let sequence = LogSequence(rawValue: 3)
    let key = [UInt8](bigEndian: 0)
    let leaves = try #require(try ledger.environment.reader().value(ledger.tables.leaves, key))
    #expect(leaves.count == 3 * 32)
    for damaged in [Array(leaves.prefix(95)), Array(leaves.prefix(64) + leaves.prefix(32)), []] {
      try ledger.environment.write { transaction throws(LedgerError) in
        try transaction.put(ledger.tables.leaves, key, damaged)
      }
      #expect(throws: LedgerError.damagedRecord(sequence)) {
        try ledger.snapshot().event(at: sequence)
      }
    }
  }

  @Test("Leaf hashes stand in groups of 32, in the order of the log")
  func groups() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    for index in 0..<9 {
      _ = try await ledger.append((0..<8).map { .tracked(Declaration("a", "\(index) \($0)")) })
    }
    let snapshot = try ledger.snapshot()
    let head = try snapshot.head()
    #expect(head == LogSequence(rawValue: 73))
    let transaction = try ledger.environment.reader()
    for number in 1...head.rawValue {
      let sequence = LogSequence(rawValue: number)
      let stored = try #require(
        try transaction.value(ledger.tables.events, [UInt8](bigEndian: number)))
      #expect(try snapshot.leafHash(at: sequence) == Record(bytes: stored)?.leafHash)
    }
    let sizes = try (0..<4).map {
      try transaction.value(ledger.tables.leaves, [UInt8](bigEndian: $0))?.count
    }
    #expect(sizes == [1024, 1024, 9 * 32, nil])
  }

  @Test("Places outside the log hold nothing", arguments: [0, 3, 1000, UInt64.max])
  func outside(number: UInt64) async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.account("a", "b")])
    let snapshot = try temporary.ledger.snapshot()
    #expect(try snapshot.event(at: LogSequence(rawValue: number)) == nil)
    #expect(try snapshot.leafHash(at: LogSequence(rawValue: number)) == nil)
    #expect(try snapshot.job(JobNumber(rawValue: number)) == nil)
    #expect(try snapshot.events(of: JobNumber(rawValue: number)) == [])
  }

  @Test("A snapshot outlives its ledger, and later appends do not show in it")
  func snapshots() async throws {
    let folder = try TemporaryFolder()
    func snapshot() async throws -> LedgerSnapshot {
      let ledger = try await Ledger.create(
        folder("ledger"), origin: "o", tool: "test", now: TestClock().now)
      return try ledger.snapshot()
    }
    let old = try await snapshot()
    let ledger = try Ledger.open(folder("ledger"), now: TestClock().now)
    _ = try await ledger.append([.tracked(.sample)])
    #expect(try old.head() == LogSequence(rawValue: 1))
    #expect(try old.creation()?.origin == "o")
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 2))
  }
}
