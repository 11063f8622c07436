/// One unchanging view of the ledger: every answer of a snapshot is of the same moment.
public struct LedgerSnapshot: ~Copyable {
  let transaction: ReadTransaction
  let tables: Tables
  /// The ledger as it was earlier; `nil` for as it is now.
  let past: Past?

  init(_ transaction: consuming ReadTransaction, _ tables: Tables, past: Past? = nil) {
    self.transaction = transaction
    self.tables = tables
    self.past = past
  }

  /// The sequence of the newest event that the snapshot knows of.
  public func head() throws(LedgerError) -> LogSequence {
    if let past { return past.head }
    return try LogReading.head(transaction, tables)
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
    if let past, sequence > past.head { return nil }
    return try LogReading.event(transaction, tables, at: sequence)
  }

  /// The leaf hash of the event at that place.
  public func leafHash(at sequence: LogSequence) throws(LedgerError) -> TreeHash? {
    try LogReading.leaf(transaction, tables, at: sequence)
  }

  /// The job of an event, by its record's unchecked header; for telling what is damaged.
  public func job(ofEventAt sequence: LogSequence) throws(LedgerError) -> Job? {
    guard let header = try LogReading.header(transaction, tables, at: sequence), header.job > 0
    else { return nil }
    return try job(JobNumber(rawValue: header.job))
  }

  /// All events of a job, in log order, each checked.
  public func events(of job: JobNumber) throws(LedgerError) -> [Event] {
    var events: [Event] = []
    for sequence in try sequences(of: job) {
      guard let event = try event(at: sequence) else { throw .damagedProjection("job events") }
      events.append(event)
    }
    return events
  }

  /// The places of a job's events, in log order.
  public func sequences(of job: JobNumber) throws(LedgerError) -> [LogSequence] {
    let all = try JobEvents.sequences(of: job, tables.projections, transaction)
    guard let past else { return all }
    return all.filter { $0 <= past.head }
  }

  public func job(_ number: JobNumber) throws(LedgerError) -> Job? {
    if let past {
      guard past.knows(number) else { return nil }
      if let changed = past.changed[number] { return changed }
    }
    return try ProjectionBatch.stored(number, tables.projections, transaction)
  }

  public func jobCount() throws(LedgerError) -> Int {
    guard past != nil else { return try transaction.count(tables.projections.jobs) }
    return try count { _ in true }
  }

  public func openJobCount() throws(LedgerError) -> Int {
    guard past != nil else { return try transaction.count(tables.projections.openJobs) }
    return try count { !$0.state.isVerdict }
  }

  private func count(_ isCounted: (JobDigest) -> Bool) throws(LedgerError) -> Int {
    var count = 0
    try forEachDigest { digest throws(LedgerError) in
      if isCounted(digest) { count += 1 }
      return true
    }
    return count
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
        move = .previous
        guard let past else {
          guard try body(job) else { return }
          continue
        }
        guard past.knows(job.number) else { continue }
        guard try body(past.changed[job.number] ?? job) else { return }
      }
    }
  }

  /// The jobs without a verdict, oldest first.
  public func openJobs() throws(LedgerError) -> [Job] {
    var jobs: [Job] = []
    try forEachOpenJob { job throws(LedgerError) in jobs.append(job) }
    return jobs
  }

  /// Calls `body` with each job without a verdict, oldest first; one at a time is in memory.
  public func forEachOpenJob(
    _ body: (Job) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    for number in try openJobNumbers() {
      guard let job = try job(number) else { throw .damagedProjection("open jobs") }
      try body(job)
    }
  }

  private func openJobNumbers() throws(LedgerError) -> [JobNumber] {
    if past != nil {
      var numbers: [JobNumber] = []
      try forEachDigest { digest throws(LedgerError) in
        if !digest.state.isVerdict { numbers.append(digest.number) }
        return true
      }
      return numbers.sorted()
    }
    return try transaction.withCursor(tables.projections.openJobs) {
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
