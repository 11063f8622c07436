internal import Providers

/// The JSON Schema, draft 2020-12, of an answer: made of the same fields as its rows.
///
/// It describes the whole answer without `--fields`. Objects are left open, for additions keep the
/// schema's number.
struct JSONSchema {
  let schema: AnswerSchema

  /// The document that `vgledger schema NAME` prints.
  var document: JSON {
    .members([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string(schema.word)),
      ("description", .string(schema.title)),
      ("type", .string("object")),
      (
        "properties",
        .members([
          ("schema", .members([("const", .string(schema.word))])),
          ("meta", Self.reference("meta")),
          ("data", data),
          (
            "totals",
            schema.totals.isEmpty
              ? .members([("type", .string("null"))]) : Self.reference("totals")
          ),
        ])
      ),
      ("required", .array(["schema", "meta", "data", "totals"].map(JSON.string))),
      ("$defs", .members(definitions)),
    ])
  }

  private var data: JSON {
    switch schema.kind {
    case .single: Self.reference("row")
    case .list, .report:
      .members([("type", .string("array")), ("items", Self.reference("row"))])
    }
  }

  private var definitions: [(String, JSON)] {
    [
      ("meta", Self.object(AnswerMeta.fields)),
      ("row", Self.object(schema.fields)),
      (
        "line",
        .members([
          ("description", .string("A line of -o jsonl.")),
          ("$ref", .string("#/$defs/row")),
          ("properties", .members([("schema", .members([("const", .string(schema.word))]))])),
          ("required", .array([.string("schema")])),
        ])
      ),
      (
        "meta_line",
        .members([
          ("description", .string("The first line of -o jsonl --meta.")),
          ("type", .string("object")),
          (
            "properties",
            .members([
              ("schema", .members([("const", .string("vgledger.meta/1"))])),
              ("rows", .members([("const", .string(schema.word))])),
              ("meta", Self.reference("meta")),
            ])
          ),
          ("required", .array(["schema", "rows", "meta"].map(JSON.string))),
        ])
      ),
    ] + (schema.totals.isEmpty ? [] : [("totals", Self.object(schema.totals))])
  }

  private static func reference(_ name: String) -> JSON {
    .members([("$ref", .string("#/$defs/\(name)"))])
  }

  private static func object(_ fields: [Field]) -> JSON {
    .members(objectMembers(fields))
  }

  private static func objectMembers(_ fields: [Field]) -> [(String, JSON)] {
    [
      ("type", .string("object")),
      (
        "properties",
        .members(
          fields.map { field in
            (
              field.name,
              .members([("description", .string(field.meaning))] + members(field.shape))
            )
          })
      ),
      ("required", .array(fields.filter { !$0.isExtra }.map { .string($0.name) })),
    ]
  }

  /// What a schema says of a shape.
  private static func members(_ shape: Shape) -> [(String, JSON)] {
    switch shape {
    case .text: [("type", .string("string"))]
    case .whole: [("type", .string("integer"))]
    case .number: [("type", .string("number"))]
    case .truth: [("type", .string("boolean"))]
    case .moment:
      [
        ("type", .string("string")), ("format", .string("date-time")),
        (
          "pattern",
          .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$")
        ),
      ]
    case .decimal:
      [("type", .string("string")), ("pattern", .string("^-?[0-9]+(\\.[0-9]+)?$"))]
    case .word(let words): [("enum", .array(words.map(JSON.string)))]
    case .list(let element):
      [("type", .string("array")), ("items", .members(members(element)))]
    case .object(let fields): objectMembers(fields)
    case .map(let value):
      [("type", .string("object")), ("additionalProperties", .members(members(value)))]
    case .optional(let shape): optional(members(shape))
    case .anything: []
    }
  }

  /// The same, or `null`.
  private static func optional(_ members: [(String, JSON)]) -> [(String, JSON)] {
    members.map { name, value in
      switch (name, value) {
      case ("type", .string): (name, .array([value, .string("null")]))
      case ("enum", .array(let words)): (name, .array(words + [.null]))
      case (_, _): (name, value)
      }
    }
  }
}
