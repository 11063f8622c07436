internal import Ledger

/// Compares a ledger with the model through the public snapshot.
struct ModelComparison {
  private static let jobsOfPage = 5

  let model: ModelLedger
  private(set) var violations: [String] = []
  private(set) var questions = 0

  init(_ model: ModelLedger) { self.model = model }

  private mutating func expect<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) {
    if found != wanted { violations.append("\(what): \(found), wanted \(wanted)") }
  }

  /// The log, the jobs, the accounts and the prices.
  mutating func compare(_ snapshot: borrowing LedgerSnapshot) throws {
    expect(try snapshot.head().rawValue, UInt64(model.log.count), "head")
    for (index, wanted) in model.log.enumerated().dropFirst() {
      let place = UInt64(index) + 1
      guard let event = try snapshot.event(at: LogSequence(rawValue: place)) else {
        violations.append("nothing is at \(place)")
        continue
      }
      compare(event, wanted, place)
    }
    let past = LogSequence(rawValue: UInt64(model.log.count) + 1)
    expect(try snapshot.event(at: past), nil, "past the end")
    try compareJobs(snapshot)
    expect(
      try snapshot.accounts().map { "\($0.name) \($0.dialect) \($0.origin)" },
      model.accounts.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value.dialect) \($0.value.origin)" }, "accounts")
    expect(try snapshot.declaredPrices().map(\.terms), model.prices, "prices")
  }

  private mutating func compare(_ event: Event, _ wanted: ModelEvent, _ place: UInt64) {
    expect(event.fact, wanted.fact, "fact at \(place)")
    expect(event.source, wanted.source, "source at \(place)")
    expect(event.observed, wanted.observed, "observed at \(place)")
    expect(event.recorded, wanted.recorded, "recorded at \(place)")
    let number = wanted.job.flatMap { model.jobs[$0] }?.places.first
    expect(event.job?.rawValue, number, "job at \(place)")
    expect(event.marks.contains(.conflict), wanted.isConflict, "conflict at \(place)")
    expect(event.marks.contains(.observedAssumed), wanted.isAssumed, "assumed at \(place)")
  }

  private mutating func compareJobs(_ snapshot: borrowing LedgerSnapshot) throws {
    let wanted = model.jobsInOrder
    expect(try snapshot.jobCount(), wanted.count, "jobs")
    expect(try snapshot.openJobCount(), wanted.count { $0.isOpen }, "open jobs")
    expect(
      try snapshot.openJobs().map(\.number.rawValue),
      wanted.filter(\.isOpen).compactMap(\.places.first), "list of open jobs")
    var found: [Job] = []
    while true {
      let page = try snapshot.jobs(after: found.last?.number, limit: Self.jobsOfPage)
      found += page
      if page.count < Self.jobsOfPage { break }
    }
    expect(found.map(\.number.rawValue), wanted.compactMap(\.places.first), "numbers of jobs")
    for (job, wanted) in zip(found, wanted) {
      compare(job, wanted)
      expect(
        try snapshot.sequences(of: job.number).map(\.rawValue), wanted.places,
        "events of \(job.number.rawValue)")
      let named = try snapshot.job(account: wanted.account, nativeID: wanted.nativeID)
      expect(named?.number, job.number, "the job by its name")
    }
  }

  private mutating func compare(_ job: Job, _ wanted: ModelJob) {
    let name = "job \(job.number.rawValue)"
    expect(job.account, wanted.account, "\(name) account")
    expect(job.nativeID, wanted.nativeID, "\(name) id")
    expect(job.state, wanted.state, "\(name) state")
    expect(job.verdictSequence?.rawValue, wanted.verdictPlace, "\(name) verdict")
    expect(job.model, wanted.model, "\(name) model")
    expect(job.project, wanted.project, "\(name) project")
    expect(
      job.labels.map { "\($0.name)=\($0.value)" },
      wanted.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }, "\(name) labels")
    expect(job.polls, wanted.polls, "\(name) polls")
    expect(job.deliveries, wanted.deliveries, "\(name) deliveries")
    expect(job.notes, wanted.notes, "\(name) notes")
    expect(job.eventCount, UInt64(wanted.places.count), "\(name) events")
    expect(job.lastSequence.rawValue, wanted.places.last, "\(name) last event")
    expect(job.firstSeen, wanted.firstObserved, "\(name) first seen")
    expect(job.lastSeen, wanted.lastHeard, "\(name) last seen")
    expect(job.anomalies, wanted.anomalies, "\(name) anomalies")
  }

  /// Asks for the jobs of a filter, which the model answers by looking at each job.
  mutating func ask(
    _ question: ModelQuestion, _ snapshot: borrowing LedgerSnapshot, now: Moment
  ) throws {
    questions += 1
    let wanted = model.jobsInOrder.filter(question.means)
      .sorted { ($0.submitted, $0.number) < ($1.submitted, $1.number) }.map(\.number)
    let selection = try JobSelection(question.filter, of: snapshot, now: now)
    for newestFirst in [false, true] {
      var found: [UInt64] = []
      try selection.forEach(in: snapshot, newestFirst: newestFirst) {
        digest throws(LedgerError) in
        found.append(digest.number.rawValue)
        return true
      }
      // The order of jobs that were heard of is by another time; only which they are is asked.
      if question.clock == .observed { found.sort() }
      let all = question.clock == .observed ? wanted.sorted() : wanted
      let order = newestFirst && question.clock != .observed ? all.reversed() : all
      expect(found, order, "jobs of \(question)")
    }
  }
}

extension ModelLedger {
  /// In the order in which they became known.
  var jobsInOrder: [ModelJob] { jobs.values.sorted { $0.number < $1.number } }

  /// The declared prices, in the order of their events.
  var prices: [PriceTerms] {
    log.compactMap { event in
      guard case .ledgerPrice(let declaration) = event.fact else { return nil }
      return declaration.terms
    }
  }
}

extension ModelJob {
  /// The place of its first event.
  var number: UInt64 { places.first ?? 0 }
}
