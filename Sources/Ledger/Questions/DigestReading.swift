/// Which jobs a question goes through, and in which order.
public struct DigestRange: Hashable, Sendable {
  /// The time that bounds and orders the jobs.
  public enum Order: Hashable, Sendable {
    /// ``JobDigest/submitted``.
    case submitted
    /// ``JobDigest/ended``; jobs without an end are left out.
    case ended
  }

  public var order: Order
  /// The first moment that is in it; `nil` for no bound.
  public var from: Moment?
  /// The first moment that is in it no more; `nil` for no bound.
  public var until: Moment?
  public var newestFirst: Bool

  public init(
    order: Order = .submitted, from: Moment? = nil, until: Moment? = nil,
    newestFirst: Bool = false
  ) {
    self.order = order
    self.from = from
    self.until = until
    self.newestFirst = newestFirst
  }
}

extension DigestRange {
  /// The moment by which the range is bounded and sorted.
  func moment(of digest: JobDigest) -> Moment? {
    switch order {
    case .submitted: digest.submitted
    case .ended: digest.ended
    }
  }

  func contains(_ digest: JobDigest) -> Bool {
    guard let moment = moment(of: digest) else { return false }
    if let from, moment < from { return false }
    if let until, moment >= until { return false }
    return true
  }

  /// Whether `left` comes first in the order of the range.
  func places(_ left: JobDigest, before right: JobDigest) -> Bool {
    guard let first = moment(of: left), let second = moment(of: right) else { return false }
    let isEarlier = (first, left.number) < (second, right.number)
    return newestFirst ? !isEarlier : isEarlier
  }
}

extension LedgerSnapshot {
  /// Calls `body` with the digest of each job in the range, until it returns `false`.
  ///
  /// - Complexity: O(*m*) for *m* jobs in the range, by end with a search for each; nothing
  ///   outside the range is read. A whole question over a million jobs takes 0.4 to 0.8 s.
  public func forEachDigest(
    _ range: DigestRange = DigestRange(), _ body: (JobDigest) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    guard let past else { return try forEachStoredDigest(range, body) }
    // What changed since is left out where it is stored, and put in where it was then.
    var changed = try past.digests(in: range) { (word) throws(LedgerError) -> WordNumber in
      try number(of: word)
    }[...]
    var goesOn = true
    try forEachStoredDigest(range) { digest throws(LedgerError) in
      guard past.knows(digest.number), past.changed[digest.number] == nil else { return true }
      while let next = changed.first, goesOn, range.places(next, before: digest) {
        changed.removeFirst()
        goesOn = try body(next)
      }
      if goesOn { goesOn = try body(digest) }
      return goesOn
    }
    while goesOn, let next = changed.popFirst() { goesOn = try body(next) }
  }

  /// Calls `body` with each job that was submitted at that moment or later, in the order of
  /// submission.
  ///
  /// - Complexity: O(*m*) for *m* jobs from there on; less of each is read than by
  ///   ``forEachDigest(_:_:)``.
  public func forEachAttempt(
    from first: Moment, _ body: (JobAttempt) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    let range = DigestRange(from: first)
    guard past == nil else {
      return try forEachDigest(range) { digest throws(LedgerError) in
        try body(JobAttempt(digest))
        return true
      }
    }
    try forEach(tables.projections.digests, range) { key, row throws(LedgerError) in
      guard let job = JobAttempt(key: key, row: row) else { throw .damagedProjection("digests") }
      try body(job)
      return true
    }
  }

  /// When the newest job was submitted; `nil` where there is no job.
  public func newestSubmission() throws(LedgerError) -> Moment? {
    var newest: Moment?
    try forEachDigest(DigestRange(newestFirst: true)) { digest throws(LedgerError) in
      newest = digest.submitted
      return false
    }
    return newest
  }

  /// The models of an account's jobs, by name.
  ///
  /// - Complexity: About 0.1 µs for each job of the ledger.
  public func models(of account: String) throws(LedgerError) -> [String] {
    let words = try words()
    guard let number = words.first(where: { $0.value == account })?.key else { return [] }
    var models: Set<WordNumber> = []
    try forEachDigest { digest throws(LedgerError) in
      if digest.account == number, let model = digest.model { models.insert(model) }
      return true
    }
    return models.compactMap { words[$0] }.sorted()
  }

