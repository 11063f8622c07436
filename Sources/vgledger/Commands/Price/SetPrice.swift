internal import ArgumentParser
internal import Ledger
internal import Providers

/// `price set`: declares a price, by an event.
struct SetPrice: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "set", abstract: "Declare a price; a new event, never an edit.",
    discussion: """
      PRICE is an amount, a currency and a unit: '0.40 USD/s', '1.20 EUR/video', '12credits/video',
      '17.50 USD/Mtoken'. Declaring the same twice adds nothing.
      """)

  @Argument(help: "The model; its versions are covered too.") var model: String
  @Argument(help: "The price, such as '0.40 USD/s'.") var price: String
  @Option(help: "USD, EUR, credits …; where the price itself does not say.") var currency: String?
  @Option(help: "second, video, token or million_tokens; where the price does not say.")
  var unit: String?
  @Option(help: ArgumentHelp("When it begins to hold; else always before.", valueName: "time"))
  var from: String?
  @Option(help: ArgumentHelp("When it ceases; a whole day is included.", valueName: "time"))
  var until: String?
  @Option(help: "Only for this size: 720p, 1080p, 4k, 1280x720.") var resolution: String?
  @Flag(inversion: .prefixedNo, help: "Only with sound, or only without; else for both.")
  var audio: Bool?
  @Flag(help: "The price of a batch API.") var batch = false
  @Option(help: "Only at this account.") var account: String?
  @Option(help: "Only at this provider's own API: openai, gemini or vertex.")
  var provider: String?
  @Option(help: "Where the price is written: an address, or words.") var source: String?

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.priceSet, context)
    let terms = try self.terms(context)
    try checkAccount(context)
    let ledger = try await context.openOrCreate()
    let book = try ledger.snapshot().priceBook()
    var sequence: LogSequence?
    if book.isNew(terms) {
      let draft = EventDraft(
        subject: .ledger, source: .person, observed: context.recordingClock(),
        fact: .ledgerPrice(PriceDeclaration(terms, by: context.actor)))
      sequence = try ledger.appendAndWait([draft])[0].sequence
    }
    guard let row = try ledger.snapshot().priceBook().declaredNewest(terms) else {
      throw Failure(.ourBug, "the price that was declared is not in the book")
    }
    let place = sequence.map { "recorded #\($0.rawValue)" } ?? "said so already"
    report.add(
      "\(row.id.text)  \(PriceCells.sentence(terms))  \(place)",
      [
        ("result", .string(sequence == nil ? "already_there" : "appended")),
        ("sequence", .optional(sequence?.rawValue)),
      ] + PriceFields.members(row))
    try report.print(ledger)
  }

  private func terms(_ context: Context) throws(Failure) -> PriceTerms {
    let texts = [
      "model": model, "price": price, "currency": currency, "unit": unit, "from": from,
      "until": until, "resolution": resolution, "account": account, "provider": provider,
      "source": source, "audio": audio.map { $0 ? "on" : "off" }, "batch": batch ? "on" : nil,
    ]
    do throws(PriceRowError) {
      return try PriceRowText { texts[$0] ?? nil }
        .terms(context.times(in: nil), source: "no source given")
    } catch {
      throw Failure(.usage, error.description.escaped)
    }
  }

  /// A price at an account that nobody knows would hold for no job.
  private func checkAccount(_ context: Context) throws {
    guard let account else { return }
    let bound: [AccountBinding]
    do {
      bound = try context.openForReading().snapshot().accounts()
    } catch LedgerError.notFound {
      bound = []
    }
    guard !bound.contains(where: { $0.name == account }) else { return }
    _ = try Accounts(context.configuration, context.environment).named(account)
  }
}

extension PriceBook {
  /// The newest declared row with these terms.
  fileprivate func declaredNewest(_ terms: PriceTerms) -> Price? {
    all.first { $0.terms == terms && $0.origin != .builtIn }
  }
}
