import Testing

@testable import Ledger

@Suite("Filters of events", .serialized)
struct EventFilterTests {
  private static let now = Moment.at(1000)

  /// Whether the event is meant, told the long way.
  private func isMeant(_ event: Event, _ job: KnownJob?, _ filter: Filter) -> Bool {
    let clock = filter.clock ?? .observed
    var ofJob: [FilterTerm] = []
    for term in filter.terms {
      switch term.condition {
      case .source(let sources):
        if sources.contains(event.source) == term.isNegated { return false }
      case .sequence(let ranges):
        if ranges.contains(where: { $0.contains(event.sequence) }) == term.isNegated {
          return false
        }
      default: ofJob.append(term)
      }
    }
    if clock == .observed {
      guard filter.window.contains(event.observed) else { return false }
    } else if filter.window != .all {
      guard job?.moment(clock).map(filter.window.contains) ?? false else { return false }
    }
    return ofJob.isEmpty || job?.passes(ofJob) ?? false
  }

  @Test(
    "Events are chosen by what they are, and by what their jobs are now", arguments: [131, 132])
  func chosen(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let ledger = try await random.ledger(drafts: 80).ledger
    let snapshot = try ledger.snapshot()
    let head = try snapshot.head()
    let book = try snapshot.priceBook()
    let jobs = try ledger.foldedJobs(upTo: head).mapValues { job in
      KnownJob(
        job: job,
        cost: JobCosts(book, words: [:]).cost(of: job), places: [], now: Self.now)
    }
    let events = try (1...head.rawValue).compactMap {
      try snapshot.event(at: LogSequence(rawValue: $0))
    }
    var conditions = FittingConditions(seed: seed)
    for _ in 0..<25 {
      let filter = conditions.filter()
      let candidates = try events.filter { event in
        let outline = try #require(try snapshot.outline(at: event.sequence))
        return EventFilter(filter).matches(outline)
      }
      let ofJob = EventFilter(filter).ofJob
      let selection = try JobSelection(ofJob, of: snapshot, now: Self.now)
      let chosen = try candidates.filter { event in
        if ofJob.isEverything { return true }
        guard let job = event.job else { return false }
        return try selection.contains(job, in: snapshot)
      }
      #expect(
        chosen.map(\.sequence)
          == events.filter { isMeant($0, $0.job.flatMap { jobs[$0] }, filter) }.map(\.sequence),
        "seed \(seed) \(filter)")
    }
  }

  @Test("Of jobs only that is asked which is not of the events themselves")
  func ofJobs() {
    #expect(EventFilter(.everything).ofJob == .everything)
    #expect(EventFilter(Filter(clock: .finished)).ofJob == .everything)
    let window = TimeWindow(from: .at(0))
    #expect(EventFilter(Filter(window: window)).ofJob == .everything)
    #expect(EventFilter(Filter(window: window, clock: .observed)).ofJob == .everything)
    #expect(
      EventFilter(Filter(window: window, clock: .finished)).ofJob
        == Filter(window: window, clock: .finished))
    let source = FilterTerm(.source([.poll]))
    let state = FilterTerm(.state([.failed]), isNegated: true)
    let both = EventFilter(Filter(terms: [source, state]))
    #expect(both.ofJob == Filter(terms: [state]))
  }

  @Test(
    "Places bound what terms about places can mean",
    arguments: [
      ([], 1, 90), (["seq:20..30"], 20, 30), (["seq:20..30,70"], 20, 70), (["seq:..30"], 1, 30),
      (["seq:50.."], 50, 90), (["seq:50..", "seq:..60"], 50, 60), (["not:seq:20..30"], 1, 90),
      (["seq:80..200"], 80, 90), (["source:poll", "seq:7"], 7, 7),
    ])
  func places(terms: [String], low: UInt64, high: UInt64) throws {
    let filter = try Filter.parse(
      terms.map(FilterInput.term), TimeContext(now: Self.now, zone: .utc))
    #expect(
      EventFilter(filter).places(upTo: LogSequence(rawValue: 90))
        == LogSequence(rawValue: low)...LogSequence(rawValue: high))
  }

  @Test("Where no place is left, there are none", arguments: [["seq:91.."], ["seq:5", "seq:6"]])
  func noPlaces(terms: [String]) throws {
    let filter = try Filter.parse(
      terms.map(FilterInput.term), TimeContext(now: Self.now, zone: .utc))
    #expect(EventFilter(filter).places(upTo: LogSequence(rawValue: 90)) == nil)
  }
}
