/// Compares the tiles above the leaf hashes, and the head, with what the leaf hashes give.
struct TreeVerification {
  /// The roots of all full tiles of leaf hashes, in order.
  let tileRoots: [TreeHash]
  let size: UInt64
  private(set) var found: [Damage] = []

  init(tileRoots: [TreeHash], size: UInt64) {
    self.tileRoots = tileRoots
    self.size = size
  }

  /// - Returns: The root that the leaf hashes give; `nil` where some are missing.
  mutating func run(
    _ tables: Tables, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> TreeHash? {
    var levels: [[TreeHash]] = []
    var row = tileRoots
    while !row.isEmpty {
      levels.append(row)
      row = try compare(row, level: levels.count, tables, transaction)
    }
    return try root(levels, tables, transaction)
  }

  /// Compares the tiles of a level.
  ///
  /// - Returns: The roots of those that are full.
  private mutating func compare(
    _ row: [TreeHash], level: Int, _ tables: Tables, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> [TreeHash] {
    var above: [TreeHash] = []
    for start in stride(from: 0, to: row.count, by: TileCoordinate.width) {
      let hashes = row[start...].prefix(TileCoordinate.width)
      let tile = TileCoordinate(level: level, number: UInt64(start / TileCoordinate.width))
      // A tile may have grown since the verification began.
      let stored = try LogTree.hashes(of: tile, tables, transaction).prefix(hashes.count)
      if !stored.elementsEqual(hashes) {
        found.append(.tile(level: level, number: tile.number))
      }
      guard hashes.count == TileCoordinate.width else { continue }
      var frontier = TreeFrontier()
      for hash in hashes { frontier.append(hash) }
      above.append(frontier.root)
    }
    return above
  }

  private func root(
    _ levels: [[TreeHash]], _ tables: Tables, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> TreeHash? {
    let whole = UInt64(tileRoots.count * TileCoordinate.width)
    let lastTile = TileCoordinate(level: 0, number: UInt64(tileRoots.count))
    let rest =
      whole == size
      ? [] : try LogTree.hashes(of: lastTile, tables, transaction).prefix(Int(size - whole))
    var tiles = TreeTiles(size: size) { tile throws(Never) in
      guard tile.level > 0 else { return tile == lastTile ? Array(rest) : [] }
      guard tile.level <= levels.count else { return [] }
      let start = tile.number * UInt64(TileCoordinate.width)
      return Array(levels[tile.level - 1].dropFirst(Int(start)).prefix(TileCoordinate.width))
    }
    return tiles.root(ofFirst: size)
  }
}
