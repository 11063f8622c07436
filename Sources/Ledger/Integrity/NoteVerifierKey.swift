internal import Crypto
internal import FoundationEssentials

/// The name and the Ed25519 public key that check a signed note
/// (<https://c2sp.org/signed-note>).
public struct NoteVerifierKey: Hashable, Sendable {
  /// The byte that stands for Ed25519 in key ids and in keys' texts.
  static let ed25519: UInt8 = 1

  /// Whose key it is: that of a ledger has the ledger's origin.
  public let name: String
  /// 32 bytes.
  public let publicKey: [UInt8]
  /// The first four bytes, most significant first, of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
  public let id: UInt32

  /// - Throws: ``ProofError/invalidName(_:)``, and ``ProofError/malformedKey`` for other than 32
  ///   bytes.
  public init(name: String, publicKey: [UInt8]) throws(ProofError) {
    guard Self.isValid(name: name) else { throw .invalidName(name) }
    guard publicKey.count == 32 else { throw .malformedKey }
    self.name = name
    self.publicKey = publicKey
    var hash = SHA256()
    hash.update(data: Array(name.utf8))
    hash.update(data: [UInt8(ascii: "\n"), Self.ed25519])
    hash.update(data: publicKey)
    id = hash.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads the form `name+id+key`: the id in eight lower-case hexadecimal digits, the key in
  /// base 64 after the byte 0x01.
  ///
  /// - Throws: ``ProofError/invalidName(_:)``, and ``ProofError/malformedKey`` for another form,
  ///   another kind of key, or an id that is not the key's.
  public init(text: String) throws(ProofError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let key = [UInt8](base64: String(parts[2])), key.first == Self.ed25519
    else { throw .malformedKey }
    try self.init(name: String(parts[0]), publicKey: Array(key.dropFirst()))
    guard idText.isSameBytes(as: parts[1]) else { throw .malformedKey }
  }

  /// The key in one line, without a newline, as `init(text:)` reads it.
  public var text: String { "\(name)+\(idText)+\(([Self.ed25519] + publicKey).base64)" }

  /// The id in eight lower-case hexadecimal digits.
  public var idText: String { Array([UInt8](bigEndian: UInt64(id)).suffix(4)).hexadecimal }

  /// Whether it can stand in a signature line.
  public static func isValid(name: String) -> Bool {
    !name.isEmpty && !name.hasControls
      && !name.unicodeScalars.contains { $0 == "+" || $0.properties.isWhitespace }
  }

  /// Whether the signature is this key's over the text.
  func isSignature(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }
}
