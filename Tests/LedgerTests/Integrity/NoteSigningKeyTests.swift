import Testing

@testable import Ledger

struct NoteSigningKeyTests {
  @Test("The private key of Go's documentation belongs to its verifier key")
  func known() throws {
    #expect(try NoteSamples.signer().verifierKey.text == NoteSamples.verifierKey)
  }

  @Test("Signatures are checked over every byte, by the key that made them")
  func signatures() throws {
    let key = try NoteSamples.signer()
    let other = try NoteSigningKey(name: "PeterNeumann", privateKey: Array(repeating: 7, count: 32))
    let signature = try key.signature(of: "a\n")
    #expect(signature.count == 64)
    #expect(key.verifierKey.isSignature(signature, of: "a\n"))
    #expect(!key.verifierKey.isSignature(signature, of: "b\n"))
    #expect(!key.verifierKey.isSignature(Array(signature.dropLast()), of: "a\n"))
    #expect(!other.verifierKey.isSignature(signature, of: "a\n"))
  }
}
