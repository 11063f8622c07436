internal import ArgumentParser
internal import Ledger
internal import Providers

/// `reconcile`: what jobs cost by this ledger beside what an invoice asks for them.
struct Reconcile: LedgerCommand {
  enum Grouping: String, OptionWord {
    case day
    case model
  }

  static let configuration = CommandConfiguration(
    subcommand: "reconcile", abstract: "Compare the ledger's costs with a provider's invoice.",
    discussion: """
      The invoice is CSV with a header: an amount or cost, and as it likes date, description (or
      model, sku, line item) and currency. Jobs count by the time at which they finished; days begin
      in the zone of --tz. Without an invoice the ledger's own costs are told.
      """)

  private static let bytesMost = 64 << 20
  private static let rejectionsTold = 20
  private static let columns: [Table.Column] = [
    .init(name: "GROUP", widthMost: 40),
    .init(name: "JOBS", alignment: .right),
    .init(name: "OURS", alignment: .right),
    .init(name: "INVOICE", alignment: .right),
    .init(name: "DIFFERENCE", alignment: .right),
    .init(name: "UNPRICED", alignment: .right, rank: 2),
    .init(name: "CHARGED ?", alignment: .right, rank: 1),
  ]

  @Option(help: "The account, such as veo, sora or vertex.") var provider: String
  @Option(help: ArgumentHelp("A month, week, day or range a..b.", valueName: "unit"))
  var period: String
  @Option(help: ArgumentHelp("The invoice as CSV; - for standard input.", valueName: "file"))
  var invoice: String?
  @Option(help: "day or model; else day where the invoice has dates.") var by: Grouping?
  @Option(help: "The currency of invoice lines that name none.") var currency: String?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.reconcile)
    let invoice = try self.invoice.map { try read($0, context) }
    let grouping = by ?? (invoice?.hasDates == false ? .model : .day)
    if let invoice {
      let isMissing = grouping == .day ? !invoice.hasDates : !invoice.hasDescriptions
      if isMissing {
        throw Failure(
          .badData, "the invoice has no column for --by \(grouping.rawValue); try the other")
      }
    }
    let terms = try FilterOptions.parse(["--provider", provider, "--period", period])
    let asked = try AskedJobs(terms, context, clock: .finished)
    var reconciliation = Reconciliation(hasInvoice: invoice != nil)
    var models: Set<String> = []
    try asked.selection.forEach(in: asked.snapshot) { digest throws(LedgerError) in
      let model = asked.word(digest.model).map(ModelName.withoutVersion)
      if let model { models.insert(model) }
      let group =
        switch grouping {
        case .day: digest.ended.map { day($0, context) } ?? "no day"
        case .model: model ?? "model unknown"
        }
      reconciliation.add(try asked.cost(of: digest), to: group)
      return true
    }
    let outside = add(
      invoice, to: &reconciliation, grouping, models, asked.question.filter.window, context)
    try print(reconciliation, invoice, outside: outside, form, asked)
    let rejected = invoice?.rejections.count ?? 0
    if rejected > 0 {
      throw Failure(
        .badData,
        "\(rejected) \(rejected == 1 ? "line" : "lines") of the invoice cannot be read, "
          + "and are not in the sums")
    }
  }

  // MARK: The invoice

  private func read(_ path: String, _ context: Context) throws -> Invoice {
    var usual: Currency?
    if let currency {
      usual = Currency(currency)
      if usual == nil { throw Failure(.usage, "'\(currency.escaped)' is no currency; write USD") }
    }
    let bytes = try WholeFile.read(path, upTo: Self.bytesMost)
    let rows: [CommaSeparated.Row]
    do {
      rows = try CommaSeparated.rows(of: bytes)
    } catch {
      throw Failure(.badData, "the invoice cannot be read: \(error)")
    }
    guard let invoice = Invoice(rows, currency: usual, context.times(in: nil)) else {
      throw Failure(.badData, "the invoice's first line names no column amount or cost")
    }
    for rejection in invoice.rejections.prefix(Self.rejectionsTold) {
      context.output.note("line \(rejection.line): \(rejection.why.escaped)")
    }
    return invoice
  }

  /// Adds the lines that lie in the period, or name no time.
  ///
  /// Returns how many lie outside.
  private func add(
    _ invoice: Invoice?, to reconciliation: inout Reconciliation, _ grouping: Grouping,
    _ models: Set<String>, _ window: TimeWindow, _ context: Context
  ) -> Int {
    var outside = 0
    for line in invoice?.lines ?? [] {
      if let moment = line.moment, !window.contains(moment) {
        outside += 1
        continue
      }
      let group =
        switch grouping {
        case .day: line.moment.map { day($0, context) } ?? "no day"
        case .model:
          line.description.map { ModelName.named(in: $0, among: models) ?? $0 } ?? "no description"
        }
      reconciliation.add(line, to: group)
    }
    if outside > 0 {
      let lines = outside == 1 ? "line" : "lines"
      context.output.note("\(outside) \(lines) of the invoice outside the period left out")
    }
    return outside
  }

  private func day(_ moment: Moment, _ context: Context) -> String {
    let date = context.zone.calendarTime(of: moment).date
    return "\(date.year)-\(Words.twoDigits(date.month))-\(Words.twoDigits(date.day))"
  }

  // MARK: The answer

  private func print(
    _ reconciliation: Reconciliation, _ invoice: Invoice?, outside: Int, _ form: AnswerForm,
    _ asked: borrowing AskedJobs
  ) throws {
    let context = asked.context
    let writer = RowWriter(form, try asked.meta(), context, columns: Self.columns)
    let isEmpty = reconciliation.total.jobs == 0 && invoice?.lines.isEmpty != false
    if !isEmpty {
      for row in reconciliation.rows {
        try writer.add(
          [("group", .string(row.group))] + Self.members(row),
          cells: Self.cells(row, context.style))
      }
      if form.format.isForPeople {
        for row in reconciliation.totals {
          try writer.add([], cells: Self.cells(row, context.style))
        }
      }
    }
    if invoice == nil { context.output.note("no invoice is given; --invoice FILE.csv compares") }
    try writer.end(
      totals: [
        ("currencies", .array(reconciliation.totals.map { .members(Self.members($0)) })),
        ("outside", .number(String(outside))),
        ("rejected", .number(String(invoice?.rejections.count ?? 0))),
      ],
      foot: ["  \(asked.question.header(context)) · price book \(asked.costs.book.name)"],
      whenEmpty: "no job of \(provider.escaped) finished in \(asked.question.header(context))")
  }

  private static func members(_ row: Reconciliation.Row) -> [(String, JSON)] {
    [
      ("currency", .optional(row.currency?.word)), ("ours", .optional(row.ours?.text)),
      ("theirs", .optional(row.theirs?.text)), ("difference", .optional(row.difference?.text)),
      ("jobs", .number(String(row.total.jobs))),
      (
        "unpriced_jobs",
        .number(String(row.total.unpricedJobs + row.total.withoutCurrencyJobs))
      ),
      ("charge_unknown_jobs", .number(String(row.total.chargeUnknownJobs))),
    ]
  }

  private static func cells(_ row: Reconciliation.Row, _ style: Style) -> [Table.Cell] {
    let none = style.isASCII ? "-" : "–"
    let currency = row.currency.map { " \($0.word)" } ?? ""
    func money(_ amount: Amount?) -> String {
      amount.map { $0.screenText + currency } ?? none
    }
    let least = row.total.isLowerBound ? (style.isASCII ? ">= " : "≥ ") : ""
    let ours = row.ours.map { least + $0.screenText + currency }
    return [
      .init(row.group), .init("\(row.total.jobs)"),
      .init(ours ?? (row.total.isLowerBound ? "?" : none)), .init(money(row.theirs)),
      .init(money(row.difference)),
      .init("\(row.total.unpricedJobs + row.total.withoutCurrencyJobs)"),
      .init("\(row.total.chargeUnknownJobs)"),
    ]
  }
}
