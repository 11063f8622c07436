internal import Crypto

/// A part of a record that may hold personal words, kept behind a salted commitment.
///
/// The record's proof covers only the commitment, so the part can be removed and the proof holds.
struct PrivatePart: Hashable, Sendable {
  enum Tag: UInt8, Sendable {
    case prompt = 1
    case body = 2
    /// The provider's text.
    case text = 3
    case note = 4
  }

  enum Content: Hashable, Sendable {
    case present(salt: [UInt8], bytes: [UInt8])
    /// Redacted: only the commitment is left.
    case redacted(commitment: [UInt8])
  }

  static let saltByteCount = 16
  static let commitmentByteCount = 32

  let tag: Tag
  let content: Content
  /// The commitment, where it is known without hashing.
  private let knownCommitment: [UInt8]?

  /// SHA-256 over the salt and the uncompressed content.
  var commitment: [UInt8] {
    if let knownCommitment { return knownCommitment }
    switch content {
    case .present(let salt, let bytes): return Self.commitment(salt, bytes)
    case .redacted(let commitment): return commitment
    }
  }

  /// A new part; it is hashed here, before it waits for its place in the log.
  ///
  /// `salt`: 16 random bytes.
  init(tag: Tag, salt: [UInt8], bytes: [UInt8]) {
    self.tag = tag
    content = .present(salt: salt, bytes: bytes)
    knownCommitment = Self.commitment(salt, bytes)
  }

  /// A part as it was stored; it is hashed when it is asked for its commitment.
  init(tag: Tag, storedSalt salt: [UInt8], bytes: [UInt8]) {
    self.tag = tag
    content = .present(salt: salt, bytes: bytes)
    knownCommitment = nil
  }

  /// `commitment`: 32 bytes.
  init(tag: Tag, redacted commitment: [UInt8]) {
    self.tag = tag
    content = .redacted(commitment: commitment)
    knownCommitment = commitment
  }

  private static func commitment(_ salt: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(salt.span)
    hash.update(bytes.span)
    return hash.finalize().withSpan { $0.copied }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.tag == right.tag && left.content == right.content
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(tag)
    hasher.combine(content)
  }

  /// The content; `nil` when it was redacted.
  var bytes: [UInt8]? {
    switch content {
    case .present(_, let bytes): bytes
    case .redacted: nil
    }
  }

  var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}

/// How a private part lies in the record.
enum PartEncoding: UInt8, Sendable {
  /// As it is.
  case plain = 0
  /// The 32 bytes of the commitment stand in the place of salt and content.
  case redacted = 255
}