  /// The digest of one job; `nil` where it is not there.
  public func digest(_ job: JobNumber) throws(LedgerError) -> JobDigest? {
    guard let job = try self.job(job) else { return nil }
    return try JobDigest(job) { (word) throws(LedgerError) -> WordNumber in try number(of: word) }
  }

  /// The number of a word that some job has, so that it must have one.
  private func number(of word: String) throws(LedgerError) -> WordNumber {
    guard let number = try Vocabulary.number(of: word, tables.projections.words, transaction)
    else { throw .damagedProjection("words") }
    return number
  }

  private func forEachStoredDigest(
    _ range: DigestRange, _ body: (JobDigest) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    switch range.order {
    case .submitted:
      try forEach(tables.projections.digests, range) { key, row throws(LedgerError) in
        guard let digest = JobDigest(key: key, row: row) else {
          throw .damagedProjection("digests")
        }
        return try body(digest)
      }
    case .ended:
      try transaction.withCursor(tables.projections.digests) { digests throws(LedgerError) in
        try forEach(tables.projections.ended, range) { key, value throws(LedgerError) in
          guard let end = DigestKey(key), value.count == 8 else {
            throw .damagedProjection("ended")
          }
          let place = DigestKey(DigestKey.moment(value.bigEndianUInt64(at: 0)), end.number)
          return try digests.read(place, of: "ended", body)
        }
      }
    }
  }

  /// Calls `body` with each entry whose key's moment is in the range.
  private func forEach(
    _ table: Database, _ range: DigestRange,
    _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    try transaction.withCursor(table) { cursor throws(LedgerError) in
      let read = { (key: Span<UInt8>, value: Span<UInt8>) throws(LedgerError) -> Bool in
        guard let place = DigestKey(key) else { throw .damagedProjection("digests") }
        if range.newestFirst {
          if let from = range.from, place.moment < from { return false }
        } else if let until = range.until, place.moment >= until {
          return false
        }
        return try body(key, value)
      }
      guard range.newestFirst else {
        let first = range.from.map(DigestKey.bytes(of:)) ?? [0]
        return try cursor.forEach(from: first, .next, read)
      }
      var goesOn = try end(cursor, range, read)
      while goesOn == true { goesOn = try cursor.move(.previous, read) }
    }
  }

  /// Begins at the last entry of the range.
  private func end(
    _ cursor: borrowing Cursor, _ range: DigestRange,
    _ read: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool? {
    guard let until = range.until else { return try cursor.move(.last, read) }
    // The entry before the first one that is past the range, or the last where none is.
    let isPast = try cursor.seek(DigestKey.bytes(of: until)) { _, _ in true } ?? false
    return try cursor.move(isPast ? .previous : .last, read)
  }

  /// The word of that number.
  public func word(_ number: WordNumber) throws(LedgerError) -> String? {
    try Vocabulary.word(number, tables.projections.words, transaction)
  }

  /// All words with their numbers.
  ///
  /// - Complexity: O(*w*) for *w* words; a few hundred, unless projects or error codes are many.
  public func words() throws(LedgerError) -> [WordNumber: String] {
    try transaction.withCursor(tables.projections.words) { cursor throws(LedgerError) in
      var words: [WordNumber: String] = [:]
      let read = { (key: Span<UInt8>, value: Span<UInt8>) throws(LedgerError) -> (UInt64, String) in
        (key.bigEndianUInt64(at: 1), String(decoding: value.copied, as: UTF8.self))
      }
      var entry = try cursor.seek([2], read)
      while let (number, word) = entry {
        words[WordNumber(rawValue: UInt32(truncatingIfNeeded: number))] = word
        entry = try cursor.move(.next, read)
      }
      return words
    }
  }
}

extension Cursor {
  /// Calls `body` with the digest at that place of the digests' table.
  ///
  /// - Throws: ``LedgerError/damagedProjection(_:)`` about `table`, which leads there, where there
  ///   is none.
  func read<Value>(
    _ place: DigestKey, of table: String, _ body: (JobDigest) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    let found = try seek(place.inlineBytes.span) { key, row throws(LedgerError) -> Value in
      guard let digest = JobDigest(key: key, row: row), digest.number == place.number else {
        throw .damagedProjection(table)
      }
      return try body(digest)
    }
    guard let found else { throw .damagedProjection(table) }
    return found
  }
}
