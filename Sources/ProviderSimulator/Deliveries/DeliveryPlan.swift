/// When which delivery is to be sent, at a steady rate and again where it was not acknowledged.
///
/// A value that neither waits nor sends. Times are microseconds since the run began.
struct DeliveryPlan: Sendable {
  struct Attempt: Equatable, Sendable {
    /// From 0; with it goes the webhook-id, which retries keep.
    let delivery: Int
    /// 1 for the first.
    let number: Int
    let due: Int64
  }

  enum Step: Equatable, Sendable {
    /// Send this when it is due, which may be later than now.
    case send(Attempt)
    /// Nothing to send, but attempts under way may fail.
    case wait
    case finished
  }

  struct Settings: Equatable, Sendable {
    var count: Int
    /// Deliveries a second.
    var rate: Double
    /// How long after the last first attempt others are made.
    var retriesFor: Duration

    var lastDue: Int64 { due(count - 1) }

    func due(_ delivery: Int) -> Int64 { Int64((Double(delivery) / rate * 1_000_000).rounded()) }
  }

  /// The waits before the second attempt, the third, …; the last for all after it.
  static let waits: [Int64] = [250_000, 500_000, 1_000_000, 2_000_000]

  let settings: Settings
  private(set) var acknowledged = 0
  /// Deliveries that nobody tries any more.
  private(set) var givenUp = 0
  private var begun = 0
  private var underWay = 0
  private var retries = TimeQueue<Attempt>()

  init(_ settings: Settings) { self.settings = settings }

  mutating func next() -> Step {
    let retry = retries.firstTime?.millisecondsSince1970
    if begun < settings.count {
      let due = settings.due(begun)
      if retry.map({ $0 > due }) ?? true {
        defer { begun += 1 }
        underWay += 1
        return .send(Attempt(delivery: begun, number: 1, due: due))
      }
    }
    if let first = retries.takeFirst() {
      underWay += 1
      return .send(first.element)
    }
    return underWay > 0 ? .wait : .finished
  }

  mutating func ended(_ attempt: Attempt, acknowledged isAcknowledged: Bool, at now: Int64) {
    underWay -= 1
    if isAcknowledged {
      acknowledged += 1
      return
    }
    let due = now + Self.waits[min(attempt.number, Self.waits.count) - 1]
    let limit = settings.lastDue + settings.retriesFor.wholeMilliseconds * 1000
    guard due <= limit else {
      givenUp += 1
      return
    }
    // The queue orders by a number; here it is of microseconds.
    retries.put(
      Attempt(delivery: attempt.delivery, number: attempt.number + 1, due: due),
      at: Moment(millisecondsSince1970: due))
  }
}
