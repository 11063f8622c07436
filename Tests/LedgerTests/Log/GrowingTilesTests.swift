import Testing

@testable import Ledger

struct GrowingTilesTests {
  @Test(
    "Groups and tiles are the same however many hashes a transaction adds",
    arguments: [1, 31, 32, 33, 255, 256, 257, 700])
  func anyBatches(size: Int) throws {
    let hashes = (0..<700).map { TreeHash.leaf([UInt8](bigEndian: UInt64($0))) }
    #expect(
      try Self.contents(hashes, inTransactionsOf: size, writingEach: false)
        == (try Self.whole(hashes)))
  }

  @Test("Writing between two hashes changes nothing of the outcome")
  func writtenBetween() throws {
    let hashes = (0..<300).map { TreeHash.leaf([UInt8](bigEndian: UInt64($0))) }
    #expect(
      try Self.contents(hashes, inTransactionsOf: 100, writingEach: true)
        == (try Self.whole(hashes)))
  }

  @Test("A tile that is not as long as the tree says is refused", arguments: [0, 1, 3])
  func wrongLength(stored: Int) async throws {
    let ledger = try await TemporaryLedger().ledger
    #expect(throws: LedgerError.damagedTree) {
      try ledger.environment.write { transaction throws(LedgerError) in
        try transaction.put(
          ledger.tables.leaves, [UInt8](bigEndian: 0), [UInt8](repeating: 1, count: 32 * stored))
        var tiles = GrowingTiles(ledger.tables)
        try tiles.put(TileHash(level: 0, number: 2, hash: .empty), transaction)
      }
    }
  }

  /// The groups of leaf hashes, and the tile above them, as they are to be.
  private static func whole(_ hashes: [TreeHash]) throws -> [[UInt8]] {
    let naive = NaiveTree(leaves: hashes)
    let groups = stride(from: 0, to: hashes.count, by: 32).map { start in
      hashes[start..<min(start + 32, hashes.count)].flatMap(\.bytes)
    }
    let above = try #require(naive.tiles(hashes.count)[TileCoordinate(level: 1, number: 0)])
    return groups + [above.flatMap(\.bytes)]
  }

  private static func contents(
    _ hashes: [TreeHash], inTransactionsOf size: Int, writingEach: Bool
  ) throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    let environment = try EnvironmentRegistry.shared.environment(
      folder: folder.path, mode: .readWrite)
    let tables = try environment.write { transaction throws(LedgerError) in
      try Tables(creatingIn: transaction)
    }
    var frontier = TreeFrontier()
    for start in stride(from: 0, to: hashes.count, by: size) {
      try environment.write { transaction throws(LedgerError) in
        var tiles = GrowingTiles(tables)
        for hash in hashes[start..<min(start + size, hashes.count)] {
          try frontier.append(hash, &tiles, transaction)
          if writingEach { try tiles.write(transaction) }
        }
        try tiles.write(transaction)
      }
    }
    let transaction = try environment.reader()
    let groups = (hashes.count + 31) / 32
    #expect(try transaction.count(tables.leaves) == groups)
    let leaves = try (0..<groups).map { number in
      try #require(try transaction.value(tables.leaves, [UInt8](bigEndian: UInt64(number))))
    }
    return leaves
      + [try #require(try transaction.value(tables.tiles, [1] + [UInt8](bigEndian: 0)))]
  }
}
