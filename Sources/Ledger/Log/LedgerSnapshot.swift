/// One unchanging view of the ledger: every answer of a snapshot is of the same moment.
public struct LedgerSnapshot: ~Copyable {
  let transaction: ReadTransaction
  let tables: Tables

  init(_ transaction: consuming ReadTransaction, _ tables: Tables) {
    self.transaction = transaction
    self.tables = tables
  }

  /// The sequence of the newest event.
  public func head() throws(LedgerError) -> LogSequence {
    try LogReading.head(transaction, tables)
  }

  /// What `init` wrote: id, origin, public key.
  public func creation() throws(LedgerError) -> Creation? {
    let first = LogSequence(rawValue: 1)
    guard case .ledgerCreated(let creation) = try event(at: first)?.fact else { return nil }
    return creation
  }

  /// The event at that place, checked against its leaf hash.
  ///
  /// - Returns: `nil` past the end of the log.
  public func event(at sequence: LogSequence) throws(LedgerError) -> Event? {
    try LogReading.event(transaction, tables, at: sequence)
  }

  /// The leaf hash of the event at that place: 32 bytes.
  public func leafHash(at sequence: LogSequence) throws(LedgerError) -> [UInt8]? {
    try LogReading.leaf(transaction, tables, at: sequence)
  }

  /// All events of a job, in log order, each checked.
  public func events(of job: JobNumber) throws(LedgerError) -> [Event] {
    var events: [Event] = []
    for sequence in try JobEvents.sequences(of: job, tables, transaction) {
      guard let event = try event(at: sequence) else { throw .damagedProjection("job events") }
      events.append(event)
    }
    return events
  }

  public func job(_ number: JobNumber) throws(LedgerError) -> Job? {
    try ProjectionBatch.stored(number, tables.projections, transaction)
  }

  public func jobCount() throws(LedgerError) -> Int {
    try transaction.count(tables.projections.jobs)
  }

  public func openJobCount() throws(LedgerError) -> Int {
    try transaction.count(tables.projections.openJobs)
  }

  /// Calls `body` with each job, newest first, until it returns `false`.
  public func forEachJob(
    _ body: (Job) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    try transaction.withCursor(tables.projections.jobs) { cursor throws(LedgerError) in
      var move = Cursor.Move.last
      while let job = try cursor.move(
        move,
        { key, value throws(LedgerError) -> Job in
          let number = JobNumber(rawValue: key.bigEndianUInt64(at: 0))
          guard let job = Job(number: number, row: value.copied) else {
            throw .damagedProjection("jobs")
          }
          return job
        })
      {
        guard try body(job) else { return }
        move = .previous
      }
    }
  }

  /// The jobs without a verdict, oldest first.
  public func openJobs() throws(LedgerError) -> [Job] {
    let numbers = try transaction.withCursor(tables.projections.openJobs) {
      cursor throws(LedgerError) in
      var numbers: [JobNumber] = []
      var move = Cursor.Move.first
      while let number = try cursor.move(
        move, { key, _ throws(LedgerError) in key.bigEndianUInt64(at: 0) })
      {
        numbers.append(JobNumber(rawValue: number))
        move = .next
      }
      return numbers
    }
    var jobs: [Job] = []
    for number in numbers {
      guard let job = try job(number) else { throw .damagedProjection("open jobs") }
      jobs.append(job)
    }
    return jobs
  }

  /// The account's binding, if it was ever used.
  public func account(_ name: String) throws(LedgerError) -> AccountBinding? {
    guard let row = try transaction.value(tables.projections.accounts, Array(name.utf8))
    else { return nil }
    return AccountBinding(name: name, row: row)
  }

  /// All accounts that were ever used, in the order of their names.
  public func accounts() throws(LedgerError) -> [AccountBinding] {
    try transaction.withCursor(tables.projections.accounts) { cursor throws(LedgerError) in
      var accounts: [AccountBinding] = []
      var move = Cursor.Move.first
      while let account = try cursor.move(
        move,
        { key, value throws(LedgerError) -> AccountBinding in
          let name = String(decoding: key.copied, as: UTF8.self)
          guard let account = AccountBinding(name: name, row: value.copied) else {
            throw .damagedProjection("accounts")
          }
          return account
        })
      {
        accounts.append(account)
        move = .next
      }
      return accounts
    }
  }
}
