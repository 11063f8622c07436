/// A filter applied to events: their own source, place and time, and what is asked of their job.
public struct EventFilter: Sendable {
  private let eventTerms: [FilterTerm]
  /// When an event was observed.
  private let window: TimeWindow
  /// What is asked of the event's job, for a ``JobSelection``; events of the ledger itself have no
  /// job, so none of them is meant where this asks for anything.
  public let ofJob: Filter

  /// `filter`: its window tests when an event was observed, where it names no other clock.
  public init(_ filter: Filter) {
    eventTerms = filter.terms.filter(\.condition.isOfEvent)
    let isOfEvent = (filter.clock ?? .observed) == .observed
    window = isOfEvent ? filter.window : .all
    ofJob = Filter(
      terms: filter.terms.filter { !$0.condition.isOfEvent },
      window: isOfEvent ? .all : filter.window,
      clock: isOfEvent || filter.window == .all ? nil : filter.clock)
  }

  /// The places between which every event lies that is asked for; `nil` where none can.
  ///
  /// `head`: the newest event that there is.
  public func places(upTo head: LogSequence) -> ClosedRange<LogSequence>? {
    var low = LogSequence(rawValue: 1)
    var high = head
    for term in eventTerms where !term.isNegated {
      guard case .sequence(let ranges) = term.condition else { continue }
      let lows = ranges.map { $0.low ?? low }
      let highs = ranges.map { $0.high ?? high }
      low = max(low, lows.min() ?? low)
      high = min(high, highs.max() ?? high)
    }
    return low <= high ? low...high : nil
  }

  /// Whether the event itself is asked for, whatever its job is.
  public func matches(_ event: EventOutline) -> Bool {
    eventTerms.allSatisfy { $0.condition.matches(event) != $0.isNegated }
      && window.contains(event.observed)
  }
}

extension Condition {
  /// Whether it is about an event rather than about its job.
  fileprivate var isOfEvent: Bool {
    switch self {
    case .source, .sequence: true
    case .id, .state, .provider, .model, .project, .label, .reason, .charged, .asset, .by, .phase,
      .cost, .videoLength, .size, .prompt, .hash, .has:
      false
    }
  }

  fileprivate func matches(_ event: EventOutline) -> Bool {
    switch self {
    case .source(let sources): sources.contains(event.source)
    case .sequence(let ranges): ranges.contains { $0.contains(event.sequence) }
    case .id, .state, .provider, .model, .project, .label, .reason, .charged, .asset, .by, .phase,
      .cost, .videoLength, .size, .prompt, .hash, .has:
      true
    }
  }
}
