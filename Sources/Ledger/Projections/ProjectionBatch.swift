/// Runs the folds over events in log order inside one write transaction.
///
/// Appends and rebuilds run these same lines; that is why a rebuild gives, byte for byte, what live
/// operation gave.
struct ProjectionBatch {
  /// Jobs that are kept in memory at most, before their rows are written.
  static let jobsMax = 20_000

  private let tables: ProjectionTables
  private var jobs: [JobNumber: Job] = [:]
  private var changed: Set<JobNumber> = []
  /// Where the stored jobs stand in the tables that are sorted by time.
  private var places: [JobNumber: TimePlaces] = [:]
  /// By their bytes: to Swift, two ways to write an accented letter are one string, and which of
  /// them got a number first would depend on where a batch began.
  private var words: [[UInt8]: WordNumber] = [:]

  init(_ tables: ProjectionTables) { self.tables = tables }

  /// The job as of the newest applied event.
  mutating func job(
    _ number: JobNumber, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Job? {
    if let job = jobs[number] { return job }
    guard let job = try Self.stored(number, tables, transaction) else { return nil }
    jobs[number] = job
    places[number] = TimePlaces(job)
    return job
  }

  /// The row as it is stored.
  static func stored(
    _ number: JobNumber, _ tables: ProjectionTables,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> Job? {
    guard let row = try transaction.value(tables.jobs, Array(bigEndian: number.rawValue))
    else { return nil }
    guard let job = Job(number: number, row: row) else { throw .damagedProjection("jobs") }
    return job
  }

  /// Applies the log's next event.
  mutating func apply(
    _ event: Event, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    if case .ledgerAccount(let binding) = event.fact {
      try transaction.put(
        tables.accounts, Array(binding.name.utf8), binding.row(at: event.sequence))
    }
    if case .ledgerPrice(let declaration) = event.fact {
      try transaction.put(
        tables.prices, Array(bigEndian: event.sequence.rawValue),
        declaration.row(recorded: event.recorded))
    }
    guard let number = event.job else { return }
    var job: Job
    if let known = try self.job(number, transaction) {
      job = known
    } else {
      guard case .jobTracked(let declaration) = event.fact else {
        throw .damagedRecord(event.sequence)
      }
      job = Job(number: number, declaration: declaration, event: event)
      try putNames(of: job, transaction)
    }
    job.apply(event)
    // Every word gets its number here, in the order of events; the digest itself is written once.
    for word in JobDigest.words(of: job) {
      if let word { _ = try wordNumber(word, transaction) }
    }
    jobs[number] = job
    changed.insert(number)
    try transaction.put(
      tables.jobEvents, Array(bigEndian: number.rawValue),
      Array(bigEndian: event.sequence.rawValue), .appendDuplicate)
    if changed.count >= Self.jobsMax { try flush(transaction) }
  }

  /// Puts a job in the place of what was folded of it; for records that are not as they were.
  mutating func replace(
    _ job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    _ = try self.job(job.number, transaction)  // which knows where its rows are
    jobs[job.number] = job
    changed.insert(job.number)
  }

  /// Writes the rows of all jobs that changed.
  mutating func flush(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    for number in changed.sorted() {
      guard let job = jobs[number] else { continue }
      let key = [UInt8](bigEndian: number.rawValue)
      try transaction.put(tables.jobs, key, job.row)
      let digest = try putDigest(of: job, transaction)
      if job.state.isVerdict {
        try transaction.remove(tables.openJobs, key)
      } else {
        try transaction.put(tables.openJobs, key, DigestKey.bytes(of: digest.submitted))
      }
    }
    jobs.removeAll()
    changed.removeAll()
    places.removeAll()
  }

  /// Writes the job's digest at its place, and takes it away from where it stood before.
  private mutating func putDigest(
    of job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> JobDigest {
    let digest = try digest(of: job, transaction)
    let new = TimePlaces(digest)
    let old = places[job.number]
    if let old, old.submitted != new.submitted {
      try transaction.remove(tables.digests, old.submitted.bytes)
    }
    if let ended = old?.ended, old != new { try transaction.remove(tables.ended, ended.bytes) }
    try transaction.put(tables.digests, new.submitted.bytes, digest.row)
    if let ended = new.ended, old != new {
      try transaction.put(
        tables.ended, ended.bytes, DigestKey.bytes(of: new.submitted.moment))
    }
    return digest
  }

  private mutating func digest(
    of job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> JobDigest {
    try JobDigest(job) { (word) throws(LedgerError) -> WordNumber in
      try wordNumber(word, transaction)
    }
  }

  /// The number of the word, given where it has none.
  private mutating func wordNumber(
    _ word: String, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> WordNumber {
    let bytes = Array(word.utf8)
    if let known = words[bytes] { return known }
    let number = try Vocabulary.numberOrAdd(word, tables.words, transaction)
    words[bytes] = number
    return number
  }

  private func putNames(
    of job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let number = [UInt8](bigEndian: job.number.rawValue)
    try transaction.put(tables.names, NameKey.shortKey(job.key), number)
    try transaction.put(tables.names, NameKey.nativeID(job.nativeID, job.number), [])
    if let operation = NameKey.operation(job.nativeID, job.number) {
      try transaction.put(tables.names, operation, [])
    }
  }
}

/// A job's places in the tables that are sorted by time.
private struct TimePlaces: Equatable {
  let submitted: DigestKey
  let ended: DigestKey?

  init(_ digest: JobDigest) {
    submitted = DigestKey(digest.submitted, digest.number)
    ended = digest.ended.map { DigestKey($0, digest.number) }
  }

  init(_ job: Job) {
    submitted = DigestKey(job.submitted?.moment ?? job.firstSeen, job.number)
    ended = job.ended.map { DigestKey($0, job.number) }
  }
}

extension AccountBinding {
  /// The row of the `accounts` projection, with the place of the event that bound the account.
  func row(at sequence: LogSequence) -> [UInt8] {
    var fields = FieldWriter()
    fields.string(.dialect, dialect)
    fields.string(.origin, origin)
    fields.integer(.boundAt, Int64(exactly: sequence.rawValue))
    return fields.bytes
  }

  /// Where in the log the account was bound.
  static func sequence(inRow row: [UInt8]) -> LogSequence? {
    FieldReader(row)?.integer(.boundAt).flatMap(UInt64.init(exactly:))
      .map(LogSequence.init(rawValue:))
  }

  init?(name: String, row: [UInt8]) {
    guard let fields = FieldReader(row), let dialect = fields.string(.dialect),
      let origin = fields.string(.origin)
    else { return nil }
    self.init(name: name, dialect: dialect, origin: origin)
  }
}
