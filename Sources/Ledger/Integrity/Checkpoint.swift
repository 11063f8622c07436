/// The head of a log at some size, as a note tells it (<https://c2sp.org/tlog-checkpoint>).
public struct Checkpoint: Hashable, Sendable {
  /// Which log it is; the name of the key that signs it.
  public let origin: String
  /// How many events the log has.
  public let size: UInt64
  /// The root of their tree.
  public let root: TreeHash
  /// Further lines, with no meaning to us.
  public let extensions: [String]

  /// - Throws: ``ProofError/malformed(line:)`` for an origin or an extension that is empty or has
  ///   control characters.
  public init(
    origin: String, size: UInt64, root: TreeHash, extensions: [String] = []
  ) throws(ProofError) {
    for (line, text) in [(1, origin)] + zip(4..., extensions) where text.isEmpty || text.hasControls
    {
      throw .malformed(line: line)
    }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads a note's text.
  ///
  /// - Throws: ``ProofError/malformed(line:)`` where a line is missing, empty, or not what it has to
  ///   be: origin, size in decimal digits, root in base 64, extensions.
  public init(text: String) throws(ProofError) {
    var lines = NoteLines(Array(text.utf8))
    let origin = try lines.next()
    guard let size = UInt64(plainDecimal: try lines.next()) else { throw .malformed(line: 2) }
    guard let root = TreeHash(base64: try lines.next()) else { throw .malformed(line: 3) }
    var extensions: [String] = []
    while !lines.isAtEnd { extensions.append(try lines.next()) }
    try self.init(origin: origin, size: size, root: root, extensions: extensions)
  }

  /// The note's text, its last newline included.
  public var text: String {
    ([origin, String(size), root.base64] + extensions).map { "\($0)\n" }.joined()
  }

  /// The checkpoint that a note holds, once its signature is found good.
  ///
  /// - Throws: What ``SignedNote/verify(with:)`` and ``init(text:)`` throw, and
  ///   ``ProofError/otherOrigin(_:)`` where the origin is not the key's name: a key speaks for one log.
  public init(_ note: SignedNote, signedBy key: NoteVerifierKey) throws(ProofError) {
    try note.verify(with: [key])
    try self.init(text: note.text)
    guard origin.isSameBytes(as: key.name) else { throw .otherOrigin(origin) }
  }

  /// - Throws: ``ProofError/otherOrigin(_:)`` where the origin is not the key's name, and what
  ///   ``SignedNote/init(text:signedBy:)`` throws.
  public func signed(by key: NoteSigningKey) throws(ProofError) -> SignedNote {
    guard origin.isSameBytes(as: key.verifierKey.name) else { throw .otherOrigin(origin) }
    return try SignedNote(text: text, signedBy: key)
  }
}
