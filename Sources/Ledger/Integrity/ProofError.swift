/// Why a note, a checkpoint, a key or a proof was not accepted.
public enum ProofError: Error, Hashable, Sendable {
  /// More bytes than such a file ever has.
  case tooLong(bytesMost: Int)
  /// Not UTF-8, or with control characters.
  case notText
  /// The line, counted from 1, is not what the format has there.
  case malformed(line: Int)
  /// The text is no key of a known kind, or its parts do not belong together.
  case malformedKey
  /// A key's name is empty, or has spaces, plus signs or control characters.
  case invalidName(String)
  /// None of the signatures is by a key that was given.
  case unsigned
  /// There is a signature by a key that was given, and it is not of this text.
  case wrongSignature(name: String)
  /// A checkpoint that the key has signed, about another log than its own.
  case otherOrigin(String)
  /// The proof holds no record.
  case noRecord
  /// The record is not in the tree of the checkpoint, not at that place, or the proof is wrong.
  case notIncluded
}
