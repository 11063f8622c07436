/// A length of time known within bounds, in milliseconds, both ends included.
public struct BoundedDuration: Hashable, Sendable {
  public let low: Int64
  public let high: Int64

  /// A negative low end becomes 0.
  ///
  /// - Returns: `nil` where even the high end is negative: then two clocks contradict each other,
  ///   and the length is not known.
  public init?(low: Int64, high: Int64) {
    guard high >= 0 else { return nil }
    self.low = max(0, low)
    self.high = max(self.low, high)
  }

  /// The single number where one is wanted: the middle, rounded down.
  public var middle: Int64 { low + (high - low) / 2 }

  /// Whether the two ends are the same.
  public var isExact: Bool { low == high }
}

/// Where a job's time went: the intervals that its observations allow.
///
/// A moment known only from polling lies in (last not-done, first done]; a provider's whole second
/// *t* means [*t*, *t* + 1 s). Unknown is `nil`, never 0.
public struct Phases: Hashable, Sendable {
  /// When the job ended: the provider's word, or the gap between two answers.
  public private(set) var finished: ClosedRange<Moment>?
  public private(set) var finishedFrom: FinishSource?
  public private(set) var queued: BoundedDuration?
  public private(set) var running: BoundedDuration?
  /// From submission to the end; `nil` when nobody says when it was submitted.
  public private(set) var total: BoundedDuration?
  /// From the end until the ledger saw it.
  public private(set) var lag: BoundedDuration?
  /// From the ledger seeing the end until the first video was saved.
  public private(set) var fetch: BoundedDuration?

  public init(_ job: Job) { self.init(PhaseFacts(job)) }

  public init(_ facts: PhaseFacts) {
    let start = facts.start
    let marks = facts.marks
    finish(facts)
    if marks.tellsQueue { queued = Self.queued(facts, finished: finished) }
    if let finished, let running = marks.firstRunning, marks.tellsQueue {
      let earliest = marks.lastQueued ?? start?.lowerBound ?? running
      self.running = BoundedDuration(
        low: finished.lowerBound.milliseconds(since: running),
        high: finished.upperBound.milliseconds(since: min(earliest, running)))
    }
    if let finished, let start {
      total = BoundedDuration(
        low: finished.lowerBound.milliseconds(since: start.upperBound),
        high: finished.upperBound.milliseconds(since: start.lowerBound))
    }
    if let finished, let seen = marks.firstDone {
      lag = BoundedDuration(
        low: seen.milliseconds(since: finished.upperBound),
        high: seen.milliseconds(since: finished.lowerBound))
      if let saved = facts.firstSaved {
        let length = saved.milliseconds(since: seen)
        fetch = BoundedDuration(low: length, high: length)
      }
    }
  }

  /// When the job ended, as one moment: the middle of ``finished``, rounded down.
  public var finishedMiddle: Moment? {
    finished.map { range in
      range.lowerBound.adding(
        milliseconds: range.upperBound.milliseconds(since: range.lowerBound) / 2)
    }
  }

  private mutating func finish(_ facts: PhaseFacts) {
    switch facts.state {
    case .succeeded, .partial, .filtered, .failed, .canceled: break
    case .queued, .running, .unknown, .expired, .lost, .gone: return
    }
    if let completed = facts.marks.completed {
      finished = completed.range
      finishedFrom = .provider
    } else if let done = facts.marks.firstDone {
      let earliest = facts.marks.lastOpen ?? facts.start?.lowerBound ?? done
      finished = min(earliest, done)...done
      finishedFrom = facts.verdictSource == .webhook ? .webhook : .poll
    }
  }

  private static func queued(
    _ facts: PhaseFacts, finished: ClosedRange<Moment>?
  ) -> BoundedDuration? {
    let marks = facts.marks
    // A job that was first seen finished may never have waited at all.
    guard let start = facts.start, marks.firstRunning != nil || marks.lastQueued != nil,
      let end = marks.firstRunning ?? finished?.upperBound
    else { return nil }
    let low = marks.lastQueued.map { $0.milliseconds(since: start.upperBound) } ?? 0
    return BoundedDuration(low: low, high: end.milliseconds(since: start.lowerBound))
  }
}

/// Who says when a job ended.
public enum FinishSource: String, Sendable {
  case provider
  case poll
  case webhook
}

extension StatedMoment {
  /// The moments that the statement allows, to the millisecond.
  public var range: ClosedRange<Moment> {
    moment...moment.adding(milliseconds: max(1, width) - 1)
  }
}
