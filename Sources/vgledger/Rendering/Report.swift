internal import Ledger
internal import Providers

/// What a command that changes something says it did: rows, in the format that was asked for.
struct Report {
  struct Row {
    /// The lines for people.
    let lines: [String]
    let members: [(String, JSON)]
  }

  private let form: AnswerForm
  private let context: Context
  private var rows: [Row] = []
  /// For JSON.
  var totals: [(String, JSON)]?
  /// Lines before and after the rows, for people.
  var head: [String] = []
  var foot: [String] = []
  /// What standard error says where people get no row.
  var whenEmpty: String?

  /// A report without rows; made before the work, so that a wrong `--fields` stops it in time.
  init(_ schema: AnswerSchema, _ context: Context) throws(Failure) {
    form = try context.form(schema)
    self.context = context
  }

  mutating func add(_ text: String, _ members: [(String, JSON)]) {
    rows.append(Row(lines: [text], members: members))
  }

  /// Prints the rows.
  ///
  /// `ledger`: for the place in the log that the answer knows of; `nil` where there is
  /// no ledger.
  func print(_ ledger: Ledger?) throws {
    let meta = meta(ledger)
    let writer = RowWriter(form, meta, context)
    for (place, row) in rows.enumerated() {
      try writer.add(row.members, lines: (place == 0 ? head : []) + row.lines)
    }
    try writer.end(totals: totals, foot: foot, whenEmpty: whenEmpty)
  }

  /// What is told of the answer.
  ///
  /// A head or an origin that cannot be read undoes nothing of what was done, so it is told beside it.
  private func meta(_ ledger: Ledger?) -> AnswerMeta {
    do throws(LedgerError) {
      return try AnswerMeta(ledger)
    } catch {
      let why = Failure(error).message
      context.output.note(why)
      var meta = AnswerMeta()
      meta.warnings = [why]
      return meta
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
