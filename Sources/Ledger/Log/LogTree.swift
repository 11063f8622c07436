/// The Merkle tree over the log's leaf hashes, as it lies in the tables.
///
/// `leaves` is level 0, and `tiles` has the levels above; `meta` has the head: the size, and the right
/// edge that appends go on from. All are written in the transaction of the events that they cover.
enum LogTree {
  private static let headKey = Array("head".utf8)

  /// The right edge of the tree, of which the root is made.
  ///
  /// - Throws: ``LedgerError/damagedTree`` where it is missing or cannot be read.
  static func frontier(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables
  ) throws(LedgerError) -> TreeFrontier {
    let found = try transaction.withValue(tables.meta, headKey) { bytes throws(LedgerError) in
      TreeFrontier(encoded: bytes)
    }
    guard case .some(.some(let frontier)) = found else { throw .damagedTree }
    return frontier
  }

  /// Writes the head, once in a transaction.
  static func put(
    _ frontier: TreeFrontier, _ tables: Tables, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    try transaction.put(tables.meta, headKey, frontier.encoded)
  }

  /// The hashes of a tile; those that are missing or damaged are left out, with all after them.
  static func hashes(
    of tile: TileCoordinate, _ tables: Tables,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> [TreeHash] {
    guard tile.level == 0 else {
      return try hashes(in: tables.tiles, key(tile), transaction) ?? []
    }
    let groups = UInt64(TileCoordinate.width) / LogReading.leavesInGroup
    var all: [TreeHash] = []
    for number in tile.number * groups..<(tile.number + 1) * groups {
      let hashes = try group(number, tables, transaction)
      all += hashes
      guard hashes.count == LogReading.leavesInGroup else { break }
    }
    return all
  }

  /// The leaf hashes that stand together in one value: up to 32, none where they are missing.
  static func group(
    _ number: UInt64, _ tables: Tables, _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> [TreeHash] {
    try hashes(in: tables.leaves, [UInt8](bigEndian: number), transaction) ?? []
  }

  /// Makes head and tiles from the leaf hashes; for ledgers of before there were any.
  ///
  /// Does nothing where there is a head.
  static func make(
    _ tables: Tables, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    guard try transaction.value(tables.meta, headKey) == nil else { return }
    var frontier = TreeFrontier()
    var tiles = GrowingTiles(tables)
    let head = try LogReading.head(transaction, tables)
    var sequence = LogSequence(rawValue: 1)
    while sequence <= head {
      guard let leaf = try LogReading.leaf(transaction, tables, at: sequence) else {
        throw .damagedRecord(sequence)
      }
      try frontier.append(leaf) { hash throws(LedgerError) in
        if hash.level > 0 { try tiles.put(hash, transaction) }
      }
      sequence = sequence.next
    }
    try tiles.write(transaction)
    try put(frontier, tables, transaction)
  }

  static func key(_ tile: TileCoordinate) -> [UInt8] {
    [UInt8(tile.level)] + [UInt8](bigEndian: tile.number)
  }

  private static func hashes(
    in table: Database, _ key: [UInt8], _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> [TreeHash]? {
    let found = try transaction.withValue(table, key) { bytes throws(LedgerError) in
      TreeHash.list(bytes)
    }
    return found ?? nil
  }
}
