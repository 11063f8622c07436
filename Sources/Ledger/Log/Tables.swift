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
  /// Level and number of a tile → its hashes, from level 1 on.
  let tiles: Database
  let projections: ProjectionTables

  static let format: UInt8 = 1
  private static let formatKey = Array("format".utf8)
  /// Which version of the projections counts.
  static let projectionsKey = Array("projections".utf8)

  /// Makes the tables of a new ledger, or opens those that are there.
  init(creatingIn transaction: borrowing WriteTransaction) throws(LedgerError) {
    meta = try transaction.create("meta", .values)
    events = try transaction.create("events", .values)
    leaves = try transaction.create("leaves", .values)
    tiles = try transaction.create("tiles", .values)
    projections = try ProjectionTables(creatingIn: transaction)
    if try transaction.value(meta, Self.formatKey) == nil {
      try transaction.put(meta, Self.formatKey, [Self.format])
      try transaction.put(meta, Self.projectionsKey, [ProjectionTables.version])
    }
    _ = try Self.check(transaction, meta)
  }

  /// Opens the tables of a ledger.
  ///
  /// - Returns: `nil` where the environment is no ledger.
  ///
  /// `folder`: where it lies, to say so where it cannot be used.
  init?(
    openingIn transaction: borrowing some Transaction & ~Copyable, folder: String
  ) throws(LedgerError) {
    guard let meta = try transaction.open("meta"), let events = try transaction.open("events"),
      let leaves = try transaction.open("leaves")
    else { return nil }
    guard try Self.check(transaction, meta) == ProjectionTables.version,
      let tiles = try transaction.open("tiles"),
      let projections = try ProjectionTables(openingIn: transaction)
    else { throw .olderProjections(folder: folder) }
    self.meta = meta
    self.events = events
    self.leaves = leaves
    self.tiles = tiles
    self.projections = projections
  }

  /// The tables of a log, with projections that may lie elsewhere.
  ///
  /// - Returns: `nil` where the environment is no ledger, or one of before the tree.
  init?(
    logIn transaction: borrowing some Transaction & ~Copyable, projections: ProjectionTables
  ) throws(LedgerError) {
    guard let meta = try transaction.open("meta"), let events = try transaction.open("events"),
      let leaves = try transaction.open("leaves"), let tiles = try transaction.open("tiles")
    else { return nil }
    self.meta = meta
    self.events = events
    self.leaves = leaves
    self.tiles = tiles
    self.projections = projections
  }

  /// Refuses what a newer version wrote.
  ///
  /// - Returns: The version of the projections.
  static func check(
    _ transaction: borrowing some Transaction & ~Copyable, _ meta: Database
  ) throws(LedgerError) -> UInt8 {
    let format = try transaction.value(meta, formatKey)?.first ?? 0
    guard format <= Self.format else { throw .newerFormat(Int(format)) }
    let projections = try transaction.value(meta, projectionsKey)?.first ?? 0
    guard projections <= ProjectionTables.version else { throw .newerFormat(Int(projections)) }
    return projections
  }
}

/// The projections' tables.
struct ProjectionTables: Sendable {
  /// Grows with every change of a fold or of a row's layout; the tables carry it in their names.
  static let version: UInt8 = 5

  /// Job number → row.
  let jobs: Database
  /// Names of jobs → job number.
  let names: Database
  /// Job number → its sequences.
  let jobEvents: Database
  /// Job numbers without a verdict → submission, which leads to the digest.
  let openJobs: Database
  /// Account's name → its binding.
  let accounts: Database
  /// Words that digests share, both ways (``Vocabulary``).
  let words: Database
  /// Submission and job number → digest.
  let digests: Database
  /// End and job number → submission, which leads to the digest.
  let ended: Database
  /// Sequence → the price that it declares.
  let prices: Database

  /// The name of a version's table of jobs.
  static func jobsName(_ version: UInt8) -> String { "jobs/\(version)" }

  init(
    creatingIn transaction: borrowing WriteTransaction, version: UInt8 = Self.version
  ) throws(LedgerError) {
    jobs = try transaction.create("jobs/\(version)", .values)
    names = try transaction.create("names/\(version)", .values)
    jobEvents = try transaction.create("job-events/\(version)", .fixedDuplicates)
    openJobs = try transaction.create("open-jobs/\(version)", .values)
    accounts = try transaction.create("accounts/\(version)", .values)
    words = try transaction.create("words/\(version)", .values)
    digests = try transaction.create("digests/\(version)", .values)
    ended = try transaction.create("ended/\(version)", .values)
    prices = try transaction.create("prices/\(version)", .values)
  }

  init?(
    openingIn transaction: borrowing some Transaction & ~Copyable, version: UInt8 = Self.version
  ) throws(LedgerError) {
    guard let jobs = try transaction.open("jobs/\(version)"),
      let names = try transaction.open("names/\(version)"),
      let jobEvents = try transaction.open("job-events/\(version)"),
      let openJobs = try transaction.open("open-jobs/\(version)"),
      let accounts = try transaction.open("accounts/\(version)"),
      let words = try transaction.open("words/\(version)"),
      let digests = try transaction.open("digests/\(version)"),
      let ended = try transaction.open("ended/\(version)"),
      let prices = try transaction.open("prices/\(version)")
    else { return nil }
    self.jobs = jobs
    self.names = names
    self.jobEvents = jobEvents
    self.openJobs = openJobs
    self.accounts = accounts
    self.words = words
    self.digests = digests
    self.ended = ended
    self.prices = prices
  }

  /// All tables, with the names that people know them by.
  var all: [(name: String, table: Database)] {
    [
      ("jobs", jobs), ("names", names), ("job events", jobEvents), ("open jobs", openJobs),
      ("accounts", accounts), ("words", words), ("digests", digests), ("ended", ended),
      ("prices", prices),
    ]
  }
}
