/// How an answer is to be written: what it holds, its format, and the fields asked for.
struct AnswerForm: Sendable {
  let schema: AnswerSchema
  let format: OutputFormat
  /// The fields asked for, or all that every row has.
  let fields: [Field]
  /// Whether `--fields` chose them.
  let isChosen: Bool
}

extension Context {
  /// Settles how the answer will be written, before any work begins.
  ///
  /// `--fields help` is answered here: it prints the fields and ends the command with success.
  ///
  /// - Throws: A usage failure for a field that does not exist.
  func form(_ schema: AnswerSchema) throws(Failure) -> AnswerForm {
    let selection = FieldSelection(options.format.fields)
    if selection == .help {
      try output.write(FieldSelection.help(schema))
      throw Failure(.success, "")
    }
    let format =
      switch schema.kind {
      case .list: listFormat
      case .report, .single: reportFormat
      }
    return AnswerForm(
      schema: schema, format: format, fields: try selection.fields(of: schema),
      isChosen: selection != .all)
  }

  /// Settles how an export writes rows of fields, for programs: all of them, unless `--fields`
  /// chooses.
  ///
  /// - Throws: A usage failure for a field that does not exist.
  func form(_ schema: AnswerSchema, exportedAs format: OutputFormat) throws(Failure) -> AnswerForm {
    let asked = try form(schema)
    // Markdown has columns for people, unless fields are chosen.
    return AnswerForm(
      schema: schema, format: format, fields: asked.fields,
      isChosen: asked.isChosen || format == .md)
  }

  /// How many rows are wanted: what `--limit` says, else `onTerminal` for an aligned table on a
  /// terminal, else all.
  func limit(_ form: AnswerForm, onTerminal: Int = 50) -> Int {
    options.format.limit ?? (style.isTerminal && form.format.isAligned ? onTerminal : Int.max)
  }
}
