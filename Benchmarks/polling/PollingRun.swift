import Ledger
import Poller

/// What a way of asking costs and how late it notices.
struct PollingResult {
  let name: String
  let requests: Int
  let jobs: Int
  /// Seconds between end and notice, sorted.
  let lags: [Double]

  var requestsPerJob: Double { Double(requests) / Double(jobs) }
  var mean: Double { lags.reduce(0, +) / Double(lags.count) }

  /// By nearest rank.
  func percentile(_ percent: Double) -> Double {
    lags[min(lags.count - 1, max(0, Int((Double(lags.count) * percent / 100).rounded(.up)) - 1))]
  }

  /// Asks each job so often, first after one such wait.
  static func fixed(_ interval: Double, _ world: SimulatedJobs) -> PollingResult {
    let questions = world.jobs.map { ($0.duration / interval).rounded(.up) }
    let lags = zip(world.jobs, questions).map { $1 * interval - $0.duration }
    return PollingResult(
      name: "every \(Int(interval)) s", requests: Int(questions.reduce(0, +)),
      jobs: world.jobs.count, lags: lags.sorted())
  }

  /// Asks as `watch` does: the real ``JobSchedule``, on a clock that leaps from event to event, with
  /// no more knowledge of durations than a ledger has, the middle between two answers.
  static func scheduled(pace: Duration, _ world: SimulatedJobs) -> PollingResult {
    var limits = PollPlan.Limits()
    limits.pace = pace
    var schedule = JobSchedule(
      limits: limits, accounts: ["veo": AccountLimits(concurrent: 100_000, burst: 100_000)],
      history: DurationHistory(limits: limits))
    var lastOpen = Array(repeating: 0.0, count: world.jobs.count)
    var lags: [Double] = []
    var requests = 0
    var submitted = 0
    var now = Duration.zero
    while lags.count < world.jobs.count {
      while submitted < world.jobs.count, arrival(submitted, world) <= now {
        schedule.add(
          JobNumber(rawValue: UInt64(submitted)), world.jobs[submitted].kind, at: now,
          age: .zero, known: .zero, asked: nil)
        submitted += 1
      }
      for action in schedule.take(at: now) {
        guard case .ask(let number) = action else { continue }
        requests += 1
        let place = Int(number.rawValue)
        let job = world.jobs[place]
        let elapsed = (now - arrival(place, world)).inSeconds
        if elapsed >= job.duration {
          lags.append(elapsed - job.duration)
          schedule.learn((lastOpen[place] + elapsed) / 2, of: job.kind)
          schedule.remove(number)
        }
        lastOpen[place] = elapsed
        _ = schedule.finished(
          number, of: "veo", JobSchedule.Outcome(account: .answered, isAboutJob: true),
          at: now, jitter: 0.5)
      }
      let wake = schedule.wakes(after: now)
      let next = submitted < world.jobs.count ? arrival(submitted, world) : nil
      now = [wake, next].compactMap(\.self).min() ?? now
    }
    return PollingResult(
      name: "pace \(PollingBenchmark.rounded(pace.inSeconds)) s", requests: requests,
      jobs: world.jobs.count,
      lags: lags.sorted())
  }

  private static func arrival(_ place: Int, _ world: SimulatedJobs) -> Duration {
    .seconds(world.jobs[place].submitted)
  }
}
