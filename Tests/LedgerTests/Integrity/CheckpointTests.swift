import Testing

@testable import Ledger

struct CheckpointTests {
  /// The example of tlog-checkpoint.
  private static let example = """
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    """

  @Test("The example of the specification is read, and written the same")
  func example() throws {
    let checkpoint = try Checkpoint(text: Self.example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.root.base64 == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    #expect(checkpoint.extensions == [])
    #expect(checkpoint.text == Self.example)
  }

  @Test("Further lines are kept")
  func extensions() throws {
    let text = Self.example + "Timestamp: 1\né\n"
    let checkpoint = try Checkpoint(text: text)
    #expect(checkpoint.extensions == ["Timestamp: 1", "é"])
    #expect(checkpoint.text == text)
  }

  @Test(
    "What is no checkpoint says in which line",
    arguments: [
      ("", 1), ("a", 1), ("a\n", 2), ("a\n1\n", 3),
      ("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 1),
      ("a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 2),
      ("a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 2),
      ("a\n18446744073709551616\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 2),
      ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", 3), ("a\n1\nAAAA\n", 3),
      ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", 3),
      ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n", 4),
      ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nx\n\n", 5),
    ])
  func malformed(text: String, line: Int) {
    #expect(throws: ProofError.malformed(line: line)) { try Checkpoint(text: text) }
  }

  @Test("Lines that would break the form are not taken", arguments: ["", "a\nb", "a\tb"])
  func lines(text: String) {
    #expect(throws: ProofError.malformed(line: 1)) {
      try Checkpoint(origin: text, size: 0, root: .empty)
    }
    #expect(throws: ProofError.malformed(line: 5)) {
      try Checkpoint(origin: "a", size: 0, root: .empty, extensions: ["b", text])
    }
  }

  @Test("A checkpoint is signed and verified by the key of its log alone")
  func signed() throws {
    let key = try NoteSamples.signer("log.example/ledger")
    let other = try NoteSamples.signer("log.example/other")
    let checkpoint = try Checkpoint(origin: "log.example/ledger", size: 3, root: .leaf([]))
    let note = try checkpoint.signed(by: key)
    #expect(try Checkpoint(note, signedBy: key.verifierKey) == checkpoint)
    #expect(throws: ProofError.unsigned) { try Checkpoint(note, signedBy: other.verifierKey) }
    #expect(throws: ProofError.otherOrigin("log.example/ledger")) {
      try checkpoint.signed(by: other)
    }
    let foreign = try SignedNote(text: checkpoint.text, signedBy: other)
    #expect(throws: ProofError.otherOrigin("log.example/ledger")) {
      try Checkpoint(foreign, signedBy: other.verifierKey)
    }
    let noCheckpoint = try SignedNote(text: "log.example/ledger\n", signedBy: key)
    #expect(throws: ProofError.malformed(line: 2)) {
      try Checkpoint(noCheckpoint, signedBy: key.verifierKey)
    }
  }
}
