import Testing

@testable import Ledger

struct SignedNoteTests {
  private static let known = Array(NoteSamples.note.utf8)

  @Test("The note of Go's documentation is read, verified, and written the same")
  func known() throws {
    let key = try NoteVerifierKey(text: NoteSamples.verifierKey)
    let note = try SignedNote(Self.known)
    #expect(note.text == NoteSamples.text)
    #expect(note.signatures.map(\.name) == ["PeterNeumann"])
    #expect(note.signatures.map(\.keyID) == [0xc74f_20a3])
    #expect(try note.verify(with: [key]) == [key])
    #expect(note.bytes == Self.known)
  }

  #if os(Linux)  // Apple's Ed25519 puts random bytes in, and every signature is another one
  @Test("The note is signed as Go signs it")
  func signed() throws {
    let note = try SignedNote(text: NoteSamples.text, signedBy: try NoteSamples.signer())
    #expect(String(decoding: note.bytes, as: UTF8.self) == NoteSamples.note)
  }
  #endif

  @Test("No bit of a note can change")
  func everyBit() throws {
    let key = try NoteVerifierKey(text: NoteSamples.verifierKey)
    for bit in 0..<Self.known.count * 8 {
      var bytes = Self.known
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: ProofError.self) { try SignedNote(bytes).verify(with: [key]) }
    }
  }

  @Test("Signatures by unknown keys count for nothing, beside a good one and alone")
  func unknownKeys() throws {
    let key = try NoteSamples.signer()
    let sameName = try NoteSigningKey(
      name: "PeterNeumann", privateKey: Array(repeating: 7, count: 32))
    let sameKey = try NoteSamples.signer("Peter")
    let lines = try [sameName, sameKey, key].map { key in
      try SignedNote(text: NoteSamples.text, signedBy: key).signatures[0].line
    }
    let note = try SignedNote(Array("\(NoteSamples.text)\n\(lines.joined(separator: "\n"))\n".utf8))
    #expect(try note.verify(with: [key.verifierKey]) == [key.verifierKey])
    let all = [key, sameKey, sameName].map(\.verifierKey)
    #expect(try note.verify(with: all) == all.reversed())
    let stranger = try NoteSamples.signer("stranger").verifierKey
    #expect(throws: ProofError.unsigned) { try note.verify(with: [stranger]) }
    #expect(throws: ProofError.unsigned) { try note.verify(with: []) }
  }

  @Test("A wrong signature by a known key spoils the note, a good one beside it or not")
  func wrongSignature() throws {
    let key = try NoteSamples.signer()
    let wrong = try SignedNote(text: "other\n", signedBy: key).signatures[0].line
    for lines in ["\(wrong)\n", "\(NoteSamples.signature)\n\(wrong)\n"] {
      let note = try SignedNote(Array("\(NoteSamples.text)\n\(lines)".utf8))
      #expect(throws: ProofError.wrongSignature(name: "PeterNeumann")) {
        try note.verify(with: [key.verifierKey])
      }
    }
  }

  @Test("A text may have empty lines; the last one ends it")
  func emptyLines() throws {
    let key = try NoteSamples.signer()
    for text in ["\n", "a\n\n", "\n\na\n\nb\n\n\n", "— a b\n\n— c d\n"] {
      let note = try SignedNote(try SignedNote(text: text, signedBy: key).bytes)
      #expect(note.text == text)
      #expect(try note.verify(with: [key.verifierKey]) == [key.verifierKey])
    }
  }

  @Test(
    "Texts that no note can have are not signed", arguments: ["", "a", "a\r\n", "a\tb\n", "\0\n"])
  func unsignable(text: String) {
    #expect(throws: ProofError.notText) {
      try SignedNote(text: text, signedBy: try NoteSamples.signer())
    }
  }

  @Test(
    "What is no note says in which line",
    arguments: [
      ("", .malformed(line: 1)), ("a\n", .malformed(line: 1)), ("a\n\n", .malformed(line: 3)),
      ("a\n\n— n AAAABBBB", .malformed(line: 3)), ("a\n\n- n AAAABBBB\n", .malformed(line: 3)),
      ("a\n\n— n\n", .malformed(line: 3)), ("a\n\n— n \n", .malformed(line: 3)),
      ("a\n\n—  AAAABBBB\n", .malformed(line: 3)), ("a\n\n— n+ AAAABBBB\n", .malformed(line: 3)),
      ("a\n\n— n AAAABA==\n", .malformed(line: 3)), ("a\n\n— n AAAA\n", .malformed(line: 3)),
      ("a\n\n— n AAAABBBB \n", .malformed(line: 3)), ("a\n\n— n  AAAABBBB\n", .malformed(line: 3)),
      ("a\nb\n\n— n AAAABBBB\nx\n", .malformed(line: 5)), ("a\r\n\n— n AAAABBBB\n", .notText),
    ] as [(String, ProofError)])
  func malformed(text: String, error: ProofError) {
    #expect(throws: error) { try SignedNote(Array(text.utf8)) }
  }

  @Test("Bytes that are no UTF-8 are refused, in the text and below it")
  func notText() {
    let line = Array("\n\n— n AAAABBBB\n".utf8)
    #expect(throws: ProofError.notText) { try SignedNote([0xff] + line) }
    #expect(throws: ProofError.notText) { try SignedNote([0xc3] + line) }
    #expect(throws: ProofError.notText) {
      try SignedNote([0x61, 0x0a, 0x0a] + Array("— ".utf8) + [0xff] + Array(" AAAABBBB\n".utf8))
    }
  }

  @Test("Up to a hundred signatures and a million bytes are read, no more")
  func bounds() throws {
    func note(_ count: Int) -> [UInt8] {
      Array(("a\n\n" + String(repeating: "— n AAAABBBB\n", count: count)).utf8)
    }
    #expect(try SignedNote(note(100)).signatures.count == 100)
    #expect(throws: ProofError.malformed(line: 103)) { try SignedNote(note(101)) }
    let long = Array(repeating: UInt8(ascii: "a"), count: 1_000_000 - note(1).count + 1)
    #expect(try SignedNote(long + note(1).dropFirst()).bytes.count == 1_000_000)
    #expect(throws: ProofError.tooLong(bytesMost: 1_000_000)) {
      try SignedNote(long + note(1))
    }
  }

  @Test(
    "Whatever is done to a note, it is refused or read as it is", arguments: [1, 2] as [UInt64])
  func mutated(seed: UInt64) throws {
    print("mutated notes: seed \(seed)")
    let key = try NoteVerifierKey(text: NoteSamples.verifierKey)
    var mutation = Mutation(seed: seed)
    for _ in 0..<3000 {
      let bytes = mutation(Self.known)
      guard let note = try? SignedNote(bytes) else { continue }
      #expect(note.bytes == bytes)
      if (try? note.verify(with: [key])) != nil { #expect(note.text == NoteSamples.text) }
    }
  }
}
