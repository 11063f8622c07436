/// Folds the jobs of a stretch again, each from its own events, and compares what is stored of them.
///
/// The order in which words have got their numbers is not compared: no answer depends on it.
struct JobVerification {
  /// Jobs with these numbers.
  let numbers: ClosedRange<UInt64>
  private let tables: ProjectionTables
  private let log: Tables

  private(set) var found: [Damage] = []
  private(set) var jobs: UInt64 = 0
  private(set) var events: UInt64 = 0
  private(set) var open = 0
  private(set) var ended = 0
  private(set) var names = 0
  /// Whether each job could be folded and its words read, so that the numbers above are those of all.
  private(set) var isWhole = true
  private var words: [[UInt8]: WordNumber] = [:]

  init(_ numbers: ClosedRange<UInt64>, _ tables: Tables) {
    self.numbers = numbers
    self.tables = tables.projections
    log = tables
  }

  mutating func run(_ transaction: borrowing ReadTransaction) throws(LedgerError) {
    try transaction.withCursor(tables.jobEvents) { cursor throws(LedgerError) in
      var entry = try cursor.seek([UInt8](bigEndian: numbers.lowerBound), Self.read)
      while let (number, first) = entry, number <= numbers.upperBound {
        var sequences = [first]
        entry = try cursor.move(.next, Self.read)
        while let (same, sequence) = entry, same == number {
          sequences.append(sequence)
          entry = try cursor.move(.next, Self.read)
        }
        try compare(JobNumber(rawValue: number), sequences, transaction)
      }
    }
  }

  private static func read(
    _ key: Span<UInt8>, _ value: Span<UInt8>
  ) throws(LedgerError) -> (UInt64, LogSequence) {
    guard key.count == 8, value.count == 8 else { throw .damagedProjection("job events") }
    return (key.bigEndianUInt64(at: 0), LogSequence(rawValue: value.bigEndianUInt64(at: 0)))
  }

  private mutating func compare(
    _ number: JobNumber, _ sequences: [LogSequence], _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) {
    jobs += 1
    events += UInt64(sequences.count)
    guard let job = try JobFolding.job(number, sequences, log, transaction) else {
      found.append(.projection("job events", number))
      isWhole = false
      return
    }
    let key = [UInt8](bigEndian: number.rawValue)
    try compare(tables.jobs, "jobs", key, job.row, number, transaction)
    try compare(
      tables.names, "names", NameKey.shortKey(job.key), key, number, transaction)
    try compare(
      tables.names, "names", NameKey.nativeID(job.nativeID, number), [], number, transaction)
    names += 2
    if let operation = NameKey.operation(job.nativeID, number) {
      try compare(tables.names, "names", operation, [], number, transaction)
      names += 1
    }
    try compareDigest(of: job, key, transaction)
  }

  private mutating func compareDigest(
    of job: Job, _ key: [UInt8], _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) {
    let digest: JobDigest
    do throws(LedgerError) {
      digest = try JobDigest(job) { (word) throws(LedgerError) -> WordNumber in
        try number(of: word, transaction)
      }
    } catch {
      guard case .damagedProjection = error else { throw error }
      found.append(.projection("words", job.number))
      isWhole = false
      return
    }
    let place = DigestKey(digest.submitted, digest.number)
    try compare(tables.digests, "digests", place.bytes, digest.row, job.number, transaction)
    if let moment = digest.ended {
      ended += 1
      try compare(
        tables.ended, "ended", DigestKey(moment, digest.number).bytes,
        DigestKey.bytes(of: digest.submitted), job.number, transaction)
    }
    if !job.state.isVerdict {
      open += 1
      try compare(
        tables.openJobs, "open jobs", key, DigestKey.bytes(of: digest.submitted), job.number,
        transaction)
    }
  }

  private mutating func compare(
    _ table: Database, _ name: String, _ key: [UInt8], _ value: [UInt8], _ number: JobNumber,
    _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) {
    let isSame = try transaction.withValue(table, key) { bytes throws(LedgerError) in
      bytes.isSame(as: value)
    }
    if isSame != true { found.append(.projection(name, number)) }
  }

  private mutating func number(
    of word: String, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> WordNumber {
    let bytes = Array(word.utf8)
    if let known = words[bytes] { return known }
    guard let number = try Vocabulary.number(of: word, tables.words, transaction),
      let back = try Vocabulary.word(number, tables.words, transaction),
      Array(back.utf8) == bytes
    else { throw .damagedProjection("words") }
    words[bytes] = number
    return number
  }
}

extension Span<UInt8> {
  fileprivate func isSame(as bytes: [UInt8]) -> Bool {
    guard count == bytes.count else { return false }
    for index in 0..<count where self[index] != bytes[index] { return false }
    return true
  }
}
