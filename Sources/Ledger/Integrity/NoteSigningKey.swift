internal import Crypto
internal import FoundationEssentials

/// The name and the Ed25519 private key that sign notes.
public struct NoteSigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  /// What checks the signatures.
  public let verifierKey: NoteVerifierKey

  /// - Parameters:
  ///   - name: Whose key it is: that of a ledger has the ledger's origin.
  ///   - privateKey: The 32 bytes of the seed, as RFC 8032 calls it.
  /// - Throws: ``ProofError/invalidName(_:)``, and ``ProofError/malformedKey`` for other than 32
  ///   bytes.
  public init(name: String, privateKey: [UInt8]) throws(ProofError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
      throw .malformedKey
    }
    self.key = key
    verifierKey = try NoteVerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// 64 bytes.
  ///
  /// - Throws: ``ProofError/malformedKey`` where the key cannot sign.
  func signature(of text: String) throws(ProofError) -> [UInt8] {
    guard let signature = try? key.signature(for: Array(text.utf8)) else { throw .malformedKey }
    return Array(signature)
  }
}
