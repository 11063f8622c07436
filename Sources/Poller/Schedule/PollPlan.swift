public import Ledger

/// When to ask about one job again; the caller does the asking and the waiting.
public struct PollPlan: Sendable {
  public struct Limits: Sendable {
    public var least: Duration = .seconds(2)
    public var most: Duration = .seconds(60)
    /// A fixed wait in the place of the table, for those who ask for one.
    public var interval: Duration?
    /// Whether the provider's own hint when to ask again counts.
    public var obeysHints = true

    public init(interval: Duration? = nil) {
      self.interval = interval
      if let interval { least = min(least, interval) }
    }

    func clamped(_ wait: Duration) -> Duration { min(max(wait, least), most) }
  }

  private let limits: Limits
  /// Questions in a row without an answer about the job.
  private var failures = 0

  public init(limits: Limits = Limits()) { self.limits = limits }

  /// The wait after an answer about the job.
  ///
  /// `age`: since the job was submitted or first seen.
  ///
  /// `hint`: the provider's own `openai-poll-after-ms`, read anew from each answer.
  public mutating func answered(age: Duration, hint: Duration?) -> Duration {
    failures = 0
    if let hint, limits.obeysHints { return limits.clamped(hint) }
    if let interval = limits.interval { return interval }
    return limits.clamped(Self.table(age: age))
  }

  /// The wait after an answer that says nothing about the job, or none at all.
  ///
  /// `retryAfter`: what the answer asks for; it is obeyed even where it is long, and never taken
  /// for leave to hurry.
  ///
  /// `jitter`: 0 up to 1, so that many jobs do not come back at once.
  public mutating func failed(retryAfter: Duration?, jitter: Double) -> Duration {
    failures += 1
    if let retryAfter { return max(retryAfter, limits.least) }
    let base = limits.interval.map { min($0, .seconds(2)) } ?? .seconds(2)
    let backoff = min(base * (1 << min(failures - 1, 5)), limits.most)
    return backoff * (0.75 + 0.5 * jitter)
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

/// What an answer asks for about the next question.
public enum RetryHeaders {
  /// The wait that a refusal asks for.
  ///
  /// Read from `retry-after-ms`, from `retry-after` in seconds or as a date, and from the body. The
  /// longest one counts: a server that sends `1` and `0` means 1.
  public static func retryAfter(
    _ headers: AnswerHeaders, body milliseconds: Int64?, now: Moment
  ) -> Duration? {
    var waits: [Duration] = []
    if let number = number(headers.retryAfterMilliseconds) {
      waits.append(wait(milliseconds: number))
    }
    if let text = headers.retryAfter {
      if let seconds = number(text) {
        waits.append(wait(milliseconds: seconds * 1000))
      } else if let date = HTTPDate.moment(of: text) {
        waits.append(wait(milliseconds: Double(date.milliseconds(since: now))))
      }
    }
    if let milliseconds { waits.append(wait(milliseconds: Double(milliseconds))) }
    return waits.max()
  }

  /// The wait that OpenAI asks for while a job runs.
  public static func pollAfter(_ headers: AnswerHeaders) -> Duration? {
    number(headers.openAIPollAfterMilliseconds).map(wait)
  }

  private static func number(_ text: String?) -> Double? {
    text.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Nobody is obeyed for longer than a day.
  private static func wait(milliseconds: Double) -> Duration {
    .milliseconds(Int64(min(max(milliseconds, 0), 86_400_000)))
  }
}
