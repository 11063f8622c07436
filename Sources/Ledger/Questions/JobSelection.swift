/// The jobs that a filter means, in a ledger as it is or as it was.
///
/// A term is tested on the digest where that can tell; only jobs that pass all of those are read
/// from their rows for the rest.
public struct JobSelection {
  /// A term made ready, and whether its opposite is meant.
  private typealias Ready<Test> = (isNegated: Bool, test: Test)

  public let filter: Filter
  /// Which time the window tests.
  public let clock: WindowClock
  private var digestTests: [Ready<(JobDigest) -> Bool>] = []
  private var placeTests: [Ready<[ValueRange<LogSequence>]>] = []
  private var costTests: [Ready<(JobDigest, JobCost) -> Bool>] = []
  private var rowTests: [Ready<(Job) -> Bool>] = []
  private let costs: JobCosts

  /// - Parameters:
  ///   - filter: What is meant.
  ///   - clock: Which time the window tests where the filter does not say.
  ///   - words: The vocabulary of the ledger that is asked; words that come later are not meant.
  ///   - costs: What jobs cost, for terms about money.
  ///   - now: For what is past by the clock.
  ///   - rules: How long results are kept where no answer says so.
  public init(
    _ filter: Filter, clock: WindowClock = .submitted, words: [WordNumber: String],
    costs: JobCosts, now: Moment, rules: ResultRules = [:]
  ) {
    self.filter = filter
    self.clock = filter.clock ?? clock
    self.costs = costs
    for term in filter.terms {
      switch term.condition.test(words, now: now, rules: rules) {
      case .digest(let test): digestTests.append((term.isNegated, test))
      case .places(let ranges): placeTests.append((term.isNegated, ranges))
      case .cost(let test): costTests.append((term.isNegated, test))
      case .row(let test): rowTests.append((term.isNegated, test))
      }
    }
  }

  /// A selection with the vocabulary and the prices of the snapshot.
  public init(
    _ filter: Filter, clock: WindowClock = .submitted, of snapshot: borrowing LedgerSnapshot,
    now: Moment, rules: ResultRules = [:]
  ) throws(LedgerError) {
    let words = try snapshot.words()
    self.init(
      filter, clock: clock, words: words, costs: JobCosts(try snapshot.priceBook(), words: words),
      now: now, rules: rules)
  }

  /// The range of digests that the window allows; terms are still to be tested.
  ///
  /// `during`: another window than the filter's.
  public func range(newestFirst: Bool = false, during other: TimeWindow? = nil) -> DigestRange {
    let window = other ?? filter.window
    switch clock {
    case .submitted:
      return DigestRange(
        order: .submitted, from: window.from, until: window.until, newestFirst: newestFirst)
    case .finished:
      return DigestRange(
        order: .ended, from: window.from, until: window.until, newestFirst: newestFirst)
    case .observed: return DigestRange(newestFirst: newestFirst)
    }
  }

  /// Whether every job of ``range(newestFirst:)`` is meant.
  public var isWholeRange: Bool { filter.terms.isEmpty && clock != .observed }

  /// Calls `body` with each job that is meant, until it returns `false`.
  ///
  /// `during`: another window than the filter's.
  ///
  /// `inAnyOrder`: whether jobs may come in another order than that of the clock, where that is quicker.
  ///
  /// - Returns: How many jobs lay in the window.
  @discardableResult
  public func forEach(
    in snapshot: borrowing LedgerSnapshot, newestFirst: Bool = false,
    during other: TimeWindow? = nil, inAnyOrder: Bool = false,
    _ body: (JobDigest) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Int {
    var inWindow = 0
    let window = other ?? filter.window
    var range = range(newestFirst: newestFirst, during: window)
    let asked = range
    // By its end each job would have to be sought where it was submitted.
    if inAnyOrder, range.from == nil, range.until == nil { range.order = .submitted }
    try snapshot.forEachDigest(range) { digest throws(LedgerError) in
      guard range == asked || asked.contains(digest), isObserved(digest, in: window) else {
        return true
      }
      inWindow += 1
      guard try passes(digest, in: snapshot) else { return true }
      return try body(digest)
    }
    return inWindow
  }

  /// Whether the job is meant, its window and its terms; `false` for a job that is not there.
  public func contains(
    _ job: JobNumber, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Bool {
    guard let digest = try snapshot.digest(job), range().contains(digest),
      isObserved(digest, in: filter.window)
    else { return false }
    return try passes(digest, in: snapshot)
  }

  private func isObserved(_ digest: JobDigest, in window: TimeWindow) -> Bool {
    clock != .observed || window.contains(digest.lastSeen)
  }

  /// Whether the terms hold for the job; the window is not tested.
  public func passes(
    _ digest: JobDigest, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Bool {
    for term in digestTests where term.test(digest) == term.isNegated { return false }
    for term in placeTests {
      guard try isPlaced(digest, in: term.test, snapshot) != term.isNegated else { return false }
    }
    if !costTests.isEmpty {
      let cost = try costs.cost(of: digest) { number throws(LedgerError) in
        try snapshot.job(number)
      }
      for term in costTests where term.test(digest, cost) == term.isNegated { return false }
    }
    guard !rowTests.isEmpty else { return true }
    guard let job = try snapshot.job(digest.number) else { throw .damagedProjection("digests") }
    for term in rowTests where term.test(job) == term.isNegated { return false }
    return true
  }

  private func isPlaced(
    _ digest: JobDigest, in ranges: [ValueRange<LogSequence>],
    _ snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Bool {
    // A job's number is the place of its first event.
    let whole = LogSequence(rawValue: digest.number.rawValue)...digest.lastSequence
    guard ranges.contains(where: { $0.overlaps(whole) }) else { return false }
    return try snapshot.sequences(of: digest.number).contains { place in
      ranges.contains { $0.contains(place) }
    }
  }
}
