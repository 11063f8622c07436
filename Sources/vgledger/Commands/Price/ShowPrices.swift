internal import ArgumentParser
internal import Ledger
internal import Providers

/// `price show`.
struct ShowPrices: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "show", abstract: "Tell which price of a model wins where, and its source.")

  private static let columns: [Table.Column] =
    [.init(name: "STANDING")] + PriceCells.columns.filter { $0.name != "BY" }

  @Argument(help: "The model, as jobs name it.") var model: String
  @Option(help: ArgumentHelp("As it was or will be then; else now.", valueName: "time"))
  var at: String?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.priceShow)
    let (book, ledger) = try context.openPriceBook()
    let moment = try at.map { try context.moment($0, "--at", in: ledger) } ?? context.now
    let rows = book.standings(of: model, at: moment).inOrderOfStanding
    let writer = RowWriter(form, try AnswerMeta(ledger, book), context, columns: Self.columns)
    for row in rows { try writer.add(members(row), cells: cells(row, context.style)) }
    let winning = rows.filter { $0.standing == .wins }.map(\.price)
    if winning.isEmpty, !rows.isEmpty {
      context.output.note(
        "no price of \(model.escaped) holds at \(PriceCells.day(moment)); what it costs then is '?'"
      )
    }
    try writer.end(
      foot: winning.map {
        "  \($0.id.text)  \("\(PriceCells.origin($0)): \($0.terms.source)".escaped)"
      }, whenEmpty: whenEmpty(book))
  }

  private func members(_ row: PriceStanding) -> [(String, JSON)] {
    PriceFields.members(row.price, order: row.order) + [
      ("standing", .string(row.standing.word)),
      ("overridden_by", .optional(row.standing.overriding?.text)),
    ]
  }

  private func cells(_ row: PriceStanding, _ style: Style) -> [Table.Cell] {
    let by = row.standing.overriding.map { " by \($0.text)" } ?? ""
    let cells = [Table.Cell(row.standing.word + by)] + PriceCells.cells(row.price, style).dropLast()
    return row.standing == .wins ? cells : cells.map { Table.Cell($0.text, .dim) }
  }

  private func whenEmpty(_ book: PriceBook) -> String {
    let nearest = NearestMatch.of(model, in: Set(book.all.map(\.terms.model)).sorted())
    return "there is no price of '\(model.escaped)'; "
      + (nearest.map { "did you mean \($0.escaped)? Else " } ?? "")
      + "declare one with 'vgledger price set'"
  }
}

extension PriceStanding.Standing {
  /// The row that wins in its place.
  fileprivate var overriding: PriceID? {
    switch self {
    case .overridden(let id): id
    case .wins, .coming, .over: nil
    }
  }

  fileprivate var rank: Int {
    switch self {
    case .wins: 0
    case .overridden: 1
    case .coming: 2
    case .over: 3
    }
  }
}

extension [PriceStanding] {
  /// What wins, then what is overridden, what comes, and what is over; each as the book has it.
  fileprivate var inOrderOfStanding: Self {
    sorted { ($0.standing.rank, $0.order) < ($1.standing.rank, $1.order) }
  }
}
