/// What a command's answers hold: the one source of headers, of `--fields`, and of the JSON Schema.
struct AnswerSchema: Sendable {
  enum Kind: Sendable {
    /// Many rows: tab separated in a pipe, with a limit on a terminal.
    case list
    /// Rows about one thing: the same layout in a pipe.
    case report
    /// One object; `data` is no array.
    case single
  }

  let name: String
  /// Additive changes keep the number.
  var version = 1
  /// What the answer is, in one sentence.
  let title: String
  let kind: Kind
  let fields: [Field]
  /// What `totals` holds; empty where it is `null`.
  var totals: [Field] = []

  /// The value of `schema` in JSON, such as `vgledger.list/1`.
  var word: String { "vgledger.\(name)/\(version)" }
}
