/// Makes the proofs of RFC 6962, sections 2.1.1 and 2.1.2, from tiles.
extension TreeTiles {
  /// The hashes beside the way from a leaf to the root, the leaf's sibling first; at most 63.
  ///
  /// - Parameters:
  ///   - index: Which leaf, from 0.
  ///   - size: Of the tree that the proof is for, at most ``size``.
  /// - Returns: `nil` where a tile lacks a hash, or there is no such leaf or tree.
  /// - Throws: What reading a tile throws.
  mutating func inclusionProof(
    of index: UInt64, inFirst size: UInt64
  ) throws(Failure) -> [TreeHash]? {
    guard index < size, size <= self.size else { return nil }
    var proof: [TreeHash] = []
    var range = 0..<size
    while range.upperBound - range.lowerBound > 1 {
      let (left, right) = Self.halves(range)
      let isLeft = index < right.lowerBound
      guard let beside = try hash(of: isLeft ? right : left) else { return nil }
      proof.append(beside)
      range = isLeft ? left : right
    }
    return proof.reversed()
  }

  /// The hashes that show that the tree of the first `new` leaves goes on from that of the first
  /// `old`; at most 64, and none where either both are the same or the old one is empty.
  ///
  /// - Returns: `nil` where a tile lacks a hash, or `old` is above `new` or `new` above ``size``.
  /// - Throws: What reading a tile throws.
  mutating func consistencyProof(
    fromFirst old: UInt64, toFirst new: UInt64
  ) throws(Failure) -> [TreeHash]? {
    guard old <= new, new <= size else { return nil }
    guard old > 0, old < new else { return [] }
    var proof: [TreeHash] = []
    var range = 0..<new
    while range.upperBound > old {
      let (left, right) = Self.halves(range)
      let isLeft = old <= right.lowerBound
      guard let beside = try hash(of: isLeft ? right : left) else { return nil }
      proof.append(beside)
      range = isLeft ? left : right
    }
    // From 0 on it is the old root itself, which the verifier has.
    if range.lowerBound > 0 {
      guard let rest = try hash(of: range) else { return nil }
      proof.append(rest)
    }
    return proof.reversed()
  }

  /// The two sides of a node over more than one leaf: the left one has the largest power of two
  /// that is less than all.
  private static func halves(_ range: Range<UInt64>) -> (Range<UInt64>, Range<UInt64>) {
    let count = range.upperBound - range.lowerBound
    let middle = range.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    return (range.lowerBound..<middle, middle..<range.upperBound)
  }
}
