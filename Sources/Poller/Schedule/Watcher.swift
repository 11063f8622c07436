public import Ledger

/// Asks about all open jobs until they have their verdicts or it is stopped.
///
/// The schedule lives in the ledger: whatever has no verdict there is asked, so a restart goes on
/// where the log ends, and jobs that others track meanwhile are taken up.
public actor Watcher {
  public enum Progress: Sendable {
    case polled(StatusPoller.Outcome)
    /// The job cannot be asked; said once a run.
    case skipped(Job, StatusPoller.Obstacle)
    /// The job's account is retired, so the job was closed.
    case closed(StatusPoller.Outcome)
  }

  /// Questions under way at the same time.
  private static let concurrencyMax = ProviderClient.connectionsMax
  /// How often the ledger is read for jobs that others have tracked.
  private static let lookAround: Duration = .milliseconds(250)

  private struct Scheduled {
    var plan: PollPlan
    var due: ContinuousClock.Instant
  }

  private let ledger: Ledger
  private let poller: StatusPoller
  private let limits: PollPlan.Limits
  private let clock = ContinuousClock()
  private let now: @Sendable () -> Moment
  private let jitter: @Sendable () -> Double
  private let report: @Sendable (Progress) throws -> Void
  private var schedule: [JobNumber: Scheduled] = [:]
  private var skipped: Set<JobNumber> = []
  private var asking: Set<JobNumber> = []
  /// Why it cannot go on: the ledger refuses an append.
  private var failure: (any Error)?

  /// `report`: called after the commit of each answer; what it throws ends the run.
  ///
  /// `jitter`: 0 up to 1.
  public init(
    ledger: Ledger, poller: StatusPoller, limits: PollPlan.Limits,
    now: @escaping @Sendable () -> Moment, jitter: @escaping @Sendable () -> Double,
    report: @escaping @Sendable (Progress) throws -> Void
  ) {
    self.ledger = ledger
    self.poller = poller
    self.limits = limits
    self.now = now
    self.jitter = jitter
    self.report = report
  }

  /// Runs until the task is cancelled; what is under way is finished first.
  ///
  /// - Parameters:
  ///   - wanted: Which open jobs to ask about.
  ///   - endsWhenIdle: Returns as soon as none of them is open that can be asked.
  /// - Throws: ``LedgerError`` when the ledger refuses an append, such as on a full disk.
  public func run(
    only wanted: @Sendable (Job) -> Bool, endsWhenIdle: Bool
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      while !Task.isCancelled, failure == nil {
        let open = try ledger.snapshot().openJobs().filter(wanted)
        takeUp(open)
        if endsWhenIdle, asking.isEmpty, open.allSatisfy({ skipped.contains($0.number) }) {
          return
        }
        for job in open where isDue(job) {
          asking.insert(job.number)
          // A stop cancels questions that wait for an answer; an answer that came is appended.
          group.addTask { await self.ask(job) }
        }
        try? await clock.sleep(until: nextWake())
      }
    }
    if let failure { throw failure }
  }

  private func takeUp(_ open: [Job]) {
    let numbers = Set(open.map(\.number))
    schedule = schedule.filter { numbers.contains($0.key) }
    for job in open where schedule[job.number] == nil {
      schedule[job.number] = Scheduled(plan: PollPlan(limits: limits), due: clock.now)
    }
  }

  private func isDue(_ job: Job) -> Bool {
    guard asking.count < Self.concurrencyMax, !asking.contains(job.number),
      !skipped.contains(job.number), let scheduled = schedule[job.number]
    else { return false }
    return scheduled.due <= clock.now
  }

  private func nextWake() -> ContinuousClock.Instant {
    let latest = clock.now.advanced(by: Self.lookAround)
    guard asking.count < Self.concurrencyMax else { return latest }
    let waiting = schedule.filter { !skipped.contains($0.key) && !asking.contains($0.key) }
    return min(waiting.map(\.value.due).min() ?? latest, latest)
  }

  private func ask(_ job: Job) async {
    defer { asking.remove(job.number) }
    do {
      do {
        let outcome = try await poller.poll(
          Declaration(account: job.account, nativeID: job.nativeID, dialect: job.dialect))
        plan(outcome)
        try report(.polled(outcome))
      } catch StatusPoller.Obstacle.retired(_, let since) {
        try report(.closed(await poller.close(job, retired: since)))
      } catch let obstacle as StatusPoller.Obstacle {
        skipped.insert(job.number)
        try report(.skipped(job, obstacle))
      }
    } catch is CancellationError {
      return
    } catch {
      failure = failure ?? error
    }
  }

  private func plan(_ outcome: StatusPoller.Outcome) {
    guard var scheduled = schedule[outcome.job.number] else { return }
    let wait: Duration
    if let answer = outcome.answer, outcome.observation?.state != nil {
      let start = outcome.job.submitted?.moment ?? outcome.job.firstSeen
      let age = Duration.milliseconds(now().milliseconds(since: start))
      wait = scheduled.plan.answered(age: age, hint: RetryHeaders.pollAfter(answer.headers))
    } else {
      let retryAfter = outcome.answer.flatMap { answer in
        RetryHeaders.retryAfter(
          answer.headers, body: outcome.observation?.retryAfterMilliseconds, now: now())
      }
      wait = scheduled.plan.failed(retryAfter: retryAfter, jitter: jitter())
    }
    scheduled.due = clock.now.advanced(by: wait)
    schedule[outcome.job.number] = scheduled
  }
}
