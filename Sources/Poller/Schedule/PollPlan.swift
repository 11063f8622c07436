/// When to ask about one job again; the caller does the asking and the waiting.
public struct PollPlan: Sendable {
  public struct Limits: Sendable {
    public var least: Duration = .seconds(2)
    public var most: Duration = .seconds(120)
    /// A fixed wait in the place of table and history, for those who ask for one.
    public var interval: Duration?
    /// Whether the provider's own hint when to ask again counts.
    public var obeysHints = true
    /// A job of a known kind costs about as many questions as asking it so often would.
    public var pace: Duration = .seconds(10)
    /// A job without a verdict is given up when the ledger has known it for so long.
    public var giveUpAfter: Duration = .seconds(2 * 86_400)

    public init(interval: Duration? = nil) {
      self.interval = interval
      if let interval { least = min(least, interval) }
    }

    func clamped(_ wait: Duration) -> Duration { min(max(wait, least), most) }
  }

  /// Before a job is given up without an answer it is asked so often by this process.
  static let questionsBeforeGivingUp = 3

  private let limits: Limits
  /// Questions in a row without an answer about the job.
  private var failures = 0
  /// All questions of this process.
  private var questions = 0

  public init(limits: Limits = Limits()) { self.limits = limits }

  /// Whether the newest question brought nothing about the job.
  var isFailing: Bool { failures > 0 }

  /// The wait before the first question of this process.
  ///
  /// A job that nobody has asked yet is asked at once, unless it is of a kind whose jobs are known
  /// to take their time; one that was asked before goes on where that process stopped.
  ///
  /// `age`: since the job was submitted or first seen, now.
  ///
  /// `asked`: the same at the newest answer; `nil` for a job that was never asked.
  public func first(age: Duration, asked: Duration?, curve: QuestionCurve?) -> Duration {
    guard asked != nil || curve != nil else { return .zero }
    let before = asked ?? .zero
    return max(.zero, before + usual(age: before, curve) - age)
  }

  /// The wait after an answer about the job.
  ///
  /// `age`: since the job was submitted or first seen.
  ///
  /// `hint`: the provider's own `openai-poll-after-ms`, read anew from each answer; nobody is asked
  /// before it, and where nothing else is known it is the wait.
  public mutating func answered(
    age: Duration, hint: Duration?, curve: QuestionCurve? = nil
  ) -> Duration {
    failures = 0
    questions += 1
    let usual = usual(age: age, curve)
    guard let hint, limits.obeysHints else { return usual }
    let wait = limits.clamped(hint)
    return curve == nil ? wait : max(wait, usual)
  }

  /// The wait after an answer that says nothing about the job, or none at all.
  ///
  /// `retryAfter`: what the answer asks for; it is obeyed even where it is long, and never taken
  /// for leave to hurry.
  ///
  /// `jitter`: 0 up to 1, so that many jobs do not come back at once.
  public mutating func failed(retryAfter: Duration?, jitter: Double) -> Duration {
    failures += 1
    questions += 1
    if let retryAfter { return max(retryAfter, limits.least) }
    let base = limits.interval.map { min($0, .seconds(2)) } ?? .seconds(2)
    let backoff = min(base * (1 << min(failures - 1, 5)), min(limits.most, .seconds(60)))
    return backoff * (0.75 + 0.5 * jitter)
  }

  /// Whether the job is given up, after a question: it is too old, and its provider says that it is
  /// still open, or was asked often enough.
  ///
  /// `known`: since the ledger first heard of it, which for old history is not since it began.
  public func givesUp(known: Duration, isAboutJob: Bool) -> Bool {
    known >= limits.giveUpAfter && (isAboutJob || questions >= Self.questionsBeforeGivingUp)
  }

  private func usual(age: Duration, _ curve: QuestionCurve?) -> Duration {
    if let interval = limits.interval { return interval }
    guard let curve else { return limits.clamped(Self.table(age: age)) }
    let elapsed = age.inSeconds
    return limits.clamped(.seconds(curve.next(after: elapsed) - elapsed))
  }

  /// Often while most jobs finish, seldom in the tail.
  static func table(age: Duration) -> Duration {
    switch age {
    case ..<Duration.seconds(300): .seconds(10)
    case ..<Duration.seconds(1800): .seconds(20)
    default: .seconds(60)
    }
  }
}
