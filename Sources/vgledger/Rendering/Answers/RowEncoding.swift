internal import Providers

/// A format for rows: pure text for each part, so that a stream needs no memory.
protocol RowEncoding {
  /// What stands before the first row, also where there is none.
  func head() -> String

  /// One row; `place` counts from 0.
  func row(_ members: [(String, JSON)], at place: Int) -> String

  /// What stands after `count` rows.
  func end(totals: JSON, count: Int) -> String
}

/// One JSON object around all rows; the array is written as the rows come.
struct EnvelopeRows: RowEncoding {
  let schema: AnswerSchema
  let meta: JSON

  private var isSingle: Bool { schema.kind == .single }

  func head() -> String {
    let word = JSON.string(schema.word).compactText
    return "{\n  \"schema\": \(word),\n  \"meta\": \(meta.indentedText(depth: 1)),\n  \"data\": "
      + (isSingle ? "" : "[")
  }

  func row(_ members: [(String, JSON)], at place: Int) -> String {
    let object = JSON.members(members)
    if isSingle { return object.indentedText(depth: 1) }
    return (place == 0 ? "\n    " : ",\n    ") + object.indentedText(depth: 2)
  }

  func end(totals: JSON, count: Int) -> String {
    let close = isSingle ? (count == 0 ? "null" : "") : count == 0 ? "]" : "\n  ]"
    return close + ",\n  \"totals\": \(totals.indentedText(depth: 1))\n}\n"
  }
}

/// One JSON object a line.
struct LineRows: RowEncoding {
  let schema: AnswerSchema
  /// For a first line; `nil` for none.
  let meta: JSON?

  func head() -> String {
    guard let meta else { return "" }
    return JSON.members([
      ("schema", .string("vgledger.meta/1")), ("rows", .string(schema.word)), ("meta", meta),
    ]).compactText + "\n"
  }

  func row(_ members: [(String, JSON)], at place: Int) -> String {
    JSON.members([("schema", .string(schema.word))] + members).compactText + "\n"
  }

  func end(totals: JSON, count: Int) -> String { "" }
}

extension JSON {
  /// The value as the text of a cell: unknown is empty, lists and objects are JSON.
  var cellText: String {
    switch self {
    case .null: ""
    case .string(let text): text
    case .boolean, .number: compactText
    case .array(let elements): elements.isEmpty ? "" : compactText
    case .object(let members): members.isEmpty ? "" : compactText
    }
  }
}
