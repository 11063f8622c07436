/// A file that proves to anybody who has the log's key that the log holds a record, without the log
/// (<https://c2sp.org/tlog-proof>).
///
/// Nothing in it counts before ``verify(with:)`` has returned.
public struct LogProof: Hashable, Sendable {
  /// Longer files are refused.
  public static let bytesMost = 64 << 20
  /// No tree of 64-bit size is higher.
  private static let hashesMost = 64
  private static let header = "c2sp.org/tlog-proof@v1"
  private static let extraPrefix = "extra "
  private static let indexPrefix = "index "

  /// The record's canonical bytes, of which the leaf hash is made; `nil` where the file has none.
  public let extra: [UInt8]?
  /// Which leaf, from 0: the sequence less 1.
  public let index: UInt64
  /// The hashes beside the way from the leaf to the root, the leaf's sibling first.
  public let hashes: [TreeHash]
  /// The signed checkpoint.
  public let note: SignedNote

  public init(extra: [UInt8]?, index: UInt64, hashes: [TreeHash], note: SignedNote) {
    self.extra = extra
    self.index = index
    self.hashes = hashes
    self.note = note
  }

  /// Reads a file; there is one way to write each.
  ///
  /// - Throws: ``ProofError/tooLong(bytesMost:)``, ``ProofError/notText``,
  ///   ``ProofError/malformed(line:)``.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    guard bytes.count <= Self.bytesMost else { throw .tooLong(bytesMost: Self.bytesMost) }
    var lines = NoteLines(bytes)
    guard try lines.next().isSameBytes(as: Self.header) else { throw .malformed(line: 1) }
    var line = try lines.next()
    extra = try Self.value(of: line, after: Self.extraPrefix).map { text throws(ProofError) in
      guard let bytes = [UInt8](base64: text) else { throw .malformed(line: 2) }
      return bytes
    }
    if extra != nil { line = try lines.next() }
    guard
      let index = Self.value(of: line, after: Self.indexPrefix).flatMap(UInt64.init(plainDecimal:))
    else { throw .malformed(line: lines.number - 1) }
    self.index = index
    var hashes: [TreeHash] = []
    line = try lines.next()
    while !line.isEmpty {
      guard hashes.count < Self.hashesMost, let hash = TreeHash(base64: line) else {
        throw .malformed(line: lines.number - 1)
      }
      hashes.append(hash)
      line = try lines.next()
    }
    self.hashes = hashes
    note = try SignedNote(lines.rest, firstLine: lines.number)
  }

  /// The proof as a file holds it.
  public var bytes: [UInt8] {
    var lines = [Self.header]
    if let extra { lines.append(Self.extraPrefix + extra.base64) }
    lines.append("\(Self.indexPrefix)\(index)")
    lines.append(contentsOf: hashes.map(\.base64))
    lines.append("")
    return lines.flatMap { Array("\($0)\n".utf8) } + note.bytes
  }

  /// Checks the signature, then that the record of ``extra`` is at its place in the signed tree.
  ///
  /// - Returns: The checkpoint that the log's key has signed.
  /// - Throws: What ``Checkpoint/init(_:signedBy:)`` throws, ``ProofError/noRecord``, and
  ///   ``ProofError/notIncluded``.
  @discardableResult
  public func verify(with key: NoteVerifierKey) throws(ProofError) -> Checkpoint {
    let checkpoint = try Checkpoint(note, signedBy: key)
    guard let extra else { throw .noRecord }
    let isIncluded = ProofChecking.isIncluded(
      hashes, leaf: .leaf(extra), index: index, size: checkpoint.size, root: checkpoint.root)
    guard isIncluded else { throw .notIncluded }
    return checkpoint
  }

  /// What follows the prefix; `nil` where the line does not begin with it.
  private static func value(of line: String, after prefix: String) -> String? {
    guard line.utf8.starts(with: prefix.utf8) else { return nil }
    return String(Substring(line.utf8.dropFirst(prefix.utf8.count)))
  }
}
