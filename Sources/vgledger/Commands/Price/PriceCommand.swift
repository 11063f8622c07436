internal import ArgumentParser
internal import Ledger
internal import Providers

/// `price`: the price book.
struct PriceCommand: CommandFamily {
  static let configuration = CommandConfiguration(
    subcommand: "price", abstract: "List, show, declare, import and compare prices.",
    discussion: """
      vgledger brings list prices along, each with its source and dates; what you declare wins over
      them. A price is never edited: a newer declaration wins over an older one.
      """,
    subcommands: [
      ListPrices.self, ShowPrices.self, SetPrice.self, ImportPrices.self, ComparePrices.self,
    ], defaultSubcommand: ListPrices.self)
}

extension Context {
  /// The price book of the ledger, and the ledger; where there is none, the prices brought along.
  func openPriceBook() throws -> (book: PriceBook, ledger: Ledger?) {
    do {
      let ledger = try openForReading()
      return (try snapshot(of: ledger).priceBook(), ledger)
    } catch LedgerError.notFound {
      return (.builtIn, nil)
    }
  }

  /// A moment that an option or argument names, by the grammar of times; of a calendar unit, its
  /// beginning.
  func moment(_ text: String, _ option: String, in ledger: Ledger?) throws(Failure) -> Moment {
    do throws(TimeError) {
      return try TimePoint.parse(text, times(in: ledger)).start
    } catch {
      throw Failure(.usage, "\(option): \(error.message)".escaped)
    }
  }
}

extension AnswerMeta {
  /// The meta of an answer that rests on a price book.
  init(_ ledger: Ledger?, _ book: PriceBook) throws(LedgerError) {
    try self.init(ledger)
    priceBook = book
  }
}

/// `price list`.
struct ListPrices: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "list", abstract: "List the rows of the price book, by model.")

  @Option(help: ArgumentHelp("Only prices of this model, or of what begins so.", valueName: "name"))
  var model: String?
  @Option(help: ArgumentHelp("Only rows that held or will hold then.", valueName: "time"))
  var at: String?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.price)
    let (book, ledger) = try context.openPriceBook()
    let moment = try at.map { try context.moment($0, "--at", in: ledger) }
    let rows = book.sortedForReading.filter { price, _ in
      (model.map { Self.isMeant($0, price.terms.model) } ?? true)
        && (moment.map(price.terms.isValid) ?? true)
    }
    let writer = RowWriter(
      form, try AnswerMeta(ledger, book), context, columns: PriceCells.columns)
    let most = context.limit(form, onTerminal: Int.max)
    for (price, order) in rows.prefix(most) {
      try writer.add(
        PriceFields.members(price, order: order), cells: PriceCells.cells(price, context.style))
    }
    try writer.end(
      totals: [("prices", .number(String(book.count)))],
      foot: [
        context.style.paint(
          "  \(rows.count) of \(book.count) prices · book \(book.name)", .dim)
      ],
      whenEmpty: "no price matches, of \(book.count)")
  }

  private static func isMeant(_ asked: String, _ model: String) -> Bool {
    ModelName.covers(model, asked) || model.lowercased().hasPrefix(asked.lowercased())
  }
}
