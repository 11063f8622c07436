internal import ArgumentParser
internal import Ledger
internal import Providers
internal import SQLite

/// `export`: the ledger in other forms.
struct Export: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case observations
    case prices
    case sqlite
    case prom
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ledger in another form, for other programs.",
    discussion: """
      observations  every event, a JSON line each; 'import --from observations' reads it back
      prices        every row of the price book, a JSON line each, the one that wins first
      sqlite        one database: jobs, labels, assets, events, views, search over prompts
      prom          metrics as text, for the textfile collector of a node exporter

      A file is written aside and put in its place when it is whole.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The form: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: Format
  @Option(help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file"))
  var to: String?
  @Flag(help: "In sqlite, with the bodies of answers and deliveries.") var bodies = false

  func validate() throws {
    if bodies, format != .sqlite { throw ValidationError("'--bodies' is for sqlite.") }
  }

  func run() throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    switch format {
    case .observations:
      let destination = try ExportDestination(to, context.output)
      try exportObservations(ledger, destination)
      try destination.finish()
    case .prices:
      let destination = try ExportDestination(to, context.output)
      for (price, order) in zip(try ledger.snapshot().priceBook().all, 1...) {
        let members = PriceFields.members(price, order: order)
        try destination.write(JSON.members(members).compactText + "\n")
      }
      try destination.finish()
    case .sqlite: try exportDatabase(ledger, context)
    case .prom:
      let destination = try ExportDestination(to, context.output)
      try destination.write(try LedgerMetrics(ledger, now: context.now).page.text)
      try destination.finish()
    }
  }

  private func exportObservations(_ ledger: Ledger, _ destination: ExportDestination) throws {
    var pages = EventPages(ledger: ledger, head: try ledger.snapshot().head())
    while let page = try pages.next() {
      for (event, job) in page {
        guard let members = ObservationExport.members(event, of: job) else { continue }
        try destination.write(JSON.members(members).compactText + "\n")
      }
    }
  }

  private func exportDatabase(_ ledger: Ledger, _ context: Context) throws {
    guard let to, to != "-", !AtomicFile.isStream(to) else {
      throw Failure(.usage, "a database needs a file; say 'export sqlite --to FILE'")
    }
    let file = try AtomicFile(to)
    let export = DatabaseExport(
      ledger: ledger, withBodies: bodies, now: context.now, tool: Version.tool)
    do {
      let counts = try file.fill(export.write(to:))
      try file.commit()
      context.output.note("\(counts.jobs) jobs and \(counts.events) events in \(to.escaped)")
    } catch let error as SQLiteError {
      throw file.failure(isFull: error.kind == .full, error.message)
    }
  }
}
