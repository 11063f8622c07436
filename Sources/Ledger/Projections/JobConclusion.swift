/// What a ledger concludes about a job: what people act on, and pay for.
public struct JobConclusion: Hashable, Sendable {
  public let state: JobState
  public let reason: Reason?
  /// Whether it is charged for; `nil` where nobody says so.
  public let isCharged: Bool?
  /// The cost that the provider states.
  public let statedCost: StatedCost?

  init(_ job: Job) {
    state = job.state
    reason = job.reason
    isCharged = job.isCharged
    statedCost = job.statedCost
  }
}

/// A job about which the log says something else now than its stored row.
public struct ConclusionChange: Hashable, Sendable {
  public let key: JobKey
  public let account: String
  public let nativeID: String
  /// `nil` where the row is missing, or cannot be read by this version.
  public let before: JobConclusion?
  /// `nil` where the log knows no such job.
  public let after: JobConclusion?

  fileprivate init?(stored: Job?, folded: Job?) {
    guard let job = folded ?? stored else { return nil }
    key = job.key
    account = job.account
    nativeID = job.nativeID
    before = stored.map(JobConclusion.init)
    after = folded.map(JobConclusion.init)
    if before == after { return nil }
  }
}

/// What a fold of the log by this version would change.
public struct ConclusionChanges: Hashable, Sendable {
  /// Events folded.
  public let events: UInt64
  /// In the order in which the jobs were tracked.
  public let jobs: [ConclusionChange]
}

extension Ledger {
  /// Folds the log into a scratch folder and tells about which jobs it concludes something else than what
  /// is stored, be that of this version or of an older one.
  ///
  /// Changes nothing in the ledger.
  ///
  /// - Parameters:
  ///   - folder: The ledger.
  ///   - scratch: A folder that exists and is empty; the caller removes it.
  ///   - progress: Told now and then how far the folding has come.
  /// - Returns: The jobs whose conclusion differs; the memory that is taken grows with them alone.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for an event that is not what its hash says.
  public static func conclusionChanges(
    in folder: String, scratch: String, progress: RebuildProgress = { _, _ in }
  ) throws(LedgerError) -> ConclusionChanges {
    let place = LedgerFolder(path: folder)
    guard case .ledger = try place.contents() else { throw .notFound(folder: folder) }
    try DurableFolder.refuseNetworkShare(folder)
    let environment = try EnvironmentRegistry.shared.environment(folder: folder, mode: .readOnly)
    try place.refuseShortened(environment)
    let scratchEnvironment = try scratchEnvironment(scratch)
    let target = try scratchEnvironment.write { transaction throws(LedgerError) in
      try ProjectionTables(creatingIn: transaction)
    }
    let source = try environment.reader()
    let (log, stored) = try EnvironmentRegistry.shared.whileOpeningTables {
      () throws(LedgerError) in
      guard let log = try Tables(logIn: source, projections: target) else {
        throw .olderProjections(folder: folder)
      }
      let version = try Tables.check(source, log.meta)
      return (log, try source.open(ProjectionTables.jobsName(version)))
    }
    let last = try scratchEnvironment.write { transaction throws(LedgerError) in
      try Rebuild.fold(log, from: source, into: target, of: transaction, progress: progress)
    }
    let made = try scratchEnvironment.reader()
    let pairs = JobRowPairs(stored: stored, source, folded: target.jobs, made)
    return ConclusionChanges(events: last.rawValue, jobs: try pairs.changes())
  }
}

/// The rows of jobs as they are stored and as they were folded.
private struct JobRowPairs: ~Copyable {
  private let stored: Database?
  private let source: ReadTransaction
  private let folded: Database
  private let made: ReadTransaction

  init(
    stored: Database?, _ source: consuming ReadTransaction, folded: Database,
    _ made: consuming ReadTransaction
  ) {
    self.stored = stored
    self.source = source
    self.folded = folded
    self.made = made
  }

  func changes() throws(LedgerError) -> [ConclusionChange] {
    var changes: [ConclusionChange] = []
    try rows(of: folded, made) { (number, row) throws(LedgerError) in
      let old = try self.row(of: number, in: stored, source)
      guard old != row, let job = Job(number: number, row: row) else { return }
      let before = old.flatMap { Job(number: number, row: $0) }
      if let change = ConclusionChange(stored: before, folded: job) { changes.append(change) }
    }
    guard let stored else { return changes }
    try rows(of: stored, source) { (number, row) throws(LedgerError) in
      guard try self.row(of: number, in: folded, made) == nil,
        let change = ConclusionChange(stored: Job(number: number, row: row), folded: nil)
      else { return }
      changes.append(change)
    }
    return changes
  }

  private func row(
    of number: JobNumber, in table: Database?, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> [UInt8]? {
    guard let table else { return nil }
    return try transaction.value(table, [UInt8](bigEndian: number.rawValue))
  }

  private func rows(
    of table: Database, _ transaction: borrowing ReadTransaction,
    _ body: (JobNumber, [UInt8]) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    try transaction.withCursor(table) { cursor throws(LedgerError) in
      var entry = try cursor.move(.first, Self.copies)
      while let (number, row) = entry {
        try body(number, row)
        entry = try cursor.move(.next, Self.copies)
      }
    }
  }

  private static func copies(
    _ key: Span<UInt8>, _ value: Span<UInt8>
  ) throws(LedgerError) -> (JobNumber, [UInt8]) {
    (JobNumber(rawValue: key.bigEndianUInt64(at: 0)), value.copied)
  }
}
