import Providers
import Testing

@Suite("the validator of JSON Schema")
struct SchemaValidatorTests {
  /// A schema, values that fit it, and values that do not.
  struct Rule: CustomTestStringConvertible, Sendable {
    let schema: String
    let fits: [String]
    let breaks: [String]

    var testDescription: String { schema }
  }

  private static func json(_ text: String) throws -> JSON {
    try #require(JSONReader.read(Array(text.utf8)), "\(text) is no JSON")
  }

  @Test(
    "Each keyword means what draft 2020-12 says",
    arguments: [
      Rule(schema: #"{"type":"string"}"#, fits: [#""""#], breaks: ["1", "null", "[]"]),
      Rule(
        schema: #"{"type":"integer"}"#, fits: ["1", "-3", "1.0", "1e3"],
        breaks: ["1.5", #""1""#, "true"]),
      Rule(schema: #"{"type":"number"}"#, fits: ["1", "0.5"], breaks: [#""1""#, "null"]),
      Rule(schema: #"{"type":"boolean"}"#, fits: ["true", "false"], breaks: ["0", "null"]),
      Rule(schema: #"{"type":["object","null"]}"#, fits: ["{}", "null"], breaks: ["[]"]),
      Rule(
        schema: #"{"type":"array","items":{"type":"null"}}"#, fits: ["[]", "[null]"],
        breaks: ["[1]"]),
      Rule(
        schema: #"{"properties":{"a":{"type":"null"}}}"#, fits: ["{}", #"{"a":null,"b":1}"#, "1"],
        breaks: [#"{"a":1}"#]),
      Rule(
        schema: #"{"required":["a"]}"#, fits: [#"{"a":null}"#, "[]"], breaks: ["{}", #"{"b":1}"#]),
      Rule(
        schema: #"{"properties":{"a":true},"additionalProperties":{"type":"string"}}"#,
        fits: [#"{"a":1,"b":"x"}"#], breaks: [#"{"b":1}"#]),
      Rule(
        schema: #"{"properties":{"a":true},"additionalProperties":false}"#, fits: [#"{"a":1}"#],
        breaks: [#"{"b":1}"#]),
      Rule(
        schema: #"{"enum":["a",null,1]}"#, fits: [#""a""#, "null", "1.0"], breaks: [#""b""#, "2"]),
      Rule(
        schema: #"{"const":{"a":1,"b":[2]}}"#, fits: [#"{"b":[2],"a":1}"#],
        breaks: [#"{"a":1}"#, #"{"a":1,"b":[3]}"#]),
      Rule(schema: #"{"pattern":"^a+$"}"#, fits: [#""aa""#, "1"], breaks: [#""ab""#, #""""#]),
      Rule(schema: #"{"pattern":"b"}"#, fits: [#""abc""#], breaks: [#""ac""#]),
      Rule(
        schema: #"{"anyOf":[{"type":"null"},{"type":"integer"}]}"#, fits: ["null", "2"],
        breaks: [#""x""#]),
      Rule(
        schema: ##"{"$ref":"#/$defs/a","required":["b"],"$defs":{"a":{"required":["a"]}}}"##,
        fits: [#"{"a":1,"b":2}"#], breaks: [#"{"a":1}"#, #"{"b":1}"#]),
      Rule(schema: ##"{"$ref":"#/$defs/none"}"##, fits: [], breaks: ["1"]),
      Rule(schema: #"{"minimum":1}"#, fits: [], breaks: ["2"]),
      Rule(schema: "true", fits: ["1"], breaks: []),
      Rule(schema: "false", fits: [], breaks: ["1"]),
    ])
  func keywords(rule: Rule) throws {
    let validator = SchemaValidator(root: try Self.json(rule.schema))
    for text in rule.fits {
      #expect(validator.problems(try Self.json(text)) == [], "\(text)")
    }
    for text in rule.breaks {
      #expect(validator.problems(try Self.json(text)) != [], "\(text)")
    }
  }

  @Test("A closed reading finds what nothing describes, at every depth")
  func closed() throws {
    let schema = try Self.json(
      #"{"properties":{"a":{"type":"array","items":{"properties":{"b":true}}}}}"#)
    let value = try Self.json(#"{"a":[{"b":1},{"c":1}],"d":1}"#)
    #expect(SchemaValidator(root: schema).problems(value) == [])
    #expect(
      SchemaValidator(root: schema, isClosed: true).problems(value) == [
        "$.a[1]: nothing describes c", "$: nothing describes d",
      ])
  }
}
