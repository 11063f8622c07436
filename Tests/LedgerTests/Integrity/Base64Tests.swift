import Testing

@testable import Ledger

struct Base64Tests {
  @Test(
    "The examples of RFC 4648, section 10, both ways",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func examples(plain: String, text: String) {
    #expect(Array(plain.utf8).base64 == text)
    #expect([UInt8](base64: text) == Array(plain.utf8))
  }

  @Test(
    "Another way to write the same bytes is refused",
    arguments: [
      "Zh==", "Zm9=", "Zg", "Zg=", "Zg===", "Zg== ", " Zg==", "Zm9v\n", "Zm\n9v", "Zm9v=", "=",
      "_-8=",
      "Zg==Zg==", "é", "Zm9\u{0}",
    ])
  func refuses(text: String) {
    #expect([UInt8](base64: text) == nil)
  }
}
