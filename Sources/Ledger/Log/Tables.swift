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
  private static let projectionsKey = Array("projections".utf8)

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

  /// Makes projections of this version where an older version's are, and drops those.
  ///
  /// - Returns: How many events were folded; `nil` where there was nothing to make.
  static func upgrade(
    _ transaction: borrowing WriteTransaction, progress: RebuildProgress
  ) throws(LedgerError) -> UInt64? {
    guard let meta = try transaction.open("meta") else { return nil }
    let version = try check(transaction, meta)
    let isWhole = try ProjectionTables(openingIn: transaction) != nil
    guard version < ProjectionTables.version || !isWhole else { return nil }
    let tables = try Tables(creatingIn: transaction)
    try LogTree.make(tables, transaction)
    for (_, table) in tables.projections.all { try transaction.empty(table) }
    let folded = try Rebuild.fold(
      tables, from: transaction, into: tables.projections, of: transaction, progress: progress)
    for name in try transaction.tableNames()
    where version < ProjectionTables.version && name.hasSuffix("/\(version)") {
      if let old = try transaction.open(name) { try transaction.drop(old) }
    }
    try transaction.put(meta, projectionsKey, [ProjectionTables.version])
    return folded
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

  /// Refuses what a newer version wrote.
  ///
  /// - Returns: The version of the projections.
  private static func check(
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

  private static let suffix = "/\(version)"

  init(creatingIn transaction: borrowing WriteTransaction) throws(LedgerError) {
    jobs = try transaction.create("jobs" + Self.suffix, .values)
    names = try transaction.create("names" + Self.suffix, .values)
    jobEvents = try transaction.create("job-events" + Self.suffix, .fixedDuplicates)
    openJobs = try transaction.create("open-jobs" + Self.suffix, .values)
    accounts = try transaction.create("accounts" + Self.suffix, .values)
    words = try transaction.create("words" + Self.suffix, .values)
    digests = try transaction.create("digests" + Self.suffix, .values)
    ended = try transaction.create("ended" + Self.suffix, .values)
    prices = try transaction.create("prices" + Self.suffix, .values)
  }

  init?(
    openingIn transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) {
    guard let jobs = try transaction.open("jobs" + Self.suffix),
      let names = try transaction.open("names" + Self.suffix),
      let jobEvents = try transaction.open("job-events" + Self.suffix),
      let openJobs = try transaction.open("open-jobs" + Self.suffix),
      let accounts = try transaction.open("accounts" + Self.suffix),
      let words = try transaction.open("words" + Self.suffix),
      let digests = try transaction.open("digests" + Self.suffix),
      let ended = try transaction.open("ended" + Self.suffix),
      let prices = try transaction.open("prices" + Self.suffix)
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
