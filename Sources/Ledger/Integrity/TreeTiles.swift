/// Reads hashes of a tree from its tiles.
///
/// It keeps the tiles that it has read, at most ``keptMost`` of them with their nodes, half a
/// mebibyte: proofs of neighbours cost the first one's 255 hashes a tile once.
///
/// `Failure`: what reading a tile throws.
struct TreeTiles<Failure: Error> {
  private static var keptMost: Int { 32 }

  /// How many leaves the tree has of which there are tiles.
  let size: UInt64
  private let read: (TileCoordinate) throws(Failure) -> [TreeHash]
  private var kept: [TileCoordinate: [[TreeHash]]] = [:]
  private var hasher = TreeHasher()

  /// - Parameters:
  ///   - size: How many leaves the tree has.
  ///   - read: The hashes of a tile, of which ``TileCoordinate/width(inTreeOf:)`` says how many are
  ///     needed; more do no harm, none stand for a tile that is missing.
  init(size: UInt64, read: @escaping (TileCoordinate) throws(Failure) -> [TreeHash]) {
    self.size = size
    self.read = read
  }

  /// The root of the tree as it was with so many leaves.
  ///
  /// - Returns: `nil` where a tile lacks a hash, or `size` is larger than the tree.
  /// - Throws: What reading a tile throws.
  mutating func root(ofFirst size: UInt64) throws(Failure) -> TreeHash? {
    size == 0 ? .empty : try hash(of: 0..<size)
  }

  /// The hash over a range of leaves that is a node of some tree: it begins at a multiple of the
  /// power of two that is as large as the range or next above.
  ///
  /// Reads at most one tile of each level.
  ///
  /// - Returns: `nil` where a tile lacks a hash, or the range is empty or beyond the tree.
  /// - Throws: What reading a tile throws.
  mutating func hash(of range: Range<UInt64>) throws(Failure) -> TreeHash? {
    guard !range.isEmpty, range.upperBound <= size else { return nil }
    var parts: [TreeHash] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let height = 63 - (range.upperBound - start).leadingZeroBitCount
      guard let part = try subtree(height: height, number: start >> UInt64(height)) else {
        return nil
      }
      parts.append(part)
      start += 1 << UInt64(height)
    }
    guard var hash = parts.popLast() else { return nil }
    while let left = parts.popLast() { hash = hasher.node(left, hash) }
    return hash
  }

  /// The root of a perfect subtree of 2^`height` leaves.
  ///
  /// `number`: which one of that height, from 0.
  private mutating func subtree(height: Int, number: UInt64) throws(Failure) -> TreeHash? {
    let (level, within) = height.quotientAndRemainder(dividingBy: TileCoordinate.height)
    let inTile = UInt64(TileCoordinate.width >> within)
    let tile = TileCoordinate(level: level, number: number / inTile)
    let row = try rows(of: tile)[within]
    let index = Int(number % inTile)
    return index < row.count ? row[index] : nil
  }

  /// The nodes within a tile: its own hashes, then for each height below 8 the perfect subtrees.
  private mutating func rows(of tile: TileCoordinate) throws(Failure) -> [[TreeHash]] {
    if let rows = kept[tile] { return rows }
    var row = Array(try read(tile).prefix(TileCoordinate.width))
    var rows: [[TreeHash]] = []
    for _ in 0..<TileCoordinate.height {
      rows.append(row)
      row = (0..<row.count / 2).map { hasher.node(row[2 * $0], row[2 * $0 + 1]) }
    }
    if kept.count == Self.keptMost { kept = [:] }
    kept[tile] = rows
    return rows
  }
}
