/// The jobs that a filter means, in a ledger as it is or as it was.
///
/// A term is tested on the digest where that can tell; only jobs that pass all of those are read
/// from their rows for the rest.
public struct JobSelection {
  /// A term made ready: names are numbers of the vocabulary.
  private struct Test {
    let isNegated: Bool
    let passes: (JobDigest) throws(LedgerError) -> Bool
  }

  /// A term that needs the job's row.
  private struct RowTest {
    let isNegated: Bool
    let passes: (Job) throws(LedgerError) -> Bool
  }

  public let filter: Filter
  /// Which time the window tests.
  public let clock: WindowClock
  private let tests: [Test]
  private let costTests: [(isNegated: Bool, passes: (JobDigest, JobCost) -> Bool)]
  private let rowTests: [RowTest]
  private let costs: JobCosts

  /// - Parameters:
  ///   - filter: What is meant.
  ///   - clock: Which time the window tests where the filter does not say.
  ///   - words: The vocabulary of the ledger that is asked.
  ///   - costs: What jobs cost, for terms about money.
  ///   - now: For what is past by the clock.
  ///   - sequences: The places of a job's events, for terms about places in the log.
  public init(
    _ filter: Filter, clock: WindowClock = .submitted, words: [WordNumber: String],
    costs: JobCosts, now: Moment,
    sequences: @escaping (JobNumber) throws(LedgerError) -> [LogSequence]
  ) {
    self.filter = filter
    self.clock = filter.clock ?? clock
    self.costs = costs
    var tests: [Test] = []
    var costTests: [(isNegated: Bool, passes: (JobDigest, JobCost) -> Bool)] = []
    var rowTests: [RowTest] = []
    for term in filter.terms {
      switch term.condition.test(words, now: now, sequences) {
      case .digest(let passes): tests.append(Test(isNegated: term.isNegated, passes: passes))
      case .cost(let passes): costTests.append((term.isNegated, passes))
      case .row(let passes):
        rowTests.append(RowTest(isNegated: term.isNegated, passes: passes))
      }
    }
    self.tests = tests
    self.costTests = costTests
    self.rowTests = rowTests
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
  /// - Returns: How many jobs lay in the window.
  @discardableResult
  public func forEach(
    in snapshot: borrowing LedgerSnapshot, newestFirst: Bool = false,
    during other: TimeWindow? = nil, _ body: (JobDigest) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Int {
    var inWindow = 0
    let window = other ?? filter.window
    let range = range(newestFirst: newestFirst, during: window)
    try snapshot.forEachDigest(range) { digest throws(LedgerError) in
      if clock == .observed, !window.contains(digest.lastSeen) { return true }
      inWindow += 1
      guard try passes(digest, in: snapshot) else { return true }
      return try body(digest)
    }
    return inWindow
  }

  /// Whether the terms hold for the job; the window is not tested.
  public func passes(
    _ digest: JobDigest, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Bool {
    for test in tests where try test.passes(digest) == test.isNegated { return false }
    if !costTests.isEmpty {
      let cost = try costs.cost(of: digest) { number throws(LedgerError) in
        try snapshot.job(number)
      }
      for test in costTests where test.passes(digest, cost) == test.isNegated { return false }
    }
    guard !rowTests.isEmpty else { return true }
    guard let job = try snapshot.job(digest.number) else { throw .damagedProjection("digests") }
    for test in rowTests where try test.passes(job) == test.isNegated { return false }
    return true
  }
}
