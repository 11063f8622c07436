/// Where a tile lies: up to 256 hashes side by side, as C2SP tlog-tiles has them.
///
/// Tiles of level 0 hold leaf hashes; those of level *n* hold the roots of full tiles of level
/// *n* − 1 (<https://c2sp.org/tlog-tiles>).
struct TileCoordinate: Hashable, Sendable {
  /// How many levels of the tree one level of tiles spans.
  static let height = 8
  /// How many hashes a full tile has.
  static let width = 1 << height
  /// No tree of 64-bit size has tiles above.
  static let levelMost = 7

  /// From 0 to 7.
  let level: Int
  /// Which tile of its level, from 0.
  let number: UInt64

  /// How many hashes the tile has in a tree of that size, 0 to 256.
  func width(inTreeOf size: UInt64) -> Int {
    let before = number.multipliedReportingOverflow(by: UInt64(Self.width))
    let all = Self.hashes(atLevel: level, inTreeOf: size)
    guard !before.overflow, before.partialValue < all else { return 0 }
    return Int(min(all - before.partialValue, UInt64(Self.width)))
  }

  /// How many hashes the tiles of a level hold together.
  static func hashes(atLevel level: Int, inTreeOf size: UInt64) -> UInt64 {
    size >> UInt64(level * height)  // a shift by 64 or more gives 0
  }

  /// The tiles that change when a tree of that size gains so many leaves, level by level.
  ///
  /// At least one; of each level only those at its right edge.
  static func changed(appending count: UInt64, toTreeOf size: UInt64) -> [Self] {
    let (end, overflow) = size.addingReportingOverflow(count)
    guard !overflow else { return [] }
    var changed: [Self] = []
    for level in 0...levelMost {
      let old = hashes(atLevel: level, inTreeOf: size)
      let new = hashes(atLevel: level, inTreeOf: end)
      guard new > old else { break }
      let width = UInt64(Self.width)
      for number in old / width...(new - 1) / width {
        changed.append(Self(level: level, number: number))
      }
    }
    return changed
  }
}

/// A hash and its place in the tiles.
struct TileHash: Hashable, Sendable {
  /// From 0 to 7.
  let level: Int
  /// Which hash of its level, from 0.
  let number: UInt64
  let hash: TreeHash
}
