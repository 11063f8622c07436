internal import ArgumentParser
internal import Ledger
internal import Providers
internal import SQLite

/// `export`: the ledger in other forms.
struct Export: LedgerCommand {
  enum Format: String, OptionWord {
    case csv
    case jsonl
    case tsv
    case md
    case observations
    case ledger
    case prices
    case sqlite
    case prom

    /// How rows of jobs are written; `nil` for what holds no such rows.
    var rows: OutputFormat? {
      switch self {
      case .csv: .csv
      case .jsonl: .jsonl
      case .tsv: .tsv
      case .md: .md
      case .observations, .ledger, .prices, .sqlite, .prom: nil
      }
    }
  }

  static let configuration = CommandConfiguration(
    subcommand: "export", abstract: "Write the ledger in another form, for other programs.",
    discussion: """
      csv, jsonl,   jobs with all their fields and costs, oldest submission first; --fields
      tsv, md       chooses and orders the fields
      observations  every event, a JSON line each; 'import --from observations' reads it back
      ledger        every record as it is stored, and the checkpoint; 'import --from ledger' makes
                    the same log of it
      prices        every row of the price book, a JSON line each, the one that wins first
      sqlite        one database: jobs, labels, assets, events, prices, views, search over prompts
      prom          metrics as text, for the textfile collector of a node exporter

      Terms such as project:acme since:30d choose jobs, and events by their jobs; 'vgledger help \
      filters' has them all. A file is written aside and put in its place when it is whole.
      """)

  @Argument(help: "The form: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: Format
  @OptionGroup var question: FilterOptions
  @Option(help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file"))
  var to: String?
  @Flag(help: "In sqlite, with the bodies of answers and deliveries.") var bodies = false

  func validate() throws {
    if bodies, format != .sqlite { throw ValidationError("'--bodies' is for sqlite.") }
    if format == .ledger, !question.isEmpty {
      throw ValidationError("A ledger is exported whole or not at all; leave the terms away.")
    }
    if format == .prices, !question.isEmpty {
      throw ValidationError("Terms choose jobs, and prices are of none; leave the terms away.")
    }
    if format == .prom, !question.isEmpty {
      throw ValidationError(
        "Metrics are of the whole ledger, for their names could not say which jobs are left out; "
          + "leave the terms away.")
    }
  }

  func run(_ options: GlobalOptions) throws {
    if format.rows == nil, options.format.fields != nil || options.format.limit != nil {
      throw Failure(.usage, "'--fields' and '--limit' are for csv, jsonl, tsv and md")
    }
    let context = try Context(options, answersAsOf: format != .prom)
    switch format {
    case .csv, .jsonl, .tsv, .md: try exportRows(context)
    case .observations: try exportObservations(context)
    case .ledger: try exportLedger(context)
    case .prices: try exportPrices(context)
    case .sqlite: try exportDatabase(context)
    case .prom:
      let metrics = try LedgerMetrics(
        context.openForReading(), now: context.now,
        month: try TimeWindow.period("this-month", context.times(in: nil)),
        budget: context.configuration.budget?.month)
      let destination = try ExportDestination(to, context.output)
      try destination.write(metrics.page.text)
      try destination.finish()
    }
  }

  private func exportLedger(_ context: Context) throws {
    guard context.asOf == nil else {
      throw Failure(.usage, "a ledger is exported whole; leave --as-of away")
    }
    let destination = try ExportDestination(to, context.output)
    let progress = destination.progress(unit: "events", context)
    try LedgerLines.write(try context.openForReading(), to: destination, progress)
    progress?.end()
    try destination.finish()
  }

  private func exportRows(_ context: Context) throws {
    let form = try context.form(.list, exportedAs: format.rows ?? .jsonl)
    var jobs = try ExportedJobs(question, context)
    let destination = try ExportDestination(to, context.output)
    let writer = RowWriter(form, jobs.meta, context, to: destination)
    let progress = destination.progress(unit: "jobs", context)
    var count = 0
    let most = context.limit(form)
    while count < most, let page = try jobs.next() {
      for job in page.prefix(most - count) {
        try writer.add(JobFields.members(job, cost: jobs.costs.cost(of: job)), cells: [])
        count += 1
      }
      progress?.report(count)
    }
    progress?.end()
    try writer.end()
    try destination.finish()
    if count == 0, !jobs.isWhole { context.output.note("no job matches") }
  }

  private func exportObservations(_ context: Context) throws {
    let jobs = try ExportedJobs(question, context)
    let destination = try ExportDestination(to, context.output)
    let progress = destination.progress(unit: "events", context)
    var pages = try EventPages(jobs)
    while let page = try pages.next() {
      for (event, job) in page {
        guard let members = ObservationExport.members(event, of: job) else { continue }
        try destination.write(JSON.members(members).compactText + "\n")
      }
      progress?.report(pages.done, share: pages.share)
    }
    progress?.end()
    try destination.finish()
  }

  private func exportPrices(_ context: Context) throws {
    let book = try context.snapshot(of: context.openForReading()).priceBook()
    let destination = try ExportDestination(to, context.output)
    for (price, order) in zip(book.all, 1...) {
      let members = PriceFields.members(price, order: order)
      try destination.write(JSON.members(members).compactText + "\n")
    }
    try destination.finish()
  }

  private func exportDatabase(_ context: Context) throws {
    guard let to, to != "-", !AtomicFile.isStream(to) else {
      throw Failure(.usage, "a database needs a file; say 'export sqlite --to FILE'")
    }
    let jobs = try ExportedJobs(question, context)
    let file = try AtomicFile(to)
    let progress = Progress(ProgressText(work: "exporting", unit: "jobs and events"), context)
    let export = DatabaseExport(
      jobs: jobs, withBodies: bodies, now: context.now, tool: Version.tool, progress: progress)
    do {
      let counts = try file.fill(export.write(to:))
      try file.commit()
      progress.end()
      context.output.note("\(counts.jobs) jobs and \(counts.events) events in \(to.escaped)")
    } catch let error as SQLiteError {
      throw file.failure(isFull: error.kind == .full, error.message)
    }
  }
}
