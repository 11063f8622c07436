internal import Ledger
internal import Providers

/// Writes an answer row by row, in the format that was asked for.
///
/// JSON, JSON Lines, CSV, TSV and Markdown take the same memory whatever the number of rows. A
/// reader of a pipe gets the first row at once. An aligned table is held until ``end``, for its
/// widths need every row. A writer that is let go before its end writes out the rows that it has.
final class RowWriter {
  let form: AnswerForm
  private let context: Context
  private let stream: AnswerStream
  private let columns: [Table.Column]
  private let encoding: (any RowEncoding)?
  private var table: Table
  private var count = 0
  private var hasHead = false
  /// Where the fields stood in the newest row: rows of a command are alike.
  private var places: [Int] = []
  private let times: TimeDisplay

  /// `columns`: those of the aligned table, for people.
  ///
  /// `destination`: where an export goes; it is not finished here.
  init(
    _ form: AnswerForm, _ meta: AnswerMeta, _ context: Context, columns: [Table.Column] = [],
    to destination: ExportDestination? = nil
  ) {
    self.form = form
    self.context = context
    self.columns = columns
    stream = AnswerStream(context, mayPage: true, to: destination)
    times = context.times(.utc)
    table = Table(
      form.isChosen || columns.isEmpty ? form.fields.map(Self.column) : columns,
      isWide: form.format == .wide, hasHeader: !context.options.format.noHeader)
    encoding = Self.encoding(
      form, meta, context, columns,
      isForTerminal: destination?.isStandardOutput != false && context.style.isTerminal)
  }

  /// Whether people read cells and lines, not fields.
  var isForPeople: Bool { form.format.isForPeople && !form.isChosen }

  /// Adds a row.
  ///
  /// `members`: its fields, in any order; made only for formats that need them.
  ///
  /// `cells`: one a column, for people; made only then.
  func add(
    _ members: @autoclosure () -> [(String, JSON)], cells: @autoclosure () -> [Table.Cell]
  ) throws(Failure) {
    if isForPeople, !columns.isEmpty {
      let cells = cells()
      guard let encoding else { return table.add(cells) }
      return try write(
        encoding.row(
          zip(columns, cells).filter { !$0.0.isWideOnly && !$0.0.name.isEmpty }
            .map { ($0.0.name, .string($0.1.text)) }, at: count))
    }
    let chosen = chosen(members())
    guard let encoding else {
      let unknown = context.style.isASCII ? "-" : "·"
      return table.add(chosen.map { Table.Cell($0.1 == .null ? unknown : $0.1.cellText) })
    }
    try write(encoding.row(chosen, at: count))
  }

  /// Adds a row that people read as lines, not as cells.
  func add(
    _ members: @autoclosure () -> [(String, JSON)], lines: @autoclosure () -> [String]
  ) throws(Failure) {
    guard isForPeople, encoding == nil else { return try add(members(), cells: []) }
    for line in lines() { try stream.write(line + "\n") }
    count += 1
  }

  /// Ends the answer, and waits for the pager where one runs.
  ///
  /// `totals`: for JSON.
  ///
  /// `head`, `foot`: lines over and under the table, for people.
  ///
  /// `whenEmpty`: what standard error says when an aligned table has no row.
  func end(
    totals: [(String, JSON)]? = nil, head: @autoclosure () -> [String] = [],
    foot: @autoclosure () -> [String] = [],
    whenEmpty: @autoclosure () -> String? = nil
  ) throws(Failure) {
    if let encoding {
      try writeHead(encoding)
      try stream.write(
        encoding.end(totals: totals.map(JSON.members) ?? .null, count: count))
    } else if count == 0, table.rows.isEmpty {
      if let note = whenEmpty() { context.output.note(note) }
    } else {
      if !table.rows.isEmpty {
        if !form.isChosen {
          try writeLines(head())
        }
        for line in table.lines(context.style) { try stream.write(line + "\n") }
      }
      if !form.isChosen {
        try writeLines(foot())
      }
    }
    try stream.end()
  }

  /// Makes everything visible now: before a wait for what comes next.
  func flush() throws(Failure) { try stream.flush() }

  /// Lines for people, in the width of the terminal.
  private func writeLines(_ lines: [String]) throws(Failure) {
    for line in lines.flatMap({ TextLayout.facts($0, width: context.style.width) }) {
      try stream.write(context.style.signs(line) + "\n")
    }
  }

  private func write(_ text: String) throws(Failure) {
    if let encoding { try writeHead(encoding) }
    try stream.write(text)
    count += 1
    if count == 1 { try stream.flushToPipe() }
  }

  private func writeHead(_ encoding: any RowEncoding) throws(Failure) {
    guard !hasHead else { return }
    hasHead = true
    try stream.write(encoding.head())
  }

  // MARK: Fields

  /// The fields asked for, out of a row; a field that the row does not have is unknown.
  private func chosen(_ members: [(String, JSON)]) -> [(String, JSON)] {
    // JSON without `--fields` holds whatever the row has.
    if !form.isChosen, form.format.isJSON { return members }
    if places.count != form.fields.count { places = form.fields.map { _ in -1 } }
    return form.fields.enumerated().map { index, field in
      let place = place(of: field.name, members, guess: places[index])
      places[index] = place
      let value = place < 0 ? JSON.null : members[place].1
      return (field.name, form.format.isJSON ? value : times.shown(value, field.shape))
    }
  }

  private func place(of name: String, _ members: [(String, JSON)], guess: Int) -> Int {
    if members.indices.contains(guess), members[guess].0 == name { return guess }
    return members.firstIndex { $0.0 == name } ?? -1
  }

  private static func column(_ field: Field) -> Table.Column {
    Table.Column(
      name: field.name.uppercased(), alignment: field.shape.isNumeric ? .right : .left)
  }

  private static func encoding(
    _ form: AnswerForm, _ meta: AnswerMeta, _ context: Context, _ columns: [Table.Column],
    isForTerminal: Bool
  ) -> (any RowEncoding)? {
    let options = context.options.format
    let fields = form.fields.map(\.name)
    switch form.format {
    case .table, .wide: return nil
    case .json: return EnvelopeRows(schema: form.schema, meta: meta.json(context))
    case .jsonl:
      return LineRows(schema: form.schema, meta: options.meta ? meta.json(context) : nil)
    case .csv:
      return CommaSeparatedRows(
        fields: fields, hasHeader: !options.noHeader, isSafe: options.csvSafe,
        isForTerminal: isForTerminal)
    case .tsv: return TabSeparatedRows(fields: fields, hasHeader: !options.noHeader)
    case .md:
      let shown = columns.filter { !$0.isWideOnly && !$0.name.isEmpty }
      return form.isChosen || columns.isEmpty
        ? MarkdownRows(fields: fields, areNumeric: form.fields.map(\.shape.isNumeric))
        : MarkdownRows(fields: shown.map(\.name), areNumeric: shown.map { $0.alignment == .right })
    }
  }
}

extension Context {
  /// How moments are shown: as `--time` says, else as is `usual` here.
  func times(_ usual: TimeChoice) -> TimeDisplay {
    TimeDisplay(choice: options.format.time, usual: usual, now: now)
  }
}
