/// Runs the folds over events in log order inside one write transaction.
///
/// Appends and rebuilds run these same lines; that is why a rebuild gives, byte for byte, what live
/// operation gave.
struct ProjectionBatch: ~Copyable {
  /// Jobs that are kept in memory at most, before their rows are written.
  static let jobsMax = 20_000

  private let tables: ProjectionTables
  private var entries: [JobNumber: JobEntry] = [:]
  private var changed: [JobNumber] = []
  /// By their bytes: to Swift, two ways to write an accented letter are one string, and which of
  /// them got a number first would depend on where a batch began.
  private var words: [[UInt8]: WordNumber] = [:]

  init(_ tables: ProjectionTables) { self.tables = tables }

  /// The job as of the newest applied event.
  mutating func job(
    _ number: JobNumber, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Job? {
    try entry(of: number, transaction)?.job
  }

  /// What is kept of the job, read from its rows where it has any.
  private mutating func entry(
    of number: JobNumber, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> JobEntry? {
    if let known = entries[number] { return known }
    guard let job = try Self.stored(number, tables, transaction) else { return nil }
    let places = TimePlaces(job)
    // The digest tells the numbers of the job's words: one question instead of one a word.
    let numbers = try transaction.withValue(tables.digests, places.submitted.bytes) {
      row throws(LedgerError) in JobDigest.wordNumbers(inRow: row)
    }
    let entry = JobEntry(job, places: places)
    if case .some(.some(let numbers)) = numbers {
      entry.numbered = NumberedWords(words: JobDigest.words(of: job), numbers: numbers)
    }
    entries[number] = entry
    return entry
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
    let entry: JobEntry
    if let known = try self.entry(of: number, transaction) {
      entry = known
    } else {
      entry = try start(number, with: event, transaction)
    }
    entry.job.apply(event)
    try numberWords(of: entry, transaction)
    markChanged(entry)
    entry.events.append(contentsOf: [UInt8](bigEndian: event.sequence.rawValue))
    if changed.count >= Self.jobsMax { try flush(transaction) }
  }

  /// Begins a job with the event that tracks it.
  private mutating func start(
    _ number: JobNumber, with event: Event, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> JobEntry {
    guard case .jobTracked(let declaration) = event.fact else {
      throw .damagedRecord(event.sequence)
    }
    let entry = JobEntry(Job(number: number, declaration: declaration, event: event))
    try putNames(of: entry.job, transaction)
    entries[number] = entry
    return entry
  }

  private mutating func markChanged(_ entry: JobEntry) {
    guard !entry.isChanged else { return }
    entry.isChanged = true
    changed.append(entry.job.number)
  }

  /// Gives every word its number, in the order of events; the digest itself is written once.
  private mutating func numberWords(
    of entry: JobEntry, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let words = JobDigest.words(of: entry.job)
    if entry.numbered?.isFor(words) == true { return }
    var numbers = JobDigest.WordNumbers(repeating: nil)
    for place in words.indices {
      if let word = words[place] { numbers[place] = try wordNumber(word, transaction) }
    }
    entry.numbered = NumberedWords(words: words, numbers: numbers)
  }

  /// Puts a job in the place of what was folded of it; for records that are not as they were.
  mutating func replace(
    _ job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    guard let entry = try entry(of: job.number, transaction) else {
      throw .damagedProjection("jobs")
    }
    entry.job = job
    try numberWords(of: entry, transaction)
    markChanged(entry)
  }

  /// Writes the rows of all jobs that changed.
  mutating func flush(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    for number in changed.sorted() {
      guard let entry = entries[number], let numbers = entry.numbered?.numbers else { continue }
      try writeEvents(of: entry, transaction)
      let key = [UInt8](bigEndian: number.rawValue)
      try transaction.put(tables.jobs, key, entry.job.row)
      let digest = JobDigest(entry.job, numbers: numbers)
      try put(digest, insteadOf: entry.places, transaction)
      if entry.job.state.isVerdict {
        try transaction.remove(tables.openJobs, key)
      } else {
        try transaction.put(tables.openJobs, key, DigestKey.bytes(of: digest.submitted))
      }
    }
    entries.removeAll()
    changed.removeAll()
  }

  /// Writes where the events of a job are; before anyone reads it in this transaction.
  func writeEvents(
    of number: JobNumber, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    if let entry = entries[number] { try writeEvents(of: entry, transaction) }
  }

  /// A job's events go in together: finding its place costs more than putting one there.
  private func writeEvents(
    of entry: JobEntry, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    guard !entry.events.isEmpty else { return }
    try transaction.putDuplicates(
      tables.jobEvents, [UInt8](bigEndian: entry.job.number.rawValue), entry.events, of: 8)
    entry.events.removeAll(keepingCapacity: true)
  }

  /// Writes the digest at its place, and takes it away from where it stood before.
  private func put(
    _ digest: JobDigest, insteadOf old: TimePlaces?, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let new = TimePlaces(digest)
    if let old, old.submitted != new.submitted {
      try transaction.remove(tables.digests, old.submitted.bytes)
    }
    if let ended = old?.ended, old != new { try transaction.remove(tables.ended, ended.bytes) }
    try transaction.put(tables.digests, new.submitted.bytes, digest.row)
    if let ended = new.ended, old != new {
      try transaction.put(
        tables.ended, ended.bytes, DigestKey.bytes(of: new.submitted.moment))
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

/// A job in memory, with what is known of its rows; changed in place, because a job is large.
private final class JobEntry {
  var job: Job
  /// Where its stored rows stand in the tables that are sorted by time.
  let places: TimePlaces?
  var numbered: NumberedWords?
  var isChanged = false
  /// The sequences of its events that are not written yet, as the table has them.
  var events: [UInt8] = []

  init(_ job: Job, places: TimePlaces? = nil) {
    self.job = job
    self.places = places
  }
}

/// The words of a digest with their numbers.
private struct NumberedWords {
  let words: JobDigest.Words
  let numbers: JobDigest.WordNumbers

  /// Whether these are the same words, byte for byte.
  func isFor(_ others: JobDigest.Words) -> Bool {
    for index in words.indices {
      switch (words[index], others[index]) {
      case (nil, nil): continue
      case (let word?, let other?):
        guard word.isSameBytes(as: other) else { return false }
      case (nil, _?), (_?, nil): return false
      }
    }
    return true
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
