/// What a job's name stands for.
public enum JobMatch: Hashable, Sendable {
  case none
  case one(Job)
  /// More than one, in the order of their keys; at most ``JobSearch/candidatesMax``.
  case several([Job])
}

enum JobSearch {
  /// How many candidates an ambiguous name lists at most.
  static let candidatesMax = 10
  /// Prefixes shorter than this match too much by chance.
  static let prefixLeast = 4
}

extension LedgerSnapshot {
  /// Finds the job of exactly that account and id.
  public func job(account: String, nativeID: String) throws(LedgerError) -> Job? {
    let key = NameKey.shortKey(JobKey(account: account, nativeID: nativeID))
    let number = try transaction.withValue(
      tables.projections.names, key
    ) { bytes throws(LedgerError) in JobNumber(rawValue: bytes.bigEndianUInt64(at: 0)) }
    guard let number else { return nil }
    return try job(number)
  }

  /// Finds the job that a person means: a native id, the part after `operations/`, a short key, or
  /// an unambiguous prefix of one of them, of at least four characters.
  ///
  /// A name that is whole wins over names that it begins.
  public func find(_ name: String, account: String? = nil) throws(LedgerError) -> JobMatch {
    let exact = try candidates(name, account, exact: true)
    if !exact.isEmpty { return match(exact) }
    guard name.utf8.count >= JobSearch.prefixLeast else { return .none }
    return match(try candidates(name, account, exact: false))
  }

  /// The newest job but `back` others; `nil` past the oldest.
  public func newest(back: Int) throws(LedgerError) -> Job? {
    var left = back
    var found: Job?
    try forEachJob { job throws(LedgerError) in
      if left == 0 { found = job }
      left -= 1
      return found == nil
    }
    return found
  }

  private func match(_ jobs: [Job]) -> JobMatch {
    guard let first = jobs.first else { return .none }
    return jobs.count == 1 ? .one(first) : .several(jobs)
  }

  private func candidates(
    _ name: String, _ account: String?, exact: Bool
  ) throws(LedgerError) -> [Job] {
    // Ids longer than a key share its beginning; the row decides.
    let ending: [UInt8] = exact && name.utf8.count < NameKey.idBytesMax ? [0] : []
    var prefixes = [NameKey.nativeIDPrefix(name) + ending, NameKey.operationPrefix(name) + ending]
    if name.hasPrefix("v"), name.utf8.count >= JobSearch.prefixLeast {
      prefixes.append(NameKey.shortKeyPrefix(name))
    }
    var jobs: [JobNumber: Job] = [:]
    for prefix in prefixes {
      try forEachNumber(prefix) { number throws(LedgerError) in
        guard let job = try job(number) else {
          guard past != nil else { throw .damagedProjection("names") }
          return true  // it came later
        }
        if account ?? job.account == job.account, job.isNamed(name, exact: exact) {
          jobs[number] = job
        }
        return jobs.count < JobSearch.candidatesMax
      }
    }
    return jobs.values.sorted { ($0.key.text, $0.number) < ($1.key.text, $1.number) }
  }

  /// Calls `body` with the job of each name that begins so, until it returns `false`.
  private func forEachNumber(
    _ prefix: [UInt8], _ body: (JobNumber) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    try transaction.withCursor(tables.projections.names) { cursor throws(LedgerError) in
      let read = { (key: Span<UInt8>, value: Span<UInt8>) throws(LedgerError) -> UInt64? in
        guard key.count >= prefix.count else { return nil }
        for index in prefix.indices where key[index] != prefix[index] { return nil }
        // The short key's number is its value; an id's stands at the end of the key.
        return value.isEmpty
          ? key.bigEndianUInt64(at: key.count - 8) : value.bigEndianUInt64(at: 0)
      }
      var next = try cursor.seek(prefix, read)
      while case .some(.some(let number)) = next, try body(JobNumber(rawValue: number)) {
        next = try cursor.move(.next, read)
      }
    }
  }
}

extension Job {
  /// Whether the text is one of the job's names, or begins one; compared byte for byte.
  fileprivate func isNamed(_ text: String, exact: Bool) -> Bool {
    [nativeID, key.text, NameKey.operationPart(of: nativeID)].contains { name in
      guard let name else { return false }
      return name.utf8.starts(with: text.utf8) && (!exact || name.utf8.count == text.utf8.count)
    }
  }
}
