internal import Ledger
internal import Providers

/// What a command that changes something says it did: rows, in the format that was asked for.
struct Report {
  struct Row {
    /// The line for people.
    let text: String
    let members: [(String, JSON)]
  }

  /// The command's name, which names the schema too.
  let name: String
  var rows: [Row] = []

  mutating func add(_ text: String, _ members: [(String, JSON)]) {
    rows.append(Row(text: text, members: members))
  }

  /// Prints the rows.
  ///
  /// `ledger`: for the place in the log that the answer knows of; `nil` where there is
  /// no ledger.
  func print(_ context: Context, _ ledger: Ledger?) throws {
    let snapshot = try ledger?.snapshot()
    let envelope = Envelope(
      name: name, context: context, head: try snapshot?.head() ?? LogSequence(rawValue: 0),
      origin: try snapshot?.creation()?.origin)
    switch context.reportFormat {
    case .table: for row in rows { try context.output.line(row.text) }
    case .json:
      try context.output.write(envelope.text(.array(rows.map { .members($0.members) })))
    case .jsonl: for row in rows { try context.output.write(envelope.line(row.members)) }
    case .tsv:
      if let first = rows.first { try context.output.write(TabSeparated.header(first.members)) }
      for row in rows { try context.output.write(TabSeparated.row(row.members)) }
    }
  }
}

extension Appended {
  /// `appended`, `already_there`, `conflict`.
  var word: String {
    switch self {
    case .appended: "appended"
    case .alreadyThere: "already_there"
    case .conflict: "conflict"
    }
  }
}
