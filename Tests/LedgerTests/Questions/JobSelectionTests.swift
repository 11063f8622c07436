import Testing

@testable import Ledger

@Suite("The jobs that a filter means", .serialized)
struct JobSelectionTests {
  private static let now = Moment.at(1000)

  /// Every job that the events up to there tell, and all that conditions are about.
  private static func known(
    _ ledger: Ledger, upTo last: LogSequence, _ book: PriceBook, _ now: Moment = now
  ) throws -> [KnownJob] {
    let snapshot = try ledger.snapshot()
    return try ledger.foldedJobs(upTo: last).values.map { job in
      let end = job.state.isVerdict ? Phases(job).finishedMiddle ?? job.verdictObserved : nil
      let at = end ?? job.submitted?.moment ?? job.firstSeen
      return KnownJob(
        job: job,
        cost: JobCost(CostFacts(job), price: book.prices(for: PricedKind(job)).valid(at: at)),
        places: try snapshot.sequences(of: job.number).filter { $0 <= last }, now: now)
    }
  }

  /// The jobs that are meant, in the order of the clock's time.
  private static func expected(
    _ known: [KnownJob], _ filter: Filter, _ clock: WindowClock, newestFirst: Bool
  ) -> (jobs: [JobNumber], inWindow: Int) {
    let order: WindowClock = clock == .observed ? .submitted : clock
    let inWindow = known.filter { $0.moment(clock).map(filter.window.contains) ?? false }
    let jobs = inWindow.filter { $0.passes(filter.terms) }.sorted { left, right in
      (left.moment(order) ?? .at(0), left.job.number)
        < (right.moment(order) ?? .at(0), right.job.number)
    }.map(\.job.number)
    return (newestFirst ? jobs.reversed() : jobs, inWindow.count)
  }

  /// Checks one filter against the long way.
  ///
  /// - Returns: How many jobs are meant.
  @discardableResult
  private static func check(
    _ filter: Filter, _ snapshot: borrowing LedgerSnapshot, _ known: [KnownJob], _ costs: JobCosts,
    newestFirst: Bool = false, _ comment: Comment
  ) throws -> Int {
    let selection = JobSelection(filter, words: try snapshot.words(), costs: costs, now: now)
    let expected = expected(known, filter, filter.clock ?? .submitted, newestFirst: newestFirst)
    var found: [JobNumber] = []
    let inWindow = try selection.forEach(
      in: snapshot, newestFirst: newestFirst
    ) { digest throws(LedgerError) in
      found.append(digest.number)
      return true
    }
    #expect(found == expected.jobs, comment)
    #expect(inWindow == expected.inWindow, comment)
    let some = known.map(\.job.number).filter { $0.rawValue.isMultiple(of: 5) }
    let contained = try some.filter { try selection.contains($0, in: snapshot) }
    #expect(contained == some.filter(found.contains), comment)
    return found.count
  }

  @Test(
    "Every condition, and its opposite, is what the jobs themselves tell", arguments: [121])
  func everyCondition(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let ledger = try await random.ledger().ledger
    let snapshot = try ledger.snapshot()
    let book = try snapshot.priceBook()
    let known = try Self.known(ledger, upTo: try snapshot.head(), book)
    let costs = JobCosts(book, words: try snapshot.words())
    var conditions = FittingConditions(seed: seed)
    for kind in 0..<FittingConditions.kinds {
      var meant = 0
      for _ in 0..<6 {
        let condition = conditions.condition(kind)
        for isNegated in [false, true] {
          let filter = Filter(terms: [FilterTerm(condition, isNegated: isNegated)])
          let count = try Self.check(
            filter, snapshot, known, costs, "seed \(seed) not: \(isNegated) \(condition)")
          if !isNegated { meant += count }
        }
      }
      #expect(meant > 0 || kind == 13, "nothing meets a condition of kind \(kind)")
    }
  }

  @Test(
    "Filters with windows, by each clock, now and in the past, are what the jobs themselves tell",
    arguments: [123, 124])
  func filters(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let ledger = try await random.ledger().ledger
    let head = try ledger.snapshot().head().rawValue
    var conditions = FittingConditions(seed: seed)
    for place in [1, 2, head / 3, head / 2, head - 1, head] {
      let snapshot = try ledger.snapshot().asOf(LogSequence(rawValue: place))
      let book = try snapshot.priceBook()
      let known = try Self.known(ledger, upTo: try snapshot.head(), book)
      let costs = JobCosts(book, words: try snapshot.words())
      for round in 0..<15 {
        let filter = conditions.filter()
        try Self.check(
          filter, snapshot, known, costs, newestFirst: round.isMultiple(of: 2),
          "seed \(seed) at \(place) \(filter)")
      }
    }
  }

  @Test("A clock that the filter names goes before the command's own")
  func clock() async throws {
    let ledger = try await TemporaryLedger().ledger
    let snapshot = try ledger.snapshot()
    let own = try JobSelection(.everything, clock: .finished, of: snapshot, now: Self.now)
    #expect(own.clock == .finished)
    #expect(own.range(newestFirst: true) == DigestRange(order: .ended, newestFirst: true))
    let named = try JobSelection(
      Filter(window: TimeWindow(from: .at(1)), clock: .observed), clock: .finished, of: snapshot,
      now: Self.now)
    #expect(named.clock == .observed)
    #expect(named.range() == DigestRange())
    #expect(!named.isWholeRange)
    #expect(own.isWholeRange)
  }

  @Test("A walk ends when it is told to, and a job that is not there is not meant")
  func ends() async throws {
    var random = RandomLedger(seed: 126)
    let ledger = try await random.ledger().ledger
    let snapshot = try ledger.snapshot()
    let selection = try JobSelection(.everything, of: snapshot, now: Self.now)
    var seen = 0
    try selection.forEach(in: snapshot) { _ throws(LedgerError) in
      seen += 1
      return seen < 3
    }
    #expect(seen == 3)
    #expect(try !selection.contains(JobNumber(rawValue: 1), in: snapshot))
    #expect(try !selection.contains(JobNumber(rawValue: .max), in: snapshot))
  }
}
