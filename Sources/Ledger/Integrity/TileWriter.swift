/// Appends leaves to a tree and to its tiles.
///
/// A tile that is not full is read once, filled as leaves come, and written once full or at
/// ``finish(write:)``; so an append of one leaf rewrites one tile, and one more each 256 leaves.
struct TileWriter: Sendable {
  private(set) var frontier: TreeFrontier
  /// The tiles at the right edge that have changed, by level: the bytes of their hashes.
  private var edge: [(tile: TileCoordinate, bytes: [UInt8])?] = Array(
    repeating: nil, count: TileCoordinate.levelMost + 1)

  /// `frontier`: that of the tree as its tiles are stored.
  init(_ frontier: TreeFrontier) { self.frontier = frontier }

  /// Appends a leaf.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash.
  ///   - read: The bytes of a stored tile that is not full, its hashes one after another.
  ///   - write: Stores a full tile; nothing more comes for it.
  /// - Returns: `false`, and nothing is appended, where a stored tile has not as many hashes as the
  ///   tree's size says. What was written before stays written.
  /// - Throws: What `read` and `write` throw.
  mutating func append<Failure: Error>(
    _ leaf: TreeHash, read: (TileCoordinate) throws(Failure) -> [UInt8],
    write: (TileCoordinate, [UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    var gained: [TileHash] = []
    gained.reserveCapacity(1)
    var next = frontier
    next.append(leaf) { hash throws(Never) in gained.append(hash) }
    for hash in gained where edge[hash.level] == nil {
      let bytes = hash.column == 0 ? [] : try read(hash.tile)
      guard bytes.count == hash.column * TreeHash.byteCount else { return false }
      edge[hash.level] = (hash.tile, bytes)
    }
    for hash in gained { try put(hash, write: write) }
    frontier = next
    return true
  }

  /// Writes the tiles that have changed and are not full.
  ///
  /// - Throws: What `write` throws.
  mutating func finish<Failure: Error>(
    write: (TileCoordinate, [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    for level in edge.indices {
      guard let (tile, bytes) = edge[level] else { continue }
      try write(tile, bytes)
      edge[level] = nil
    }
  }

  private mutating func put<Failure: Error>(
    _ hash: TileHash, write: (TileCoordinate, [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    // Taken out, for a copy would be held beside the tile while it grows, and so make it a copy each time.
    guard var open = edge[hash.level].take() else { return }
    hash.hash.append(to: &open.bytes)
    if hash.column == TileCoordinate.width - 1 {
      try write(open.tile, open.bytes)
    } else {
      edge[hash.level] = open
    }
  }
}
