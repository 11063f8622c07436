internal import HeapModule
public import Ledger

/// When each open job is asked next, within what its account allows.
///
/// A value without clock, network or ledger: it is told what happened and says what to do. Times are
/// lengths since a common beginning.
public struct JobSchedule: Sendable {
  /// What is due.
  public enum Action: Hashable, Sendable {
    case ask(JobNumber)
    /// Ask for the result of a job whose state, asked just before, left it open.
    case askResult(JobNumber)
    /// Nobody has told an end for too long.
    case giveUp(JobNumber, why: String)
  }

  /// What a question brought.
  public struct Outcome: Sendable {
    public var account: AccountGate.Result
    /// Whether the answer says something about the job.
    public var isAboutJob: Bool
    /// The provider's own wait.
    public var wait: Duration?
    /// What the answer has asked at once.
    public var further: JobQuestion?

    public init(
      account: AccountGate.Result, isAboutJob: Bool, wait: Duration? = nil,
      further: JobQuestion? = nil
    ) {
      self.account = account
      self.isAboutJob = isAboutJob
      self.wait = wait
      self.further = further
    }
  }

  /// What the schedule knows of a job.
  private struct Entry {
    var plan: PollPlan
    var kind: DurationHistory.Kind
    /// When it was submitted or first seen, and when the ledger first heard of it.
    var start: Duration
    var known: Duration
    var due: Duration
    /// Forgotten after this many more questions, whatever they bring, and after one that tells
    /// something about the job; `nil` for a job that is asked until its verdict.
    var questionsLeft: Int?
    var isAsking = false
    /// The next question is for the result.
    var asksResult = false
    /// What is being asked was asked too early: a delivery has come since.
    var asksAgain = false
  }

  /// A place in an account's queue; out of date where the entry says another time.
  private struct Turn: Comparable {
    var due: Duration
    var job: JobNumber

    static func < (left: Self, right: Self) -> Bool {
      (left.due, left.job) < (right.due, right.job)
    }
  }

  private struct Line {
    var gate: AccountGate
    var turns = Heap<Turn>()
  }

  private let limits: PollPlan.Limits
  private let accountLimits: [String: AccountLimits]
  private var entries: [JobNumber: Entry] = [:]
  private var lines: [String: Line] = [:]
  public private(set) var history: DurationHistory

  public init(
    limits: PollPlan.Limits, accounts: [String: AccountLimits], history: DurationHistory
  ) {
    self.limits = limits
    self.history = history
    accountLimits = accounts
  }

  /// How many jobs are waited for.
  public var count: Int { entries.count }

  public func contains(_ job: JobNumber) -> Bool { entries[job] != nil }

  /// The jobs of the account that are waited for.
  public func jobs(of account: String) -> [JobNumber] {
    entries.filter { $0.value.kind.account == account }.map(\.key)
  }

  /// Whether the account gets single questions only, for it has not answered for long.
  public func isDead(_ account: String) -> Bool { lines[account]?.gate.isDead ?? false }

  /// When the job is to be asked next; `nil` while it is being asked, and for one that is not waited
  /// for.
  public func due(_ job: JobNumber) -> Duration? {
    guard let entry = entries[job], !entry.isAsking else { return nil }
    return entry.due
  }

  /// Takes up an open job.
  ///
  /// `age`: how long ago it was submitted, or first seen.
  ///
  /// `known`: how long the ledger has known it.
  ///
  /// `asked`: how long ago it was asked, where it was.
  public mutating func add(
    _ job: JobNumber, _ kind: DurationHistory.Kind, at now: Duration, age: Duration,
    known: Duration, asked: Duration?
  ) {
    guard entries[job] == nil else { return }
    let plan = PollPlan(limits: limits)
    let wait = plan.first(
      age: age, asked: asked.map { max(.zero, age - $0) }, curve: curve(of: kind, at: now))
    let entry = Entry(
      plan: plan, kind: kind, start: now - age, known: now - known, due: now + wait)
    entries[job] = entry
    push(Turn(due: entry.due, job: job), kind.account)
  }

  /// Has a job asked as soon as its account allows, and then forgets it: an open one that is looked
  /// at in passing, or one whose end is known and whose whole answer is not.
  ///
  /// `questions`: how often at most, for an answer that tells nothing about the job.
  ///
  /// `known`: how long the ledger has known it.
  public mutating func addOnce(
    _ job: JobNumber, _ kind: DurationHistory.Kind, at now: Duration, known: Duration,
    questions: Int
  ) {
    if entries[job]?.isAsking == true {
      entries[job]?.asksAgain = true
      entries[job]?.questionsLeft = questions + 1
      return
    }
    entries[job] = Entry(
      plan: PollPlan(limits: limits), kind: kind, start: now - known, known: now - known, due: now,
      questionsLeft: questions)
    push(Turn(due: now, job: job), kind.account)
  }

  /// Forgets a job: it cannot be asked.
  public mutating func remove(_ job: JobNumber) { entries[job] = nil }

  /// Forgets a job that has its verdict, unless it is asked for the whole of its answer.
  public mutating func end(_ job: JobNumber) {
    if entries[job]?.questionsLeft == nil { entries[job] = nil }
  }

  /// Takes in how long a job took that has ended, where that is known.
  public mutating func learn(from job: Job) { history.add(job) }

  /// Takes in how long a job of that kind took, in seconds.
  public mutating func learn(_ seconds: Double, of kind: DurationHistory.Kind) {
    history.add(seconds, of: kind)
  }

