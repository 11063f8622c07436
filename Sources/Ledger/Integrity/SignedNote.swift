/// A text and the signatures below it (<https://c2sp.org/signed-note>).
///
/// Nothing in it counts before ``verify(with:)`` has returned.
public struct SignedNote: Hashable, Sendable {
  /// Longer notes are refused, as by `golang.org/x/mod/sumdb/note`.
  public static let bytesMost = 1_000_000
  /// More signatures are refused, as by `golang.org/x/mod/sumdb/note`.
  public static let signaturesMost = 100

  /// A line below the text.
  public struct Signature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The id of the key.
    public let keyID: UInt32
    /// 64 bytes where the key is an Ed25519 one; others have other lengths.
    public let bytes: [UInt8]

    static let dash = "\u{2014} "

    /// `— name base64(id ‖ bytes)`, without a newline.
    var line: String {
      let id = [UInt8](bigEndian: UInt64(keyID)).suffix(4)
      return "\(Self.dash)\(name) \((id + bytes).base64)"
    }
  }

  /// Ends in a newline.
  public let text: String
  /// From 1 to 100.
  public let signatures: [Signature]

  /// Signs a text.
  ///
  /// - Throws: ``ProofError/notText`` where the text has control characters or does not end in a
  ///   newline, and ``ProofError/tooLong(bytesMost:)``.
  public init(text: String, signedBy key: NoteSigningKey) throws(ProofError) {
    guard text.utf8.last == UInt8(ascii: "\n"), !Self.hasControls(text.utf8) else { throw .notText }
    self.text = text
    signatures = [
      Signature(
        name: key.verifierKey.name, keyID: key.verifierKey.id, bytes: try key.signature(of: text))
    ]
    guard bytes.count <= Self.bytesMost else { throw .tooLong(bytesMost: Self.bytesMost) }
  }

  /// Reads a note; there is one way to write each.
  ///
  /// - Throws: ``ProofError/tooLong(bytesMost:)``, ``ProofError/notText``,
  ///   ``ProofError/malformed(line:)``.
  public init(_ bytes: [UInt8]) throws(ProofError) { try self.init(bytes, firstLine: 1) }

  /// `firstLine`: the number of the first line, where the bytes are a part of a file.
  init(_ bytes: [UInt8], firstLine: Int) throws(ProofError) {
    guard bytes.count <= Self.bytesMost else { throw .tooLong(bytesMost: Self.bytesMost) }
    guard let end = Self.textEnd(bytes) else { throw .malformed(line: firstLine) }
    guard !Self.hasControls(bytes), let text = String(validating: bytes[..<end], as: UTF8.self)
    else { throw .notText }
    self.text = text
    let before = bytes[...end].count { $0 == UInt8(ascii: "\n") }
    var lines = NoteLines(Array(bytes[(end + 1)...]), number: firstLine + before)
    var signatures: [Signature] = []
    repeat {
      let number = lines.number
      guard signatures.count < Self.signaturesMost, let signature = Signature(try lines.next())
      else { throw .malformed(line: number) }
      signatures.append(signature)
    } while !lines.isAtEnd
    self.signatures = signatures
  }

  /// The note as a file holds it.
  public var bytes: [UInt8] {
    Array(text.utf8) + [UInt8(ascii: "\n")] + signatures.flatMap { Array("\($0.line)\n".utf8) }
  }

  /// Checks every signature by one of the keys; those of other keys count for nothing.
  ///
  /// - Returns: The keys that have signed, in the order of the signatures.
  /// - Throws: ``ProofError/wrongSignature(name:)`` as soon as one of them is wrong, and
  ///   ``ProofError/unsigned`` where there is none by a key that was given.
  @discardableResult
  public func verify(with keys: [NoteVerifierKey]) throws(ProofError) -> [NoteVerifierKey] {
    var signers: [NoteVerifierKey] = []
    for signature in signatures {
      let key = keys.first { $0.id == signature.keyID && $0.name.isSameBytes(as: signature.name) }
      guard let key else { continue }
      guard key.isSignature(signature.bytes, of: text) else {
        throw .wrongSignature(name: key.name)
      }
      if !signers.contains(key) { signers.append(key) }
    }
    guard !signers.isEmpty else { throw .unsigned }
    return signers
  }

  /// The place of the last empty line, which ends the text.
  private static func textEnd(_ bytes: [UInt8]) -> Int? {
    let newline = UInt8(ascii: "\n")
    return bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
  }

  private static func hasControls(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.contains { $0 < 0x20 && $0 != UInt8(ascii: "\n") }
  }
}

extension SignedNote.Signature {
  /// Reads a line.
  ///
  /// - Returns: `nil` for another form, a name that no key can have, or less than five bytes.
  fileprivate init?(_ line: String) {
    guard line.utf8.starts(with: Self.dash.utf8) else { return nil }
    let parts = line.utf8.dropFirst(Self.dash.utf8.count)
      .split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.count == 2, NoteVerifierKey.isValid(name: parts[0]),
      let bytes = [UInt8](base64: parts[1]), bytes.count >= 5
    else { return nil }
    name = parts[0]
    keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    self.bytes = Array(bytes.dropFirst(4))
  }
}
