/// A SHA-256 value of 32 bytes in the log's Merkle tree: a leaf, a node or a root.
public struct TreeHash: Hashable, Sendable {
  public static let byteCount = 32

  // Words are compared, copied and hashed quicker than bytes, and lie in no array of their own.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// - Returns: `nil` unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(checked: bytes.span, at: 0)
  }

  /// Reads the 32 bytes from `offset` on.
  ///
  /// - Returns: `nil` where there are fewer.
  init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard offset >= 0, bytes.count - offset >= Self.byteCount else { return nil }
    self.init(checked: bytes, at: offset)
  }

  /// Reads the 32 bytes from `offset` on; the caller has checked the length.
  init(checked bytes: Span<UInt8>, at offset: Int) {
    first = bytes.uint64(at: offset)
    second = bytes.uint64(at: offset + 8)
    third = bytes.uint64(at: offset + 16)
    fourth = bytes.uint64(at: offset + 24)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(second)
    bytes.appendLittleEndian(third)
    bytes.appendLittleEndian(fourth)
  }

  /// Puts the 32 bytes in the place of those from `offset` on; the caller has checked the length.
  func write(to bytes: inout [UInt8], at offset: Int) {
    var span = bytes.mutableSpan
    Self.write(first, to: &span, at: offset)
    Self.write(second, to: &span, at: offset + 8)
    Self.write(third, to: &span, at: offset + 16)
    Self.write(fourth, to: &span, at: offset + 24)
  }

  private static func write(_ word: UInt64, to span: inout MutableSpan<UInt8>, at offset: Int) {
    for index in 0..<8 { span[offset + index] = UInt8(truncatingIfNeeded: word >> (8 * index)) }
  }
}

extension TreeHash {
  /// The 44 letters of its base 64, with padding.
  public var base64: String { bytes.base64 }

  /// - Returns: `nil` unless the text is the base 64 of 32 bytes, exactly as it is written here.
  public init?(base64 text: String) {
    guard let bytes = [UInt8](base64: text) else { return nil }
    self.init(bytes: bytes)
  }

  /// The hashes that lie one after another in the bytes.
  ///
  /// - Returns: `nil` where the bytes are not a multiple of 32.
  static func list(_ bytes: Span<UInt8>) -> [Self]? {
    guard bytes.count.isMultiple(of: byteCount) else { return nil }
    var hashes: [Self] = []
    hashes.reserveCapacity(bytes.count / byteCount)
    for offset in stride(from: 0, to: bytes.count, by: byteCount) {
      hashes.append(Self(checked: bytes, at: offset))
    }
    return hashes
  }
}
