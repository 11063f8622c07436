internal import Ledger
internal import Providers

/// The events that `log` is asked for, and what is known of their jobs.
///
/// Events are chosen by their outlines, and only what is given is read whole and checked against
/// its hash. They are read in short transactions: a long one would keep the ledger's file from
/// reusing pages, and the reader of a pipe may be slow.
struct EventChoice {
  private static let eventsInTransaction: UInt64 = 5000
  /// Outlines are read so much quicker.
  private static let outlinesInTransaction: UInt64 = 100_000

  private let filter: EventFilter
  private let job: JobNumber?
  private let now: Moment
  /// What is asked of jobs, made ready with the words that the ledger knows.
  private var selection: JobSelection?
  private var verdicts: [JobNumber: Bool] = [:]
  private var keys: [JobNumber: ShortKey] = [:]

  /// `job`: the one whose events are asked for; `nil` for any.
  init(_ filter: EventFilter, job: JobNumber?, now: Moment) {
    self.filter = filter
    self.job = job
    self.now = now
  }

  /// Calls `body` with the newest events that are asked for and the keys of their jobs, in log
  /// order.
  ///
  /// Where there is no limit, the first is given before the last is looked for.
  ///
  /// - Parameters:
  ///   - most: How many are given.
  ///   - head: The newest event that there is.
  ///   - ledger: Whose events.
  ///   - progress: Told while the newest ones are looked for, and ended before the first is given.
  ///   - body: Takes an event and its job's key.
  /// - Returns: How many there were.
  /// - Throws: What the ledger cannot read, and what `body` throws.
  mutating func forEach(
    newest most: Int, upTo head: LogSequence, in ledger: Ledger, _ progress: Progress,
    _ body: (Event, ShortKey?) throws -> Void
  ) throws -> Int {
    guard let places = filter.places(upTo: head) else { return 0 }
    if most == Int.max { return try forEach(in: places, of: ledger, body) }
    forgetJobs()
    let found =
      if let job {
        try chosen(of: job, in: places, ledger.snapshot()).suffix(most)
      } else {
        try newest(most, in: places, of: ledger, progress)[...]
      }
    progress.end()
    try give(found, of: ledger, body)
    return found.count
  }

  /// Calls `body` with the events of those places that are asked for, in log order.
  ///
  /// - Returns: How many there were.
  @discardableResult
  mutating func forEach(
    in places: ClosedRange<LogSequence>, of ledger: Ledger,
    _ body: (Event, ShortKey?) throws -> Void
  ) throws -> Int {
    forgetJobs()
    if let job {
      let found = try chosen(of: job, in: places, ledger.snapshot())
      try give(found[...], of: ledger, body)
      return found.count
    }
    var count = 0
    var low = places.lowerBound.rawValue
    while low <= places.upperBound.rawValue {
      let high = min(places.upperBound.rawValue, low + Self.eventsInTransaction - 1)
      let page = LogSequence(rawValue: low)...LogSequence(rawValue: high)
      let found = try chosen(page, ledger.snapshot())
      try give(found[...], of: ledger, body)
      count += found.count
      low = high + 1
    }
    return count
  }

  private mutating func newest(
    _ most: Int, in places: ClosedRange<LogSequence>, of ledger: Ledger, _ progress: Progress
  ) throws -> [LogSequence] {
    var found: [LogSequence] = []
    var rest: ClosedRange<LogSequence>? = places
    while let page = rest.map(Self.lastPage), found.count < most {
      let snapshot = try ledger.snapshot()
      try snapshot.forEachOutline(in: page, newestFirst: true) { outline throws(LedgerError) in
        if try isMeant(outline, snapshot) { found.append(outline.sequence) }
        return found.count < most
      }
      let looked = places.upperBound.rawValue - page.lowerBound.rawValue + 1
      progress.report(Int(looked))
      rest =
        page.lowerBound > places.lowerBound
        ? places.lowerBound...LogSequence(rawValue: page.lowerBound.rawValue - 1) : nil
    }
    return found.reversed()
  }

  /// The last places of a range, as many as one transaction reads.
  private static func lastPage(_ places: ClosedRange<LogSequence>) -> ClosedRange<LogSequence> {
    let (first, isBefore) = places.upperBound.rawValue
      .subtractingReportingOverflow(outlinesInTransaction - 1)
    let low = isBefore ? places.lowerBound : max(places.lowerBound, LogSequence(rawValue: first))
    return low...places.upperBound
  }

  // MARK: Choosing

  private mutating func chosen(
    of job: JobNumber, in places: ClosedRange<LogSequence>, _ snapshot: borrowing LedgerSnapshot
  ) throws -> [LogSequence] {
    var found: [LogSequence] = []
    for sequence in try snapshot.sequences(of: job) where places.contains(sequence) {
      guard let outline = try snapshot.outline(at: sequence) else { continue }
      if try isMeant(outline, snapshot) { found.append(sequence) }
    }
    return found
  }

  private mutating func chosen(
    _ places: ClosedRange<LogSequence>, _ snapshot: borrowing LedgerSnapshot
  ) throws -> [LogSequence] {
    var found: [LogSequence] = []
    try snapshot.forEachOutline(in: places) { outline throws(LedgerError) in
      if try isMeant(outline, snapshot) { found.append(outline.sequence) }
      return true
    }
    return found
  }

  private mutating func isMeant(
    _ event: EventOutline, _ snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Bool {
    guard filter.matches(event) else { return false }
    guard !filter.ofJob.isEverything else { return true }
    guard let job = event.job else { return false }
    if let isMeant = verdicts[job] { return isMeant }
    let selection =
      if let known = self.selection { known } else {
        try JobSelection(filter.ofJob, of: snapshot, now: now, rules: ResultLife.rules)
      }
    self.selection = selection
    let isMeant = try selection.contains(job, in: snapshot)
    verdicts[job] = isMeant
    return isMeant
  }

  // MARK: Giving

  private mutating func give(
    _ places: ArraySlice<LogSequence>, of ledger: Ledger, _ body: (Event, ShortKey?) throws -> Void
  ) throws {
    var rest = places
    while !rest.isEmpty {
      let snapshot = try ledger.snapshot()
      for sequence in rest.prefix(Int(Self.eventsInTransaction)) {
        try give(sequence, snapshot, body)
      }
      rest = rest.dropFirst(Int(Self.eventsInTransaction))
      keys = [:]
    }
  }

  private mutating func give(
    _ sequence: LogSequence, _ snapshot: borrowing LedgerSnapshot,
    _ body: (Event, ShortKey?) throws -> Void
  ) throws {
    guard let event = try snapshot.event(at: sequence) else {
      throw LedgerError.damagedRecord(sequence)
    }
    try body(event, try event.job.flatMap { try key(of: $0, snapshot) })
  }

  private mutating func key(
    of job: JobNumber, _ snapshot: borrowing LedgerSnapshot
  ) throws -> ShortKey {
    if let key = keys[job] { return key }
    let key = try snapshot.shortKey(of: snapshot.known(job))
    keys[job] = key
    return key
  }

  /// Jobs change from one answer to the next; in one answer each is what it was first seen as.
  private mutating func forgetJobs() {
    selection = nil
    verdicts = [:]
    keys = [:]
  }
}
