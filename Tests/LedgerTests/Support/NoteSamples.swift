@testable import Ledger

/// The keys and the note of the documentation of `golang.org/x/mod/sumdb/note`, and proofs that are
/// signed with the same key.
enum NoteSamples {
  static let verifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  /// After `PRIVATE+KEY+PeterNeumann+c74f20a3+`.
  static let signingKey = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let text = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
  static let signature = """
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
    """
  static let note = "\(text)\n\(signature)\n"

  /// The private key, under any name.
  static func signer(_ name: String = "PeterNeumann") throws -> NoteSigningKey {
    let bytes = [UInt8](base64: signingKey) ?? []
    return try NoteSigningKey(name: name, privateKey: Array(bytes.dropFirst()))
  }

  /// A proof that a log of eleven records has the record with that index.
  static func proof(index: Int, size: Int = 11) throws -> LogProof {
    let records = (0..<size).map { Array("record \($0)".utf8) }
    let tree = NaiveTree(leaves: records.map(TreeHash.leaf))
    let key = try signer("log.example/ledger")
    let checkpoint = try Checkpoint(
      origin: key.verifierKey.name, size: UInt64(size), root: tree.root(size))
    let hashes = tree.reader(size).inclusionProof(of: UInt64(index), inFirst: UInt64(size))
    return LogProof(
      extra: records[index], index: UInt64(index), hashes: hashes ?? [],
      note: try checkpoint.signed(by: key))
  }
}

/// What becomes of a file that somebody or something has changed.
struct Mutation {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Up to four changes: bits, bytes, pieces taken away, doubled or moved.
  mutating func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...40, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0 where place < bytes.count:
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4:
        bytes.insert(
          Array("\n =+\u{2014}09\0".utf8).randomElement(using: &generator) ?? 0, at: place)
      case _: bytes = Array(bytes.prefix(place))
      }
    }
    return bytes
  }
}
