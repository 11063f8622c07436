internal import Ledger
internal import Providers
internal import SQLite

/// Writes a ledger as one SQLite database.
///
/// All jobs are of one moment: the place in the log at which the export began. Events are read up to
/// there. Memory stays the same whatever the size; a filter's events take eight bytes each.
struct DatabaseExport {
  let jobs: ExportedJobs
  /// With the bodies of answers and deliveries.
  let withBodies: Bool
  let now: Moment
  let tool: String
  let progress: Progress

  /// What was written.
  struct Counts: Equatable {
    var jobs = 0
    var events = 0
  }

  /// Fills the file at `path`, which is empty or missing.
  func write(to path: String) throws -> Counts {
    guard Database.isBuilt(with: "ENABLE_FTS5") else {
      throw Failure(
        .ourBug, "this vgledger was built with an SQLite \(Database.version) without FTS5")
    }
    let database = try Database(path)
    // The file is synced and renamed when it is whole: a half of it is never seen.
    try database.run(
      """
      PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
      PRAGMA user_version = \(DatabaseSchema.version);
      BEGIN;
      """)
    try database.run(DatabaseSchema.tables)
    var counts = Counts()
    try writeAbout(database)
    try writePrices(database)
    try writeJobs(database, &counts)
    try writeEvents(database, &counts)
    try database.run(DatabaseSchema.indexes)
    try database.run(DatabaseSchema.views)
    try database.run(DatabaseSchema.search)
    try database.run("COMMIT; ANALYZE;")
    return counts
  }

  private func writeJobs(_ database: borrowing Database, _ counts: inout Counts) throws {
    let places = JobColumns.all.map { _ in "?" }.joined(separator: ", ")
    let job = try database.prepare("INSERT INTO jobs VALUES (\(places))")
    let label = try database.prepare("INSERT INTO labels VALUES (?, ?, ?)")
    let asset = try database.prepare("INSERT INTO assets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    var jobs = jobs
    while let page = try jobs.next() {
      for each in page {
        try job.run(JobColumns.row(each, jobs.costs.cost(of: each)))
        let number = SQLiteValue.optional(each.number.rawValue)
        for one in each.labels { try label.run([number, .text(one.name), .text(one.value)]) }
        for (place, one) in each.assets.enumerated() {
          try asset.run([number, .optional(place)] + Self.row(one))
        }
      }
      counts.jobs += page.count
      progress.report(counts.jobs)
    }
  }

  /// The columns are the fields of a price, but for names that SQL keeps for itself.
  private func writePrices(_ database: borrowing Database) throws(SQLiteError) {
    let fields = [
      "order", "id", "model", "scope", "account", "provider", "resolution", "audio", "batch",
      "unit", "amount", "amount_nano", "currency", "from", "until", "source", "origin",
      "declared_sequence", "declared_at", "declared_by",
    ]
    let places = fields.map { _ in "?" }.joined(separator: ", ")
    let insert = try database.prepare("INSERT INTO prices VALUES (\(places))")
    for (price, order) in zip(jobs.costs.book.all, 1...) {
      let members = PriceFields.members(price, order: order)
      let values = fields.map { name in
        name == "amount_nano"
          ? SQLiteValue.optional(price.terms.amount.units)
          : members.first { $0.0 == name }.map { SQLiteValue($0.1) } ?? .null
      }
      try insert.run(values)
    }
  }

  private static func row(_ asset: JobAsset) -> [SQLiteValue] {
    [
      .text(asset.asset.variant), .optional(asset.asset.uri),
      .optional(asset.asset.expires?.rfc3339), .optional(asset.saved?.path),
      .optional(asset.savedAt?.rfc3339),
      .optional(asset.saved?.bytes ?? asset.asset.inlineBytes),
      .optional((asset.saved?.sha256 ?? asset.asset.inlineSHA256)?.hexadecimal),
      .optional(asset.saved?.contentType), .optional(asset.failure),
    ]
  }

  private func writeEvents(_ database: borrowing Database, _ counts: inout Counts) throws {
    let places = (DatabaseSchema.eventColumns + ["", "", ""]).map { _ in "?" }
    let insert = try database.prepare(
      "INSERT INTO events VALUES (\(places.joined(separator: ", ")))")
    var pages = try EventPages(jobs)
    while let page = try pages.next() {
      for (event, job) in page { try insert.run(row(event, job)) }
      counts.events += page.count
      progress.report(counts.jobs + counts.events)
    }
  }

  private func row(_ event: Event, _ job: Job?) -> [SQLiteValue] {
    let members = EventLine.members(event, key: job?.key.text)
    let values = DatabaseSchema.eventColumns.map { name in
      members.first { $0.0 == name }.map { SQLiteValue($0.1) } ?? .null
    }
    return values + [
      .integer(event.recorded.rawValue), .integer(event.observed.rawValue),
      withBodies ? Self.body(event) : .null,
    ]
  }

  /// Text where it is UTF-8, so that SQL can look into its JSON; else the bytes.
  private static func body(_ event: Event) -> SQLiteValue {
    guard let body = EventLine.body(event) else { return .null }
    return String(validating: body, as: UTF8.self).map(SQLiteValue.text) ?? .blob(body)
  }

  private func writeAbout(_ database: borrowing Database) throws {
    let creation = try jobs.ledger.snapshot().creation()
    let insert = try database.prepare("INSERT INTO about VALUES (?, ?)")
    let facts: [(String, SQLiteValue)] = [
      ("tool", .text(tool)), ("schema", .text("vgledger.sqlite/\(DatabaseSchema.version)")),
      ("ledger", .text(jobs.ledger.folder)),
      ("ledger_id", .optional(creation?.ledgerID.hexadecimal)),
      ("origin", .optional(creation?.origin)), ("sequence", .optional(jobs.head.rawValue)),
      ("filter", .optional(jobs.isWhole ? nil : jobs.meta.filter)),
      ("window_from", .optional(jobs.meta.window?.from?.rfc3339)),
      ("window_until", .optional(jobs.meta.window?.until?.rfc3339)),
      ("clock", .optional(jobs.meta.clock)), ("price_book", .optional(jobs.meta.priceBook?.name)),
      ("exported_at", .text(now.rfc3339)), ("bodies", .integer(withBodies ? 1 : 0)),
    ]
    for (name, value) in facts { try insert.run([.text(name), value]) }
  }
}
