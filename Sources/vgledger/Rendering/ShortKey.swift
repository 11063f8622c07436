internal import Ledger

/// A job's key as people read it: cut to what stands for the job alone, but not below seven
/// characters.
struct ShortKey: Equatable {
  static let lengthLeast = 7

  let whole: String
  /// How many characters name the job, as ``LedgerSnapshot/uniqueLength(of:)`` counts them.
  let uniqueLength: Int

  var text: String { String(whole.prefix(max(Self.lengthLeast, uniqueLength))) }

  /// A cell of a table, with what has to be typed underlined.
  var cell: Table.Cell { Table.Cell(text, underlined: uniqueLength) }
}

extension LedgerSnapshot {
  /// The key of a job of this ledger, cut to what stands for it alone.
  func shortKey(of job: Job) throws(LedgerError) -> ShortKey {
    ShortKey(whole: job.key.text, uniqueLength: try uniqueLength(of: job.key))
  }
}

extension Context {
  /// Whether an answer of that form shows keys in full: where nobody counts columns, or asked to.
  func hasWideIDs(_ form: AnswerForm) -> Bool {
    options.format.wideIds || form.format != .table
  }
}
