import Testing

@testable import vgledger

@Suite("Changing one value in the text of a JSON5 file")
struct JSON5TextTests {
  @Test(
    "Comments and layout stay",
    arguments: [
      ("", ["timezone"], "\"UTC\"", "{\n  timezone: \"UTC\",\n}\n"),
      ("// mine\n", ["a"], "1", "// mine\n{\n  a: 1,\n}\n"),
      ("{}", ["a"], "1", "{\n  a: 1,\n}"),
      ("{ a: 1 }", ["a"], "2", "{ a: 2 }"),
      ("{ a: 1 }", ["b"], "2", "{ a: 1, b: 2 }"),
      ("{ a: 1, }", ["b"], "2", "{ a: 1, b: 2, }"),
      (
        "{\n  a: 1, // one\n  /* two */\n}\n", ["b"], "2",
        "{\n  a: 1, // one\n  /* two */\n  b: 2,\n}\n"
      ),
      ("{\n  a: 1 // one, {\n}\n", ["b"], "2", "{\n  a: 1, // one, {\n  b: 2,\n}\n"),
      (
        "{\n  \"a\": {\"x\": [1, {\"}\": 2}]}\n}", ["b"], "true",
        "{\n  \"a\": {\"x\": [1, {\"}\": 2}]},\n  \"b\": true\n}"
      ),
      (
        "{\n  poll: {min: '2s'},\n}", ["poll", "max"], "\"9s\"",
        "{\n  poll: {min: '2s', max: \"9s\"},\n}"
      ),
      ("{\n}\n", ["poll", "max"], "\"9s\"", "{\n  poll: { max: \"9s\" },\n}\n"),
      ("{a: {}}", ["a", "b"], "1", "{a: { b: 1 }}"),
      ("{'a.b': 'it\\'s', c: -.5e3}", ["a.b"], "\"x\"", "{'a.b': \"x\", c: -.5e3}"),
      (
        "{}", ["accounts", "my-gateway", "key_env"], "\"K\"",
        "{\n  accounts: { \"my-gateway\": { key_env: \"K\" } },\n}"
      ),
    ])
  func sets(before: String, path: [String], value: String, after: String) throws {
    var text = try JSON5Text(Array(before.utf8))
    try text.set(path, to: value)
    #expect(text.text == after)
  }

  @Test(
    "What it cannot find its way in is left alone",
    arguments: ["[]", "{a", "{a:", "{a: 'x", "/* no end", "{a: 1 b: 2}", "{a: {}", "{:1}"])
  func unreadable(before: String) {
    #expect(throws: JSON5Text.Unreadable.self) {
      var text = try JSON5Text(Array(before.utf8))
      try text.set(["z"], to: "1")
    }
  }
}
