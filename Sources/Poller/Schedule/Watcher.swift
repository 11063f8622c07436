public import Ledger

/// Asks about all open jobs until they have their verdicts or it is stopped, and tells the news.
///
/// The schedule lives in the ledger: whatever has no verdict there is asked, so a restart goes on
/// where the log ends. What others append meanwhile, a webhook or another process, is news like its
/// own answers, and jobs that others track are taken up.
public actor Watcher {
  public enum Progress: Sendable {
    /// An answer, or the lack of one, is in the log.
    case polled(StatusPoller.Outcome)
    /// There are new events of a job; told after their commit.
    case news(JobNews)
    /// The job cannot be asked; said once a run.
    case skipped(Job, StatusPoller.Obstacle)
    /// No job of the account can be asked; said once a run.
    case blocked(account: String, StatusPoller.Obstacle)
    /// The account has not answered for long and is asked single questions only, or answers again.
    case reachable(account: String, Bool)
  }

  /// How a run goes.
  public struct Course: Sendable {
    /// Whether providers are asked; else only the log is followed.
    public var asks: @Sendable () -> Bool = { true }
    /// Returns as soon as no wanted job is open that can be asked.
    public var endsWhenIdle = false
    /// Each open job is asked once; returns when all were.
    public var isSinglePass = false
    /// News are told from after this place of the log; `nil` for from now on.
    public var after: LogSequence?

    public init() {}
  }

  /// How often the log is read, and how seldom at most while much is going on.
  private static let lookAround: Duration = .milliseconds(250)
  private static let lookLeast: Duration = .milliseconds(50)
  /// How often a job with a verdict is asked for the whole of its answer.
  private static let lateQuestions = 5

  private let ledger: Ledger
  private let poller: StatusPoller
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant
  private let now: @Sendable () -> Moment
  private let jitter: @Sendable () -> Double
  private let report: @Sendable (Progress) throws -> Void
  private var schedule: JobSchedule
  private var skipped: Set<JobNumber> = []
  private var blocked: Set<String> = []
  private var dead: Set<String> = []
  private var asking = 0
  private var bell = Bell()
  /// When the alarm rings, where one is set.
  private var ringing: Duration?
  private var alarm: Task<Void, Never>?
  /// Why it cannot go on: the ledger refuses an append.
  private var failure: (any Error)?

  /// `accounts`: what each account's provider allows.
  ///
  /// `report`: called after the commit of each answer; what it throws ends the run.
  ///
  /// `jitter`: 0 up to 1.
  public init(
    ledger: Ledger, poller: StatusPoller, limits: PollPlan.Limits,
    accounts: [String: AccountLimits], now: @escaping @Sendable () -> Moment,
    jitter: @escaping @Sendable () -> Double,
    report: @escaping @Sendable (Progress) throws -> Void
  ) throws(LedgerError) {
    self.ledger = ledger
    self.poller = poller
    self.now = now
    self.jitter = jitter
    self.report = report
    beginning = clock.now
    schedule = JobSchedule(
      limits: limits, accounts: accounts,
      history: try DurationHistory(ledger.snapshot(), limits: limits))
  }

  /// Runs until the task is cancelled; what is under way is finished first.
  ///
  /// - Parameters:
  ///   - wanted: Which jobs to ask about and to tell the news of.
  ///   - course: When to ask, and when to end.
  /// - Throws: ``LedgerError`` when the ledger refuses an append, such as on a full disk.
  public func run(
    only wanted: @escaping @Sendable (Job) -> Bool, _ course: Course = Course()
  ) async throws {
    var tail = try LogTail(try ledger.snapshot(), after: course.after, wanted) { job in
      takeUp(job, course)
    }
    defer {
      alarm?.cancel()
      ringing = nil
    }
    try await withThrowingDiscardingTaskGroup { group in
      var looked = clock.now
      while !Task.isCancelled, failure == nil {
        if looked.duration(to: clock.now) >= Self.lookLeast {
          try follow(&tail, wanted, course)
          looked = clock.now
        }
        if isDone(tail, course) { return }
        if course.asks() {
          for action in schedule.take(at: elapsed) {
            asking += 1
            // A stop cancels questions that wait for an answer; an answer that came is appended.
            group.addTask { await self.carryOut(action) }
          }
        }
        await rest(until: wakes(course))
      }
    }
    if let failure { throw failure }
    try follow(&tail, wanted, course)
  }

  /// Has a job asked as soon as its account allows, also one whose verdict is known: a delivery says
  /// that it ended, and only the answer says how.
  public func askNow(_ number: JobNumber) {
    guard let job = try? ledger.snapshot().job(number), !skipped.contains(number),
      !blocked.contains(job.account)
    else { return }
    if job.state.isVerdict {
      schedule.addOnce(
        number, DurationHistory.Kind(job), at: elapsed, known: .zero,
        questions: Self.lateQuestions)
    } else {
      // An open job goes on being asked after this question; one that is new is taken up as news.
      schedule.hurry(number, at: elapsed)
    }
    bell.ring()
  }

  /// How long until the job is asked again; `nil` while it is being asked, or where it is not.
  public func untilQuestion(of job: JobNumber) -> Duration? {
    schedule.due(job).map { max(.zero, $0 - elapsed) }
  }

  // MARK: What there is to do

  private var elapsed: Duration { beginning.duration(to: clock.now) }

  private func takeUp(_ job: Job, _ course: Course) {
    guard !skipped.contains(job.number), !blocked.contains(job.account) else { return }
    if course.isSinglePass {
      return schedule.addOnce(
        job.number, DurationHistory.Kind(job), at: elapsed, known: ago(job.firstSeen),
        questions: 1)
    }
    let start = job.submitted?.moment ?? job.firstSeen
    schedule.add(
      job.number, DurationHistory.Kind(job), at: elapsed, age: ago(start),
      known: ago(job.firstSeen),
      asked: job.polls > 0 ? ago(job.lastSeen) : nil)
  }

  private func ago(_ moment: Moment) -> Duration {
    .milliseconds(max(0, now().milliseconds(since: moment)))
  }

  private func follow(
    _ tail: inout LogTail, _ wanted: (Job) -> Bool, _ course: Course
  ) throws {
    for news in try tail.read(try ledger.snapshot(), wanted) {
      let job = news.job
      if job.state.isVerdict {
        if news.before != nil {
          schedule.learn(from: job)
          schedule.end(job.number)
        }
      } else if schedule.contains(job.number) {
        schedule.describe(job.number, as: DurationHistory.Kind(job))
      } else if news.before == nil, !course.isSinglePass {
        takeUp(job, course)
      }
      try report(.news(news))
    }
    for number in tail.open.keys where skipped.contains(number) { tail.forget(number) }
  }

  private func isDone(_ tail: LogTail, _ course: Course) -> Bool {
    guard asking == 0 else { return false }
    if course.isSinglePass { return schedule.count == 0 }
    return course.endsWhenIdle && tail.open.isEmpty
  }

  private func wakes(_ course: Course) -> Duration {
    let latest = elapsed + Self.lookAround
    guard course.asks() else { return latest }
    return min(schedule.wakes(after: elapsed) ?? latest, latest)
  }

  private func rest(until wake: Duration) async {
    guard wake > elapsed else { return await Task.yield() }
    setAlarm(wake)
    await withTaskCancellationHandler {
      await bell.wait()
    } onCancel: {
      Task { await self.wake() }
    }
  }

  /// Has the bell rung then; an alarm that rings earlier is kept, for answers ring all the time.
  private func setAlarm(_ wake: Duration) {
    if let ringing, ringing <= wake { return }
    alarm?.cancel()
    ringing = wake
    let wait = wake - elapsed
    alarm = Task { [clock] in
      do {
        try await clock.sleep(for: wait)
      } catch {
        return  // another one rings earlier
      }
      self.ringing = nil
      self.wake()
    }
  }

  private func wake() { bell.ring() }
}

