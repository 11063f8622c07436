internal import ArgumentParser
internal import Ledger
internal import Providers

/// `price diff`: prices that changed between two moments.
struct ComparePrices: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "diff", abstract: "Compare the prices of two days: new, changed, ended.")

  private static let earlierUsually = "1mo"
  private static let columns: [Table.Column] = [
    .init(name: "CHANGE"),
    .init(name: "MODEL", widthMost: 32),
    .init(name: "WHERE"),
    .init(name: "SIZE"),
    .init(name: "SOUND"),
    .init(name: "BEFORE", alignment: .right),
    .init(name: "AFTER", alignment: .right),
    .init(name: "BY", alignment: .right, rank: 2),
    .init(name: "SINCE", rank: 1),
  ]

  @Argument(help: "The earlier time; else a month ago.") var earlier: String?
  @Argument(help: "The later time; else now.") var later: String?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    let form = try context.form(.priceDiff)
    let (book, ledger) = try context.openPriceBook()
    let from = try context.moment(earlier ?? Self.earlierUsually, "the earlier time", in: ledger)
    let to = try later.map { try context.moment($0, "the later time", in: ledger) } ?? context.now
    guard from < to else {
      throw Failure(
        .usage, "\(from.rfc3339) is not before \(to.rfc3339); name the earlier time first")
    }
    var meta = try AnswerMeta(ledger, book)
    meta.window = (from, to)
    let writer = RowWriter(form, meta, context, columns: Self.columns)
    let changes = book.changes(from: from, to: to)
    for change in changes {
      guard let subject = (change.after ?? change.before)?.terms else { continue }
      try writer.add(members(change, subject), cells: cells(change, subject, context.style))
    }
    let span = "\(PriceCells.day(from)) and \(PriceCells.day(to))"
    try writer.end(
      foot: [
        context.style.paint("  \(changes.count) changes between \(span) · book \(book.name)", .dim)
      ], whenEmpty: "no price changed between \(span)")
  }

  private func members(_ change: PriceChange, _ subject: PriceTerms) -> [(String, JSON)] {
    let what = ["model", "scope", "account", "provider", "resolution", "audio", "batch"]
    return [("change", .string(change.kind.rawValue))]
      + PriceFields.terms(subject).filter { what.contains($0.0) }
      + side("before", change.before) + side("after", change.after) + [
        ("percent", .optional(number: change.tenthsOfPercent.map(Self.decimal))),
        ("since", JobFields.time(change.after?.terms.from)),
      ]
  }

  private func side(_ name: String, _ price: Price?) -> [(String, JSON)] {
    [
      ("\(name)_amount", .optional(price?.terms.amount.text)),
      ("\(name)_currency", .optional(price?.terms.currency.word)),
      ("\(name)_unit", .optional(price?.terms.unit.rawValue)),
      ("\(name)_id", .optional(price?.id.text)),
    ]
  }

  private func cells(
    _ change: PriceChange, _ subject: PriceTerms, _ style: Style
  ) -> [Table.Cell] {
    let none = style.isASCII ? "-" : "–"
    let percent = change.tenthsOfPercent.map { tenths in
      (tenths > 0 ? "+" : "") + Self.decimal(tenths) + " %"
    }
    return [.init(change.kind.rawValue)] + PriceCells.subject(subject) + [
      .init(change.before?.terms.text ?? none), .init(change.after?.terms.text ?? none),
      .init(percent ?? ""),
      .init(change.after.map { PriceCells.day($0.terms.from, style) } ?? none),
    ]
  }

  /// Tenths as a decimal number: `-33.3`.
  private static func decimal(_ tenths: Int64) -> String {
    let whole = "\(tenths.magnitude / 10)"
    let rest = tenths.magnitude % 10
    return (tenths < 0 ? "-" : "") + whole + (rest == 0 ? "" : ".\(rest)")
  }
}

extension JSON {
  /// A number in decimal digits, or null.
  static func optional(number: String?) -> Self { number.map(Self.number) ?? .null }
}
