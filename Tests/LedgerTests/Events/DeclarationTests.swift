import Testing

@testable import Ledger

struct DeclarationTests {
  @Test("A prompt is kept as the policy says")
  func policies() {
    let full = PromptRecord("é\u{1F98A}", policy: .full)
    #expect(full?.text == "é\u{1F98A}")
    #expect(full?.characters == 2)
    #expect(
      full?.sha256?.hexadecimal
        == "fedf7be461cedb11a66f4e8e8765a724a84ba67bca922c47d5d09443d4fbe4ef")
    #expect(
      PromptRecord("é\u{1F98A}", policy: .hash)
        == PromptRecord(text: nil, sha256: full?.sha256, characters: 2))
    #expect(PromptRecord("é\u{1F98A}", policy: .off) == nil)
    #expect(PromptRecord("", policy: .full)?.characters == 0)
  }

  @Test(
    "A label is a name, an equals sign and a value",
    arguments: [
      ("a=b", "a", "b"), ("a=", "a", ""), ("a=b=c", "a", "b=c"), (" a = b ", " a ", " b "),
    ])
  func labels(text: String, name: String, value: String) {
    #expect(Label(text: text) == Label(name: name, value: value))
    #expect(Label(text: text)?.text == text)
  }

  @Test("Text without a name or an equals sign is no label", arguments: ["", "a", "=", "=b"])
  func noLabels(text: String) {
    #expect(Label(text: text) == nil)
  }
}