  /// Has the job asked as soon as its account allows.
  public mutating func hurry(_ job: JobNumber, at now: Duration) {
    guard let entry = entries[job], !entry.isAsking, entry.due > now else { return }
    entries[job]?.due = now
    push(Turn(due: now, job: job), entry.kind.account)
  }

  /// What is to be done now; each question is one request, and must be reported by ``finished(_:of:_:at:jitter:)``.
  ///
  /// - Complexity: O(log *n*) a question; all jobs of a dead account are looked through at each of
  ///   its probes.
  public mutating func take(at now: Duration) -> [Action] {
    var actions: [Action] = []
    for account in lines.keys.sorted() {
      if isDead(account), lines[account]?.gate.opens(after: now) == now {
        actions += givingUp(account, at: now)
        if let job = probe(account, at: now), lines[account]?.gate.admit(at: now) == true {
          actions.append(ask(job))
        }
      }
      while let job = next(account, at: now), lines[account]?.gate.admit(at: now) == true {
        _ = lines[account]?.turns.popMin()
        actions.append(ask(job))
      }
    }
    return actions
  }

  private mutating func ask(_ job: JobNumber) -> Action {
    entries[job]?.isAsking = true
    return entries[job]?.asksResult == true ? .askResult(job) : .ask(job)
  }

  /// When ``take(at:)`` may have something next; `nil` while only ends of questions can bring it.
  public func wakes(after now: Duration) -> Duration? {
    lines.values.compactMap { line in
      guard let turn = line.turns.min, let opens = line.gate.opens(after: now) else { return nil }
      return max(turn.due, opens)
    }.min()
  }

  /// Takes in what a question brought.
  ///
  /// `jitter`: 0 up to 1.
  ///
  /// Returns why the job is given up; `nil` where it is asked again, or was forgotten meanwhile.
  public mutating func finished(
    _ job: JobNumber, of account: String, _ outcome: Outcome, at now: Duration, jitter: Double
  ) -> String? {
    lines[account]?.gate.finished(outcome.account, at: now, jitter: jitter)
    guard var entry = entries[job] else { return nil }
    entry.isAsking = false
    entry.asksResult = outcome.further == .result
    if outcome.further != nil {
      // The same question goes on: nothing is waited for but the account, as for every request.
      entry.due = now
      entries[job] = entry
      push(Turn(due: now, job: job), account)
      return nil
    }
    let wait =
      if outcome.isAboutJob {
        entry.plan.answered(
          age: now - entry.start, hint: outcome.wait, curve: curve(of: entry.kind, at: now))
      } else {
        entry.plan.failed(retryAfter: outcome.wait, jitter: jitter)
      }
    entry.due = now + wait
    entries[job] = nil
    if entry.plan.givesUp(known: now - entry.known, isAboutJob: outcome.isAboutJob) {
      return Self.givenUp(now - entry.known)
    }
    if let left = entry.questionsLeft {
      entry.questionsLeft = left - 1
      guard left > 1, !outcome.isAboutJob || entry.asksAgain else { return nil }
      if entry.asksAgain { entry.due = now }
      entry.asksAgain = false
    }
    entries[job] = entry
    push(Turn(due: entry.due, job: job), account)
    return nil
  }

  /// Takes in that the model or the size of a job is known by now.
  public mutating func describe(_ job: JobNumber, as kind: DurationHistory.Kind) {
    entries[job]?.kind = kind
  }

  /// Where to ask jobs of that kind, with open jobs taken into account as far as they have run.
  private mutating func curve(of kind: DurationHistory.Kind, at now: Duration) -> QuestionCurve? {
    let entries = entries
    return history.curve(of: kind, at: now) { wanted in
      entries.values.filter { wanted.includes($0.kind) && $0.questionsLeft == nil }
        .map { (now - $0.start).inSeconds }
    }
  }

  private mutating func push(_ turn: Turn, _ account: String) {
    lines[
      account, default: Line(gate: AccountGate(accountLimits[account] ?? AccountLimits()))
    ].turns.insert(turn)
  }

  /// The account's next job that is due; turns that are out of date are dropped on the way.
  private mutating func next(_ account: String, at now: Duration) -> JobNumber? {
    while let turn = lines[account]?.turns.min {
      guard let entry = entries[turn.job], !entry.isAsking, entry.due == turn.due else {
        _ = lines[account]?.turns.popMin()
        continue
      }
      return turn.due <= now ? turn.job : nil
    }
    return nil
  }

  /// The job that tells best whether a dead account lives: due, and not one that had trouble of its
  /// own; `nil` where there is none, so that any will do.
  private func probe(_ account: String, at now: Duration) -> JobNumber? {
    entries.filter { _, entry in
      entry.kind.account == account && !entry.isAsking && entry.due <= now && !entry.plan.isFailing
    }.min { ($0.value.due, $0.key) < ($1.value.due, $1.key) }?.key
  }

  /// Jobs of a dead account are given up by age alone: their questions are not asked.
  private mutating func givingUp(_ account: String, at now: Duration) -> [Action] {
    let old = entries.filter { _, entry in
      entry.kind.account == account && !entry.isAsking && now - entry.known >= limits.giveUpAfter
    }
    for job in old.keys { entries[job] = nil }
    return old.sorted { $0.key < $1.key }.map { job, entry in
      .giveUp(
        job, why: "account \(account) does not answer; \(Self.givenUp(now - entry.known))")
    }
  }

  private static func givenUp(_ known: Duration) -> String {
    "no verdict within \(Int(known.inSeconds / 3600)) hours, given up"
  }
}
