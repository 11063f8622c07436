/// Checks proofs; any input gives an answer.
public enum ProofChecking {
  /// Whether the tree with that root and size has that leaf at that place (RFC 9162, section
  /// 2.1.3.2).
  ///
  /// Costs one hash for each hash of the proof, at most 63.
  ///
  /// - Parameters:
  ///   - proof: The hashes beside the way from the leaf to the root, the leaf's sibling first.
  ///   - leaf: The leaf's hash.
  ///   - index: The leaf's place, from 0.
  ///   - size: How many leaves the tree has.
  ///   - root: The tree's root.
  /// - Returns: `true` only where the proof is for just that leaf, place, size and root.
  public static func isIncluded(
    _ proof: [TreeHash], leaf: TreeHash, index: UInt64, size: UInt64, root: TreeHash
  ) -> Bool {
    guard index < size else { return false }
    var hasher = TreeHasher()
    var hash = leaf
    var way = Way(number: index, last: size - 1)
    for beside in proof {
      switch way.step() {
      case nil: return false
      case .right: hash = hasher.node(beside, hash)
      case .left: hash = hasher.node(hash, beside)
      }
    }
    return way.isAtRoot && hash == root
  }

  /// Whether the second tree goes on from the first, with nothing changed or taken away (RFC 9162,
  /// section 2.1.4.2).
  ///
  /// From a tree without leaves, and between trees of the same size, the only proof is the empty one.
  /// Costs two hashes for each hash of the proof, at most 128.
  public static func isConsistent(
    _ proof: [TreeHash], from old: (size: UInt64, root: TreeHash),
    to new: (size: UInt64, root: TreeHash)
  ) -> Bool {
    guard old.size <= new.size else { return false }
    if old.size == new.size { return proof.isEmpty && old.root == new.root }
    if old.size == 0 { return proof.isEmpty && old.root == .empty }
    var rest = proof[...]
    // A first tree of a power of two is a node of the second, and the proof leaves it out.
    let start = old.size.nonzeroBitCount == 1 ? old.root : rest.popFirst()
    guard let start else { return false }
    var way = Way(number: old.size - 1, last: new.size - 1)
    way.skipRights()
    var hasher = TreeHasher()
    var (oldHash, newHash) = (start, start)
    for beside in rest {
      switch way.step() {
      case nil: return false
      case .right:
        oldHash = hasher.node(beside, oldHash)
        newHash = hasher.node(beside, newHash)
      case .left: newHash = hasher.node(newHash, beside)
      }
    }
    return way.isAtRoot && oldHash == old.root && newHash == new.root
  }

  /// The way from a node up to the root.
  private struct Way {
    enum Side { case left, right }

    /// Which node of its level.
    var number: UInt64
    /// The last node of the level.
    var last: UInt64

    var isAtRoot: Bool { last == 0 }

    /// Goes up to the next node that has a sibling.
    ///
    /// - Returns: Which side it was on; `nil` at the root.
    mutating func step() -> Side? {
      guard last > 0 else { return nil }
      let isRight = !number.isMultiple(of: 2)
      let side: Side = isRight || number == last ? .right : .left
      if side == .right {
        // The last node of a level without a sibling is the same node a level above.
        while number.isMultiple(of: 2), number != 0 { up() }
      }
      up()
      return side
    }

    /// Goes up for as long as the node is on the right side of another.
    mutating func skipRights() {
      while !number.isMultiple(of: 2) { up() }
    }

    private mutating func up() {
      number >>= 1
      last >>= 1
    }
  }
}
