internal import Ledger
internal import Providers

/// The object around every JSON answer.
struct Envelope {
  let name: String
  let context: Context
  /// The newest event that the answer knows of.
  let head: LogSequence
  let origin: String?
  /// What was asked about, where the command takes filters.
  var question: Question?

  /// `vgledger.list/1`; additive changes keep the number.
  var schema: String { "vgledger.\(name)/1" }

  private var meta: JSON {
    .members([
      ("tool", .string(Version.tool)),
      ("argv", .array(CommandLine.arguments.dropFirst().map(JSON.string))),
      ("ledger", .string(context.folder)),
      ("origin", .optional(origin)),
      ("seq", .number(String(head.rawValue))),
      ("asOf", .null),
      ("now", .string(context.now.rfc3339)),
      ("window", question?.window ?? .null),
      ("clock", question?.clockWord ?? .null),
      ("filter", question?.terms ?? .null),
      ("tz", .optional(context.options.tz)),
      ("priceBook", .null),
      ("warnings", .array([])),
    ])
  }

  /// One object: schema, meta, data, totals.
  func text(_ data: JSON, totals: JSON = .null) -> String {
    JSON.members([
      ("schema", .string(schema)), ("meta", meta), ("data", data), ("totals", totals),
    ]).indentedText + "\n"
  }

  /// One row a line, each with its schema.
  func line(_ members: [(String, JSON)]) -> String {
    JSON.members([("schema", .string(schema))] + members).compactText + "\n"
  }
}
