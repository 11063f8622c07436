internal import FoundationEssentials
internal import Ledger

/// A checkpoint that was kept outside the ledger.
struct CheckpointFile {
  let path: String
  let note: SignedNote

  /// Reads a file, or all `*.checkpoint` files of a folder, in the order of their names.
  ///
  /// - Throws: A ``Failure`` for a file that cannot be read or holds no note, and for a folder
  ///   without any.
  static func all(at path: String) throws(Failure) -> [Self] {
    let files = FileManager.default
    var isFolder = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .noInput, "there is no file \(path.escaped); name a checkpoint, or a folder of them")
    }
    guard isFolder else { return [try Self(path: path)] }
    guard let names = try? files.contentsOfDirectory(atPath: path) else {
      throw Failure(.noInput, "cannot read the folder \(path.escaped)")
    }
    let checkpoints = names.filter { $0.hasSuffix(Self.suffix) }.sorted()
    guard !checkpoints.isEmpty else {
      throw Failure(.noInput, "there is no file named *\(Self.suffix) in \(path.escaped)")
    }
    var all: [Self] = []
    for name in checkpoints { all.append(try Self(path: path + "/" + name)) }
    return all
  }

  /// How the names of such files end.
  static let suffix = ".checkpoint"

  private init(path: String) throws(Failure) {
    self.path = path
    let bytes = try ProofFile.bytes(of: path, most: SignedNote.bytesMost)
    do throws(ProofError) {
      note = try SignedNote(bytes)
    } catch {
      throw Failure(error, path)
    }
  }
}

/// Reading files that hold proofs and keys.
enum ProofFile {
  /// - Throws: A ``Failure`` where there is none, or it is longer than such files are.
  static func bytes(of path: String, most: Int) throws(Failure) -> [UInt8] {
    guard let file = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "cannot read \(path.escaped)")
    }
    guard file.count <= most else {
      throw Failure(.badData, "\(path.escaped) is longer than such a file can be")
    }
    return Array(file)
  }

  /// A verifier key, written out or in a file.
  ///
  /// - Throws: A ``Failure`` for neither.
  static func key(_ word: String) throws(Failure) -> NoteVerifierKey {
    var text = word
    if FileManager.default.fileExists(atPath: word) {
      let bytes = try bytes(of: word, most: 4096)
      text = String(decoding: bytes, as: UTF8.self).firstLine.trimmed
    }
    do throws(ProofError) {
      return try NoteVerifierKey(text: text)
    } catch {
      throw Failure(
        .usage,
        "'\(word.escaped.clipped(to: 60))' is no verifier key; 'vgledger checkpoint --print-key' prints one"
      )
    }
  }
}

extension Failure {
  /// What is wrong with a note or proof of a file.
  init(_ error: ProofError, _ path: String) {
    let file = path.escaped
    switch error {
    case .tooLong:
      self.init(.badData, "\(file) is longer than such a file can be; is it the right one?")
    case .notText: self.init(.badData, "\(file) is not text; is it the right one?")
    case .malformed(let line):
      self.init(
        .badData,
        "line \(line) of \(file) is not what a checkpoint or proof has there; have it written again"
      )
    case .malformedKey, .invalidName:
      self.init(.badData, "\(file) names a key that is none; have it written again")
    case .unsigned:
      self.init(.verifyUnsigned, "\(file) is not signed with that key")
    case .wrongSignature(let name):
      self.init(.verifyUnsigned, "the signature of \(name.escaped) in \(file) does not hold")
    case .otherOrigin(let origin):
      self.init(.verifyUnsigned, "\(file) is about another log, \(origin.escaped)")
    case .noRecord:
      self.init(.badData, "\(file) holds no record, so it proves none; have it written again")
    case .notIncluded:
      self.init(
        .verifyDiffers, "\(file) proves nothing: its record is not at that place of the signed log")
    }
  }
}
