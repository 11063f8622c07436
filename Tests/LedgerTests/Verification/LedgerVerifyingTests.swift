import Testing

@testable import Ledger

struct LedgerVerifyingTests {
  @Test(
    "A sound ledger of every kind of event is good, and its root is that of its records",
    arguments: 11...13)
  func sound(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let temporary = try await random.ledger(drafts: 900)
    let found = try temporary.ledger.verify()
    let naive = try temporary.ledger.naiveTree()
    #expect(found.damage.isEmpty, "seed \(seed)")
    #expect(found.isGood)
    #expect(found.records == UInt64(naive.leaves.count))
    #expect(found.root == naive.root(naive.leaves.count))
    #expect(found.jobs == UInt64(try temporary.ledger.snapshot().jobCount()))
    #expect(found.scope == .everything)
  }

  @Test("A new ledger is good")
  func new() async throws {
    let found = try await TemporaryLedger().ledger.verify()
    #expect(found.isGood)
    #expect(found.records == 1)
    #expect(found.jobs == 0)
  }

  /// Something that somebody did to the tables, and what is found of it.
  struct Alteration: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let found: Set<Damage>
    let alter: @Sendable (borrowing WriteTransaction, Tables) throws(LedgerError) -> Void
  }

  private static let third = [UInt8](bigEndian: 3)
  private static let job = JobNumber(rawValue: 3)

  static let alterations: [Alteration] = [
    Alteration(
      testDescription: "a record altered", found: [.record(LogSequence(rawValue: 5))]
    ) { transaction, tables throws(LedgerError) in
      try flip(tables.events, [UInt8](bigEndian: 5), transaction)
    },
    Alteration(
      testDescription: "a record removed",
      found: [.missing(LogSequence(rawValue: 5)), .projection("job events", job)]
    ) { transaction, tables throws(LedgerError) in
      try transaction.remove(tables.events, [UInt8](bigEndian: 5))
    },
    Alteration(
      testDescription: "a leaf hash altered",
      found: [.record(LogSequence(rawValue: 32)), .tile(level: 1, number: 0), .head]
    ) { transaction, tables throws(LedgerError) in
      try flip(tables.leaves, [UInt8](bigEndian: 0), transaction)
    },
    Alteration(
      testDescription: "a leaf hash cut off",
      found: [.leaf(LogSequence(rawValue: 32)), .tile(level: 1, number: 0), .head]
    ) { transaction, tables throws(LedgerError) in
      let key = [UInt8](bigEndian: 0)
      let hashes = try transaction.value(tables.leaves, key) ?? []
      try transaction.put(tables.leaves, key, Array(hashes.dropLast(32)))
    },
    Alteration(testDescription: "a tile altered", found: [.tile(level: 1, number: 0)]) {
      transaction, tables throws(LedgerError) in
      try flip(tables.tiles, [1] + [UInt8](bigEndian: 0), transaction)
    },
    Alteration(testDescription: "the head altered", found: [.head]) {
      transaction, tables throws(LedgerError) in
      try flip(tables.meta, Array("head".utf8), transaction)
    },
    Alteration(testDescription: "a job's row altered", found: [.projection("jobs", job)]) {
      transaction, tables throws(LedgerError) in
      try flip(tables.projections.jobs, third, transaction)
    },
    Alteration(
      testDescription: "a job's row removed",
      found: [.projection("jobs", job), .projection("jobs", nil)]
    ) { transaction, tables throws(LedgerError) in
      try transaction.remove(tables.projections.jobs, third)
    },
    Alteration(testDescription: "a job made up", found: [.projection("jobs", nil)]) {
      transaction, tables throws(LedgerError) in
      let row = try transaction.value(tables.projections.jobs, third) ?? []
      try transaction.put(tables.projections.jobs, [UInt8](bigEndian: 9999), row)
    },
    Alteration(testDescription: "an open job made up", found: [.projection("open jobs", nil)]) {
      transaction, tables throws(LedgerError) in
      try transaction.put(tables.projections.openJobs, [UInt8](bigEndian: 9999), third)
    },
    Alteration(
      testDescription: "an account's binding altered", found: [.projection("accounts", nil)]
    ) { transaction, tables throws(LedgerError) in
      try flip(tables.projections.accounts, Array("sora".utf8), transaction)
    },
    Alteration(
      testDescription: "the upper half of a word's number altered",
      found: [.projection("words", nil), .projection("words", job)]
    ) { transaction, tables throws(LedgerError) in
      try alterNumber(of: "rare", at: 0, tables, transaction)
    },
    Alteration(
      testDescription: "a number's word removed",
      found: [.projection("words", nil), .projection("words", job)]
    ) { transaction, tables throws(LedgerError) in
      try transaction.remove(
        tables.projections.words, Vocabulary.key(of: WordNumber(rawValue: 3)))
    },
    Alteration(
      testDescription: "a word that nobody uses, altered", found: [.projection("words", nil)]
    ) { transaction, tables throws(LedgerError) in
      try alterNumber(of: "passing", at: 7, tables, transaction)
    },
    Alteration(testDescription: "a word made up", found: [.projection("words", nil)]) {
      transaction, tables throws(LedgerError) in
      try transaction.put(
        tables.projections.words, Vocabulary.key(of: "made up"), [UInt8](bigEndian: 1))
    },
    Alteration(testDescription: "a name removed", found: [.projection("names", nil)]) {
      transaction, tables throws(LedgerError) in
      try transaction.put(tables.projections.names, Array("nmade up".utf8), [])
    },
  ]

  @Test("What was altered is found, and nothing else", arguments: alterations)
  func altered(alteration: Alteration) async throws {
    let ledger = try await Self.history()
    try ledger.environment.write { transaction throws(LedgerError) in
      try alteration.alter(transaction, ledger.tables)
    }
    let found = try ledger.verify()
    #expect(Set(found.damage) == alteration.found)
    #expect(found.damageCount == alteration.found.count)
    #expect(!found.isGood)
  }

  @Test("The quick form reads the newest records only, and the head")
  func quick() async throws {
    let ledger = try await Self.history()
    let head = try ledger.snapshot().head()
    try ledger.rewrite(LogSequence(rawValue: 5)) { $0[20] ^= 1 }
    let found = try ledger.verify(.newest(10))
    #expect(found.isGood)
    #expect(found.records == 10)
    #expect(found.root == (try ledger.naiveRoot()))
    try ledger.rewrite(head) { $0[20] ^= 1 }
    #expect(try ledger.verify(.newest(10)).damage == [.record(head)])
    #expect(try ledger.verify(.newest(1_000_000)).damage.count == 2)
  }

  @Test("Steps back of our own clock are told, and are no damage")
  func clockSteps() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.tracked(.sample)])
    temporary.clock.set(.at(-3))
    _ = try await temporary.ledger.append([.observed(at: .at(1))])
    let found = try temporary.ledger.verify()
    #expect(found.isGood)
    #expect(
      found.clockSteps == [ClockStep(sequence: LogSequence(rawValue: 3), milliseconds: 3001)])
  }

  /// The account and more than a tile of events, the first job's among them.
  private static func history() async throws -> Ledger {
    let temporary = try await TemporaryLedger()
    var declaration = Declaration("sora", "0")
    declaration.model = "rare"
    _ = try await temporary.ledger.append([
      .account("sora", "https://api.openai.com/v1"), .tracked(declaration),
      .observed(declaration, at: .at(-1), .ok(), .said(.running) { $0.errorCode = "passing" }),
    ])
    for second in 0..<300 {
      _ = try await temporary.ledger.append([
        .observed(Declaration("sora", "\(second / 8)"), at: .at(Int64(second)))
      ])
    }
    return temporary.ledger
  }

  /// Flips a bit in a byte of the number that a word has.
  private static func alterNumber(
    of word: String, at place: Int, _ tables: Tables, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let key = Vocabulary.key(of: word)
    var number = try transaction.value(tables.projections.words, key) ?? []
    number[place] ^= 1
    try transaction.put(tables.projections.words, key, number)
  }

  private static func flip(
    _ table: Database, _ key: [UInt8], _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    var value = try transaction.value(table, key) ?? []
    value[value.count - 1] ^= 1
    try transaction.put(table, key, value)
  }
}

extension Ledger {
  fileprivate func naiveRoot() throws -> TreeHash? {
    let transaction = try environment.reader()
    return try LogTree.frontier(transaction, tables).root
  }
}
