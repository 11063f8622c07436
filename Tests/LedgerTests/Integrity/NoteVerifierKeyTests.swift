import Testing

@testable import Ledger

struct NoteVerifierKeyTests {
  @Test("The key of Go's documentation is read, and written the same")
  func known() throws {
    let key = try NoteVerifierKey(text: NoteSamples.verifierKey)
    #expect(key.name == "PeterNeumann")
    #expect(key.id == 0xc74f_20a3)
    #expect(
      key.publicKey.hexadecimal
        == "1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6")
    #expect(key.text == NoteSamples.verifierKey)
  }

  @Test("A part of a key, or a key with a letter changed, is refused")
  func mangled() {
    let letters = Array(NoteSamples.verifierKey)
    for start in 0...letters.count {
      for end in start...letters.count where end - start < letters.count {
        #expect(throws: ProofError.self) { try NoteVerifierKey(text: String(letters[start..<end])) }
      }
    }
    for place in letters.indices {
      var bytes = Array(NoteSamples.verifierKey.utf8)
      bytes[place] += 1
      #expect(throws: ProofError.self) {
        try NoteVerifierKey(text: String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  @Test(
    "Keys of another length, of another kind, and in another form are refused",
    arguments: [
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
      "", "+", "++", "a++", "a+00000000+",
    ])
  func otherForms(text: String) {
    #expect(throws: ProofError.malformedKey) { try NoteVerifierKey(text: text) }
  }

  @Test(
    "Names that cannot stand in a signature line are refused",
    arguments: ["", " ", "a b", "a+b", "a\nb", "a\u{0}", "a\u{a0}b", "a\u{2003}", "a\u{85}"])
  func names(name: String) {
    let bytes = [UInt8](repeating: 1, count: 32)
    #expect(throws: ProofError.invalidName(name)) {
      try NoteVerifierKey(name: name, publicKey: bytes)
    }
    #expect(throws: ProofError.invalidName(name)) { try NoteSamples.signer(name) }
  }

  @Test("Other than 32 bytes are no key", arguments: [0, 31, 33])
  func lengths(count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(throws: ProofError.malformedKey) {
      try NoteVerifierKey(name: "a", publicKey: bytes)
    }
    #expect(throws: ProofError.malformedKey) { try NoteSigningKey(name: "a", privateKey: bytes) }
  }
}
