internal import Ledger

/// A ledger in numbers, for `/metrics` and `export prom`.
///
/// What is unknown has no sample, or is counted as unknown; it is never 0.
struct LedgerMetrics: Equatable {
  struct Place: Hashable, Comparable {
    let account: String
    let state: String

    static func < (left: Self, right: Self) -> Bool {
      (left.account, left.state) < (right.account, right.state)
    }
  }

  let now: Moment
  private(set) var money: MoneyMetrics
  var events: UInt64 = 0
  var newestEvent: Moment?
  private(set) var jobs: [Place: UInt64] = [:]
  /// The earliest submission among the open jobs of an account.
  private(set) var oldestOpen: [String: Moment] = [:]
  private(set) var open: [String: UInt64] = [:]
  private(set) var polls: [String: UInt64] = [:]
  private(set) var deliveries: [String: UInt64] = [:]
  private(set) var durations: [String: SecondsHistogram] = [:]
  private(set) var withoutDuration: [String: UInt64] = [:]
  private(set) var anomalies: [String: UInt64] = [:]

  init(now: Moment, money: MoneyMetrics) {
    self.now = now
    self.money = money
  }

  mutating func add(_ job: Job, _ cost: JobCost) {
    money.add(cost, ended: job.ended)
    jobs[Place(account: job.account, state: job.state.word), default: 0] += 1
    polls[job.account, default: 0] += job.polls
    deliveries[job.account, default: 0] += job.deliveries
    open[job.account, default: 0] += job.state.isVerdict ? 0 : 1
    for anomaly in job.anomalies { anomalies[anomaly.rawValue, default: 0] += 1 }
    guard job.state.isVerdict else {
      let submitted = job.submitted?.moment ?? job.firstSeen
      oldestOpen[job.account] = min(oldestOpen[job.account] ?? submitted, submitted)
      return
    }
    let model = job.model ?? ""
    if let total = Phases(job).total {
      durations[model, default: SecondsHistogram()].add(total.middle)
    } else {
      withoutDuration[model, default: 0] += 1
    }
  }

  /// The page, in a fixed order.
  var page: MetricsPage {
    var page = MetricsPage()
    page.begin("vgledger_build_info", .gauge, "1, with the version of vgledger.")
    page.sample("vgledger_build_info", 1, [("version", Version.number)])
    page.begin("vgledger_events_total", .counter, "Events in the log.")
    page.sample("vgledger_events_total", events)
    if let newestEvent {
      page.begin(
        "vgledger_last_event_timestamp_seconds", .gauge,
        "When the newest event was recorded, in Unix time.")
      page.sample(
        "vgledger_last_event_timestamp_seconds", MetricsPage.seconds(newestEvent.rawValue))
    }
    addJobs(to: &page)
    addDurations(to: &page)
    money.addSamples(to: &page)
    return page
  }

  private func addJobs(to page: inout MetricsPage) {
    page.begin("vgledger_jobs", .gauge, "Jobs by account and state.")
    for (place, count) in jobs.sorted(by: { $0.key < $1.key }) {
      page.sample("vgledger_jobs", count, [("account", place.account), ("state", place.state)])
    }
    let verdicts = jobs.filter { JobState(word: $0.key.state)?.isVerdict == true }
    page.begin(
      "vgledger_verdicts_total", .counter, "Jobs that have ended, by account and end state.")
    for (place, count) in verdicts.sorted(by: { $0.key < $1.key }) {
      page.sample(
        "vgledger_verdicts_total", count, [("account", place.account), ("state", place.state)])
    }
    page.begin("vgledger_open_jobs", .gauge, "Jobs without a verdict.")
    addAccounts(open, "vgledger_open_jobs", to: &page)
    page.begin(
      "vgledger_oldest_open_job_age_seconds", .gauge,
      "Time since the submission of the oldest job without a verdict.")
    for (account, moment) in oldestOpen.sorted(by: { $0.key < $1.key }) {
      page.sample(
        "vgledger_oldest_open_job_age_seconds",
        MetricsPage.seconds(max(0, now.milliseconds(since: moment))), [("account", account)])
    }
    page.begin("vgledger_polls_total", .counter, "Status questions asked, answered or not.")
    addAccounts(polls, "vgledger_polls_total", to: &page)
    page.begin("vgledger_deliveries_total", .counter, "Webhook requests taken.")
    addAccounts(deliveries, "vgledger_deliveries_total", to: &page)
    page.begin("vgledger_anomalous_jobs", .gauge, "Jobs whose events contradict each other.")
    for (anomaly, count) in anomalies.sorted(by: { $0.key < $1.key }) {
      page.sample("vgledger_anomalous_jobs", count, [("anomaly", anomaly)])
    }
  }

  private func addDurations(to page: inout MetricsPage) {
    page.begin(
      "vgledger_job_duration_seconds", .histogram,
      "Time from submission to the end, where both are known; the middle of its bounds.")
    for (model, histogram) in durations.sorted(by: { $0.key < $1.key }) {
      page.samples("vgledger_job_duration_seconds", [("model", model)], histogram)
    }
    page.begin(
      "vgledger_jobs_of_unknown_duration", .gauge, "Ended jobs of which nobody knows how long.")
    for (model, count) in withoutDuration.sorted(by: { $0.key < $1.key }) {
      page.sample("vgledger_jobs_of_unknown_duration", count, [("model", model)])
    }
  }

  private func addAccounts(
    _ counts: [String: UInt64], _ name: String, to page: inout MetricsPage
  ) {
    for (account, count) in counts.sorted(by: { $0.key < $1.key }) {
      page.sample(name, count, [("account", account)])
    }
  }
}

extension LedgerMetrics {
  /// Counts a whole ledger, as of one moment.
  ///
  /// `month`: the one that ``budget`` is for.
  init(
    _ ledger: Ledger, now: Moment, month: TimeWindow, budget: Configuration.StatedAmount?
  ) throws {
    self.init(now: now, money: MoneyMetrics(month: month, budget: budget))
    var jobs = try ExportedJobs(ledger, now: now)
    events = jobs.head.rawValue
    newestEvent = try ledger.snapshot().event(at: jobs.head)?.recorded
    while let page = try jobs.next() {
      for job in page { add(job, jobs.costs.cost(of: job)) }
    }
  }
}