// MARK: Doing it

extension Watcher {
  private func carryOut(_ action: JobSchedule.Action) async {
    defer {
      asking -= 1
      bell.ring()
    }
    do {
      switch action {
      case .ask(let number): try await ask(.status, about: number)
      case .askResult(let number): try await ask(.result, about: number)
      case .giveUp(let number, let why): try await giveUp(number, why)
      }
    } catch is CancellationError {
      return
    } catch {
      failure = failure ?? error
    }
  }

  private func ask(_ question: JobQuestion, about number: JobNumber) async throws {
    guard let job = try ledger.snapshot().job(number) else {
      throw LedgerError.damagedProjection("open jobs")
    }
    var outcome = JobSchedule.Outcome(account: .abandoned, isAboutJob: false)
    var why: String?
    do {
      defer {
        why = schedule.finished(
          job.number, of: job.account, outcome, at: elapsed, jitter: jitter())
      }
      let polled = try await poller.ask(question, about: Declaration(of: job))
      outcome = JobSchedule.Outcome(polled, now: now())
      if polled.job.state.isVerdict { schedule.end(job.number) }
      // A key that is had anew is no trouble of the job.
      if polled.further != question { try report(.polled(polled)) }
    } catch StatusPoller.Obstacle.retired(_, let since) {
      schedule.remove(job.number)
      _ = try await poller.close(job, retired: since)
    } catch let obstacle as StatusPoller.Obstacle {
      try skip(job, obstacle)
    }
    try tellReach(of: job.account)
    if let why { try await giveUp(job.number, why) }
  }

  private func giveUp(_ number: JobNumber, _ why: String) async throws {
    guard let job = try ledger.snapshot().job(number), !job.state.isVerdict else { return }
    _ = try await poller.close(job, as: .lost, why: why)
  }

  private func skip(_ job: Job, _ obstacle: StatusPoller.Obstacle) throws {
    schedule.remove(job.number)
    skipped.insert(job.number)
    switch obstacle {
    case .accountUnknown, .keyMissing, .retired:
      guard blocked.insert(job.account).inserted else { return }
      for other in schedule.jobs(of: job.account) {
        schedule.remove(other)
        skipped.insert(other)
      }
      try report(.blocked(account: job.account, obstacle))
    case .notAskable, .dialectUnknown: try report(.skipped(job, obstacle))
    }
  }

  private func tellReach(of account: String) throws {
    let isDead = schedule.isDead(account)
    guard isDead != dead.contains(account) else { return }
    if isDead { dead.insert(account) } else { dead.remove(account) }
    try report(.reachable(account: account, !isDead))
  }
}
