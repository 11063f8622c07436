import Testing

@testable import Providers

struct JSONWriterTests {
  @Test("Writes on one line, names in their order, numbers with their digits")
  func compact() {
    let json = JSON.members([
      ("b", .number("1.50")), ("a", .array([.null, .boolean(true), .array([]), .object([])])),
      ("c", .optional(String?.none)), ("d", .optional(7)), ("e", .optional(false)),
    ])
    #expect(json.compactText == #"{"b":1.50,"a":[null,true,[],{}],"c":null,"d":7,"e":false}"#)
  }

  @Test("Writes a member a line")
  func indented() {
    let json = JSON.members([("a", .array([.number("1"), .number("2")])), ("b", .object([]))])
    let lines = ["{", #"  "a": ["#, "    1,", "    2", "  ],", #"  "b": {}"#, "}"]
    #expect(json.indentedText == lines.joined(separator: "\n"))
  }

  @Test("Escapes what would leave the string, the line or the terminal")
  func escapes() {
    let text = "\"\\\n\r\t\0\u{1b}\u{7f}\u{9b}é😀/"
    #expect(
      JSON.string(text).compactText
        == #""\"\\\n\r\t\u0000\u001b\u007f\u009bé😀/""#)
  }

  @Test("What is written reads back as it was")
  func readsBack() {
    let seed: UInt64 = 11
    var random = SeededGenerator(state: seed)
    for round in 0..<500 {
      let scalars = (0..<8).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x11ff, using: &random))
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      let text = String(view)
      let json = JSON.array([.string(text), .members([(text, .number("1e3"))])])
      #expect(JSONReader.read(Array(json.compactText.utf8)) == json, "seed \(seed), round \(round)")
      #expect(
        JSONReader.read(Array(json.indentedText.utf8)) == json, "seed \(seed), round \(round)")
    }
  }
}
