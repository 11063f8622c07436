/// The tables of a ledger.
///
/// The log is the truth; what `Projections` names can be made anew.
struct Tables: Sendable {
  /// What the file is: its format and the version of its projections.
  let meta: Database
  /// Sequence → record.
  let events: Database
  /// Group number → up to 32 leaf hashes; together, level 0 of the tree.
  let leaves: Database
  let projections: ProjectionTables

  static let format: UInt8 = 1
  private static let formatKey = Array("format".utf8)
  private static let projectionsKey = Array("projections".utf8)

  /// Makes the tables of a new ledger, or opens those that are there.
  init(creatingIn transaction: borrowing WriteTransaction) throws(LedgerError) {
    meta = try transaction.create("meta", .values)
    events = try transaction.create("events", .values)
    leaves = try transaction.create("leaves", .values)
    projections = try ProjectionTables(creatingIn: transaction)
    if try transaction.value(meta, Self.formatKey) == nil {
      try transaction.put(meta, Self.formatKey, [Self.format])
      try transaction.put(meta, Self.projectionsKey, [ProjectionTables.version])
    }
    try Self.check(transaction, meta)
  }

  /// Opens the tables of a ledger.
  ///
  /// - Returns: `nil` where the environment is no ledger.
  init?(
    openingIn transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) {
    guard let meta = try transaction.open("meta"), let events = try transaction.open("events"),
      let leaves = try transaction.open("leaves"),
      let projections = try ProjectionTables(openingIn: transaction)
    else { return nil }
    try Self.check(transaction, meta)
    self.meta = meta
    self.events = events
    self.leaves = leaves
    self.projections = projections
  }

  private static func check(
    _ transaction: borrowing some Transaction & ~Copyable, _ meta: Database
  ) throws(LedgerError) {
    let format = try transaction.value(meta, formatKey)?.first ?? 0
    guard format <= Self.format else { throw .newerFormat(Int(format)) }
    let projections = try transaction.value(meta, projectionsKey)?.first ?? 0
    guard projections <= ProjectionTables.version else { throw .newerFormat(Int(projections)) }
  }
}

/// The projections' tables.
struct ProjectionTables: Sendable {
  /// Grows with every change of a fold or of a row's layout; the tables carry it in their names.
  static let version: UInt8 = 1

  /// Job number → row.
  let jobs: Database
  /// Names of jobs → job number.
  let names: Database
  /// Job number → its sequences.
  let jobEvents: Database
  /// Job numbers without a verdict → when they were last heard of.
  let openJobs: Database
  /// Account's name → its binding.
  let accounts: Database

  private static let suffix = "/\(version)"

  init(creatingIn transaction: borrowing WriteTransaction) throws(LedgerError) {
    jobs = try transaction.create("jobs" + Self.suffix, .values)
    names = try transaction.create("names" + Self.suffix, .values)
    jobEvents = try transaction.create("job-events" + Self.suffix, .fixedDuplicates)
    openJobs = try transaction.create("open-jobs" + Self.suffix, .values)
    accounts = try transaction.create("accounts" + Self.suffix, .values)
  }

  init?(
    openingIn transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) {
    guard let jobs = try transaction.open("jobs" + Self.suffix),
      let names = try transaction.open("names" + Self.suffix),
      let jobEvents = try transaction.open("job-events" + Self.suffix),
      let openJobs = try transaction.open("open-jobs" + Self.suffix),
      let accounts = try transaction.open("accounts" + Self.suffix)
    else { return nil }
    self.jobs = jobs
    self.names = names
    self.jobEvents = jobEvents
    self.openJobs = openJobs
    self.accounts = accounts
  }

  /// All tables, with the names that people know them by.
  var all: [(name: String, table: Database)] {
    [
      ("jobs", jobs), ("names", names), ("job events", jobEvents), ("open jobs", openJobs),
      ("accounts", accounts),
    ]
  }
}
