internal import Ledger
internal import Providers

/// What an answer rests on: the `meta` of its JSON, known before the first row is written.
struct AnswerMeta {
  /// The newest event that the answer knows of.
  var head = LogSequence(rawValue: 0)
  var origin: String?
  /// The place of `--as-of`; `nil` for the newest.
  var asOf: LogSequence?
  /// The window of time that was asked about, resolved: from included, until not.
  var window: (from: Moment?, until: Moment?)?
  /// Which time the window tests: `submitted`, `finished` or `observed`.
  var clock: String?
  /// The filter terms in their normal form.
  var filter: String?
  /// The price book that costs rest on; naming it costs a hash of every row.
  var priceBook: PriceBook?
  var warnings: [String] = []

  /// The meta of an answer about no ledger.
  init() {}

  /// The meta of an answer from this moment of a ledger.
  init(_ snapshot: borrowing LedgerSnapshot) throws(LedgerError) {
    head = try snapshot.head()
    origin = try snapshot.creation()?.origin
  }

  /// Takes what was asked about.
  mutating func take(_ question: Question) {
    window = (question.filter.window.from, question.filter.window.until)
    clock = question.clock.rawValue
    filter = Filter(terms: question.filter.terms).text
  }

  /// The same from what a ledger is now; `nil` for none.
  init(_ ledger: Ledger?) throws(LedgerError) {
    if let ledger { self = try Self(ledger.snapshot()) }
  }

  /// The members that ``fields`` describe.
  func json(_ context: Context) -> JSON {
    .members([
      ("tool", .string("vgledger")),
      ("version", .string(Version.number)),
      ("argv", .array(CommandLine.arguments.dropFirst().map(JSON.string))),
      ("ledger", .string(context.folder)),
      ("origin", .optional(origin)),
      ("seq", .number(String(head.rawValue))),
      ("asOf", .optional(asOf?.rawValue)),
      ("now", .string(context.now.rfc3339)),
      ("window", windowJSON),
      ("clock", .optional(clock)),
      ("filter", .optional(filter)),
      ("tz", .string(context.zoneName)),
      ("priceBook", .optional(priceBook?.name)),
      ("warnings", .array(warnings.map(JSON.string))),
    ])
  }

  private var windowJSON: JSON {
    guard let window else { return .null }
    return .members([
      ("from", JobFields.time(window.from)), ("until", JobFields.time(window.until)),
    ])
  }
}
