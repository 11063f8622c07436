import Testing

@testable import Ledger

struct LogTreeTests {
  @Test(
    "Head, tiles and leaf hashes are those of the records, however they were appended",
    arguments: 1...3)
  func live(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let temporary = try await random.ledger(drafts: 700)
    let naive = try temporary.ledger.naiveTree()
    let transaction = try temporary.ledger.environment.reader()
    let tables = temporary.ledger.tables
    let frontier = try LogTree.frontier(transaction, tables)
    #expect(frontier.size == UInt64(naive.leaves.count), "seed \(seed)")
    #expect(frontier.root == naive.root(naive.leaves.count))
    for (tile, hashes) in naive.tiles(naive.leaves.count) {
      #expect(try LogTree.hashes(of: tile, tables, transaction) == hashes, "\(tile)")
    }
    #expect(try transaction.count(tables.tiles) == 1)
  }

  @Test("A tree that is made from the leaf hashes is the one that grew with them")
  func made() async throws {
    var random = RandomLedger(seed: 4)
    let ledger = try await random.ledger(drafts: 600).ledger
    let grown = try ledger.treeContents()
    try ledger.environment.write { transaction throws(LedgerError) in
      try transaction.empty(ledger.tables.tiles)
      try transaction.remove(ledger.tables.meta, Array("head".utf8))
      try LogTree.make(ledger.tables, transaction)
    }
    #expect(try ledger.treeContents() == grown)
  }

  @Test(
    "Nothing is appended where the head is missing, cut, or another log's",
    arguments: [nil, [], [1, 2, 3], TreeFrontier().encoded])
  func wrongHead(bytes: [UInt8]?) async throws {
    let ledger = try await TemporaryLedger().ledger
    try ledger.environment.write { transaction throws(LedgerError) in
      if let bytes {
        try transaction.put(ledger.tables.meta, Array("head".utf8), bytes)
      } else {
        try transaction.remove(ledger.tables.meta, Array("head".utf8))
      }
    }
    await #expect(throws: LedgerError.damagedTree) {
      try await ledger.append([.tracked(.sample)])
    }
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 1))
  }

  @Test("Nothing is appended where the leaf hashes before are missing")
  func missingLeaves() async throws {
    let ledger = try await TemporaryLedger().ledger
    try ledger.environment.write { transaction throws(LedgerError) in
      try transaction.empty(ledger.tables.leaves)
    }
    await #expect(throws: LedgerError.damagedTree) {
      try await ledger.append([.tracked(.sample)])
    }
  }
}

extension Ledger {
  /// The tree over the leaf hashes of the records as they are now.
  func naiveTree() throws -> NaiveTree {
    let transaction = try environment.reader()
    var leaves: [TreeHash] = []
    var sequence = LogSequence(rawValue: 1)
    while let record = try LogReading.record(transaction, tables, at: sequence) {
      leaves.append(record.leafHash)
      sequence = sequence.next
    }
    return NaiveTree(leaves: leaves)
  }

  fileprivate func treeContents() throws -> [[UInt8]?] {
    let transaction = try environment.reader()
    let tiles = try (0..<3).map { number in
      try transaction.value(tables.tiles, [1] + [UInt8](bigEndian: UInt64(number)))
    }
    return [try transaction.value(tables.meta, Array("head".utf8))] + tiles
  }
}
