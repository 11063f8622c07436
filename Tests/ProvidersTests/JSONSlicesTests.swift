import Testing

@testable import Providers

@Suite("Slices of JSON")
struct JSONSlicesTests {
  private func text(_ slice: ArraySlice<UInt8>?) -> String? {
    slice.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "An array's elements are found byte for byte",
    arguments: [
      ("[]", []), (" [ 1 ] ", ["1"]),
      (#"[{"a": [1,2]} , "x,]" ,null]"#, [#"{"a": [1,2]}"#, #""x,]""#, "null"]),
      (#"["a\"]", []]"#, [#""a\"]""#, "[]"]), (#"{"a":1}"#, []),
    ])
  func elements(json: String, expected: [String]) {
    #expect(JSONSlices.elements(Array(json.utf8)[...]).map { text($0) } == expected)
  }

  @Test(
    "A member's value is found by its name, escaped or not, and the last one counts",
    arguments: [
      (#"{"a": 1, "b" : {"a": 2} }"#, "b", #"{"a": 2}"#), (#"{"a":1,"a":2}"#, "a", "2"),
      (#"{"\u0061":3}"#, "a", "3"), (#"{"":4}"#, "", "4"), (#"{"b":{"a":1}}"#, "a", nil),
      ("[1]", "a", nil), ("{}", "a", nil),
    ])
  func members(json: String, name: String, expected: String?) {
    #expect(text(JSONSlices.value(name, in: Array(json.utf8)[...])) == expected)
  }

  @Test("Text that is no JSON, cut anywhere, gives slices within its bounds")
  func hostile() {
    let text = Array(#"{"a":[{"b":"c\"d"},[1,2],"e"],"f":{"g":null}}"#.utf8)
    for end in text.indices {
      _ = JSONSlices.value("f", in: text[..<end])
      _ = JSONSlices.elements(text[..<end])
    }
  }
}
