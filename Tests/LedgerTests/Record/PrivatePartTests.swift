import Crypto
import Testing

@testable import Ledger

struct PrivatePartTests {
  @Test("The commitment is SHA-256 over salt and content, and outlives them")
  func commitment() {
    let salt = [UInt8](repeating: 3, count: 16)
    let part = PrivatePart(tag: .note, salt: salt, bytes: Array("words".utf8))
    #expect(part.commitment == Array(SHA256.hash(data: salt + Array("words".utf8))))
    #expect(part.text == "words")
    let redacted = PrivatePart(tag: .note, redacted: part.commitment)
    #expect(redacted.commitment == part.commitment)
    #expect(redacted.bytes == nil)
    #expect(redacted.text == nil)
  }
}
