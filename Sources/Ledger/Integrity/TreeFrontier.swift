/// The right edge of an append-only Merkle tree (RFC 6962, section 2.1): all that is needed to go on
/// and to tell the root.
///
/// It holds the root of each perfect subtree that the size is made of, the largest first, at most
/// 63. An append costs one node hash on average; ``root`` costs at most 62.
struct TreeFrontier: Sendable {
  /// How many leaves there are.
  private(set) var size: UInt64 = 0
  private var subtrees: [TreeHash] = []
  private var hasher = TreeHasher()

  /// The tree without leaves.
  init() {}

  /// The root of all leaves.
  var root: TreeHash {
    guard var hash = subtrees.last else { return .empty }
    var hasher = hasher
    for left in subtrees.dropLast().reversed() { hash = hasher.node(left, hash) }
    return hash
  }

  /// Appends a leaf, and hands out each hash that the tiles gain, the leaf's own first.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash.
  ///   - store: Puts a hash into its tile.
  /// - Throws: What `store` throws; the frontier is as it was before.
  mutating func append<Failure: Error>(
    _ leaf: TreeHash, store: (TileHash) throws(Failure) -> Void
  ) throws(Failure) {
    try store(TileHash(level: 0, number: size, hash: leaf))
    var hash = leaf
    var number = size
    var top = subtrees.count
    while !number.isMultiple(of: 2) {
      top -= 1
      hash = hasher.node(subtrees[top], hash)
      number /= 2
      let height = subtrees.count - top
      if height.isMultiple(of: TileCoordinate.height) {
        try store(TileHash(level: height / TileCoordinate.height, number: number, hash: hash))
      }
    }
    subtrees.removeLast(subtrees.count - top)
    subtrees.append(hash)
    size += 1
  }

  mutating func append(_ leaf: TreeHash) {
    append(leaf) { _ throws(Never) in }
  }
}

extension TreeFrontier: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    left.size == right.size && left.subtrees == right.subtrees
  }
}

extension TreeFrontier {
  /// The largest size that can be read: no log is longer, and appends to it cannot overflow.
  private static let sizeMost = UInt64(Int64.max)

  /// The size, 8 bytes little-endian, then the subtrees' roots, 32 bytes each, the largest first.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + subtrees.count * TreeHash.byteCount)
    bytes.appendLittleEndian(size)
    for subtree in subtrees { subtree.append(to: &bytes) }
    return bytes
  }

  /// Reads what ``encoded`` has written; at most 2 024 bytes.
  ///
  /// - Returns: `nil` where the bytes are not a size and just as many hashes as belong to it.
  init?(encoded bytes: Span<UInt8>) {
    guard bytes.count >= 8 else { return nil }
    size = bytes.uint64(at: 0)
    guard size <= Self.sizeMost, bytes.count == 8 + size.nonzeroBitCount * TreeHash.byteCount,
      let subtrees = TreeHash.list(bytes.extracting(8..<bytes.count))
    else { return nil }
    self.subtrees = subtrees
  }
}
