@testable import Ledger

/// The tree as RFC 6962, section 2.1, defines it: slow, and nothing to get wrong.
struct NaiveTree {
  let leaves: [TreeHash]

  init(leaves: [TreeHash]) { self.leaves = leaves }

  /// Leaves that are the hashes of the numbers from 0.
  init(count: Int) {
    leaves = (0..<count).map { TreeHash.leaf(Array("leaf \($0)".utf8)) }
  }

  /// More leaves than a tile of level 1 spans; made once.
  static let large = NaiveTree(count: 66_000)

  func root(_ size: Int) -> TreeHash { hash(0..<size) }

  func hash(_ range: Range<Int>) -> TreeHash {
    if range.isEmpty { return .empty }
    if range.count == 1 { return leaves[range.lowerBound] }
    var half = 1
    while half * 2 < range.count { half *= 2 }
    let middle = range.lowerBound + half
    return .node(hash(range.lowerBound..<middle), hash(middle..<range.upperBound))
  }

  /// The tiles of the first so many leaves, each level from the full tiles of the level below.
  func tiles(_ size: Int) -> [TileCoordinate: [TreeHash]] {
    var tiles: [TileCoordinate: [TreeHash]] = [:]
    var row = Array(leaves.prefix(size))
    var level = 0
    while !row.isEmpty {
      var above: [TreeHash] = []
      for start in stride(from: 0, to: row.count, by: TileCoordinate.width) {
        let hashes = Array(row[start...].prefix(TileCoordinate.width))
        tiles[TileCoordinate(level: level, number: UInt64(start / TileCoordinate.width))] = hashes
        if hashes.count == TileCoordinate.width {
          above.append(NaiveTree(leaves: hashes).root(hashes.count))
        }
      }
      row = above
      level += 1
    }
    return tiles
  }

  /// A reader of those tiles.
  func reader(_ size: Int) -> TestTiles<Never> {
    let tiles = tiles(size)
    return TestTiles(size: UInt64(size)) { tile throws(Never) in tiles[tile] ?? [] }
  }
}

/// Tiles that can be asked within an expectation, which takes nothing that changes.
final class TestTiles<Failure: Error> {
  private var tiles: TreeTiles<Failure>

  init(size: UInt64, read: @escaping (TileCoordinate) throws(Failure) -> [TreeHash]) {
    tiles = TreeTiles(size: size, read: read)
  }

  func root(ofFirst size: UInt64) throws(Failure) -> TreeHash? { try tiles.root(ofFirst: size) }

  func hash(of range: Range<UInt64>) throws(Failure) -> TreeHash? { try tiles.hash(of: range) }

  func inclusionProof(
    of index: UInt64, inFirst size: UInt64
  ) throws(Failure) -> [TreeHash]? {
    try tiles.inclusionProof(of: index, inFirst: size)
  }

  func consistencyProof(
    fromFirst old: UInt64, toFirst new: UInt64
  ) throws(Failure) -> [TreeHash]? {
    try tiles.consistencyProof(fromFirst: old, toFirst: new)
  }
}

extension TreeHash {
  /// The same with one bit changed.
  func flipped(bit: Int) -> Self? {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return Self(bytes: bytes)
  }
}
