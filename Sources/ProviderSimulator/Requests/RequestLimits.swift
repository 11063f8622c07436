import Synchronization

/// What one account may ask; nothing is limited where there is no number.
///
/// Limits count on the wall, whatever the speed, for a client meets them there.
struct RequestLimits: Equatable, Sendable {
  /// Requests under way at a time.
  var concurrent: Int?
  /// Requests a second.
  var rate: Double?
  /// Requests at once after a rest; a second's worth, and at least one, where it is not said.
  var burst: Double?

  var bucket: Double { burst ?? max(1, rate ?? 1) }
}

/// The limit that a request went beyond.
enum ExceededLimit: String, Equatable, Sendable {
  case concurrent
  case rate
}

/// What a request met when it came.
struct Admission: Equatable, Sendable {
  /// The requests of its account that were under way, itself among them.
  let underWay: Int
  var exceeded: ExceededLimit?
  /// How long until it would have been let in, as far as that can be told.
  var wait = Duration.zero
}

/// How much an account is asking: requests under way, and a bucket of tokens for the rate.
struct AccountLoad: Equatable, Sendable {
  private var underWay = 0
  private var tokens: Double
  private var filledAt: Moment

  init(at now: Moment, limits: RequestLimits) {
    tokens = limits.bucket
    filledAt = now
  }

  /// Counts a request in, also one that goes beyond a limit; that one takes no token.
  mutating func begin(at now: Moment, limits: RequestLimits) -> Admission {
    underWay += 1
    if let concurrent = limits.concurrent, underWay > concurrent {
      return Admission(underWay: underWay, exceeded: .concurrent, wait: .seconds(1))
    }
    guard let rate = limits.rate else { return Admission(underWay: underWay) }
    let passed = Double(max(0, (now - filledAt).wholeMilliseconds)) / 1000
    tokens = min(limits.bucket, tokens + passed * rate)
    filledAt = now
    guard tokens >= 1 else {
      let wait = Duration.milliseconds(Int64(((1 - tokens) / rate * 1000).rounded(.up)))
      return Admission(underWay: underWay, exceeded: .rate, wait: wait)
    }
    tokens -= 1
    return Admission(underWay: underWay)
  }

  mutating func end() { underWay -= 1 }
}

/// Counts what each account has under way, and tells who goes beyond the limits.
final class RequestGate: Sendable {
  private struct State {
    var limits: RequestLimits
    var loads: [String: AccountLoad] = [:]
  }

  private let state: Mutex<State>

  init(_ limits: RequestLimits = RequestLimits()) {
    state = Mutex(State(limits: limits))
  }

  var limits: RequestLimits { state.withLock { $0.limits } }

  /// Sets other limits, which every account meets with a full bucket.
  func set(_ limits: RequestLimits, at now: Moment) {
    state.withLock { state in
      state.limits = limits
      for account in state.loads.keys { state.loads[account]?.refill(at: now, limits: limits) }
    }
  }

  func begin(_ account: String, at now: Moment) -> Admission {
    state.withLock { state in
      let limits = state.limits
      return state.loads[account, default: AccountLoad(at: now, limits: limits)]
        .begin(at: now, limits: limits)
    }
  }

  func end(_ account: String) {
    state.withLock { $0.loads[account]?.end() }
  }
}

extension AccountLoad {
  fileprivate mutating func refill(at now: Moment, limits: RequestLimits) {
    tokens = limits.bucket
    filledAt = now
  }
}
