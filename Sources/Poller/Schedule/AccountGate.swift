/// Whether an account may be asked now: how many questions at once, how fast, after which pause, and
/// whether it answers at all.
///
/// Times are lengths since a common beginning on a clock that never steps back.
public struct AccountGate: Sendable {
  /// What a question brought, as far as it is about the account and not about the job.
  public enum Result: Hashable, Sendable {
    /// An answer of whatever kind, errors about the job included.
    case answered
    /// 429: too many questions; the wait that it asks for, if it does.
    case slowDown(Duration?)
    /// No answer, or a server's trouble.
    case failed
    /// 401 or 403: asking on with the same key is of no use.
    case keyRefused
    /// The question ended without being asked.
    case abandoned
  }

  /// Whether the account is taken to be alive.
  enum Circuit: Hashable, Sendable {
    case closed
    /// Nothing is asked before that time, then a single question.
    case open(until: Duration)
    /// The single question is under way.
    case probing
  }

  /// So many failures in a row, over all its jobs, make an account dead.
  static let failuresMost = 10
  static let probeFirst = Duration.seconds(10)
  static let probeLast = Duration.seconds(600)

  /// A provider counts questions when they arrive, and the network delays them unevenly: so much of
  /// the rate is left unused, and one question of a burst.
  static let reserve = 0.02

  let limits: AccountLimits
  private(set) var circuit = Circuit.closed
  private(set) var underWay = 0
  /// Questions that may be asked at once, a fraction while the next one is being earned.
  private var tokens: Double
  private var refilled = Duration.zero
  private var pausedUntil = Duration.zero
  private var failures = 0
  private var slowDowns = 0
  private var probes = 0

  public init(_ limits: AccountLimits) {
    self.limits = limits
    tokens = 1  // nobody knows what another process asked just before this one began
  }

  /// Whether nothing is asked but single questions, because no answer came for long.
  public var isDead: Bool { circuit != .closed }

  /// Takes the right to ask one question, if there is one now.
  public mutating func admit(at now: Duration) -> Bool {
    refill(at: now)
    guard now >= pausedUntil, underWay < limits.concurrent, limits.perSecond == nil || tokens >= 1
    else { return false }
    switch circuit {
    case .closed: break
    case .open(let until):
      guard now >= until, underWay == 0 else { return false }
      circuit = .probing
    case .probing: return false
    }
    if limits.perSecond != nil { tokens -= 1 }
    underWay += 1
    return true
  }

  /// When the next question may be asked; `nil` where a question that is under way must end first.
  public func opens(after now: Duration) -> Duration? {
    guard underWay < limits.concurrent else { return nil }
    var opens = max(now, pausedUntil)
    switch circuit {
    case .closed: break
    case .open(let until):
      guard underWay == 0 else { return nil }
      opens = max(opens, until)
    case .probing: return nil
    }
    if let rate, tokens < 1 {
      opens = max(opens, refilled + .seconds((1 - tokens) / rate))
    }
    return opens
  }

  /// Takes back the right, with what the question brought.
  ///
  /// `jitter`: 0 up to 1.
  public mutating func finished(_ result: Result, at now: Duration, jitter: Double) {
    underWay -= 1
    switch result {
    case .answered:
      failures = 0
      slowDowns = 0
      probes = 0
      circuit = .closed
    case .slowDown(let wait):
      slowDowns += 1
      failures = 0
      if circuit == .probing { circuit = .closed }
      let usual = Duration.seconds(1 << min(slowDowns - 1, 6)) * (0.75 + 0.5 * jitter)
      pausedUntil = max(pausedUntil, now + (wait ?? usual))
    case .failed:
      failures += 1
      if circuit == .probing || failures >= Self.failuresMost { open(at: now, jitter) }
    case .keyRefused: open(at: now, jitter)
    case .abandoned:
      if circuit == .probing { circuit = .open(until: now) }
    }
  }

  private mutating func open(at now: Duration, _ jitter: Double) {
    // Questions that were sent before it opened do not count as probes.
    if case .open = circuit { return }
    let wait = min(Self.probeFirst * (1 << min(probes, 6)), Self.probeLast)
    probes += 1
    circuit = .open(until: now + wait * (0.75 + 0.5 * jitter))
  }

  private mutating func refill(at now: Duration) {
    guard let rate, now > refilled else { return }
    tokens = min(Self.burst(limits), tokens + (now - refilled).inSeconds * rate)
    refilled = now
  }

  private var rate: Double? { limits.perSecond.map { $0 * (1 - Self.reserve) } }

  private static func burst(_ limits: AccountLimits) -> Double {
    Double(max(1, limits.burst - 1))
  }
}
