internal import Crypto

extension TreeHash {
  /// The root of the tree without leaves, SHA-256 of nothing (RFC 6962, section 2.1).
  public static let empty = Self(SHA256())

  /// What a leaf's bytes are hashed after (RFC 6962, section 2.1).
  static let leafPrefix: UInt8 = 0

  /// SHA-256(0x00 ‖ bytes), the leaf of RFC 6962, section 2.1.
  public static func leaf(_ bytes: [UInt8]) -> Self {
    var hash = SHA256()
    hash.update(data: [leafPrefix])
    hash.update(bytes.span)
    return Self(hash)
  }

  /// The leaf of bytes that stand after ``leafPrefix`` already.
  static func leaf(afterPrefix bytes: Span<UInt8>) -> Self {
    var hash = SHA256()
    hash.update(bytes)
    return Self(hash)
  }

  /// SHA-256(0x01 ‖ left ‖ right), the node of RFC 6962, section 2.1.
  static func node(_ left: Self, _ right: Self) -> Self {
    var hasher = TreeHasher()
    return hasher.node(left, right)
  }

  fileprivate init(_ hash: SHA256) {
    self = hash.finalize().withSpan { Self(checked: $0, at: 0) }
  }
}

/// Hashes the nodes of a tree, and keeps the place for their 65 bytes from one to the next.
struct TreeHasher: Sendable {
  private var input = [1] + [UInt8](repeating: 0, count: 2 * TreeHash.byteCount)

  /// SHA-256(0x01 ‖ left ‖ right).
  mutating func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    left.write(to: &input, at: 1)
    right.write(to: &input, at: 1 + TreeHash.byteCount)
    var hash = SHA256()
    hash.update(input.span)
    return TreeHash(hash)
  }
}
