internal import Synchronization

/// How many deliveries and questions there were since this process began.
public final class ReceiverCounts: Sendable {
  /// What a delivery came to, at which endpoint.
  public struct Place: Hashable, Comparable, Sendable {
    public let endpoint: String
    /// `appended`, `duplicate`, `ignored`, `unavailable`, or the rule that was broken.
    public let outcome: String

    public static func < (left: Self, right: Self) -> Bool {
      (left.endpoint, left.outcome) < (right.endpoint, right.outcome)
    }
  }

  private let counts = Mutex<[Place: Int]>([:])

  public init() {}

  /// All counts, in the order of their names.
  public var all: [(place: Place, count: Int)] {
    counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func add(_ outcome: DeliveryIntake.Outcome, at endpoint: String) {
    let place = Place(endpoint: endpoint, outcome: outcome.word)
    counts.withLock { $0[place, default: 0] += 1 }
  }
}

extension DeliveryIntake.Outcome {
  var word: String {
    switch self {
    case .appended: "appended"
    case .duplicate: "duplicate"
    case .ignored: "ignored"
    case .refused(let refusal): refusal.word
    case .unavailable: "unavailable"
    }
  }
}
