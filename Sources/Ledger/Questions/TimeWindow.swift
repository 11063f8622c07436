/// A stretch of time that a question is limited to; a side without a bound is open.
public struct TimeWindow: Hashable, Sendable {
  /// The first moment inside.
  public var from: Moment?
  /// The first moment after it.
  public var until: Moment?

  /// All time.
  public static let all = Self()

  public init(from: Moment? = nil, until: Moment? = nil) {
    self.from = from
    self.until = until
  }

  public func contains(_ moment: Moment) -> Bool {
    (from.map { $0 <= moment } ?? true) && (until.map { moment < $0 } ?? true)
  }

  /// Whether nothing of it has come yet: no job can lie in it but by a clock that is wrong.
  public func isAfter(_ now: Moment) -> Bool { from.map { $0 > now } ?? false }

  /// The window of the same length that ends where this one begins; `nil` where it has no beginning.
  ///
  /// `now`: where a window without an end ends.
  public func before(_ now: Moment) -> Self? {
    guard let from else { return nil }
    let length = (until ?? now).milliseconds(since: from)
    return length > 0 ? Self(from: from.adding(milliseconds: -length), until: from) : nil
  }

  /// What lies in both windows.
  public func intersection(_ other: Self) -> Self {
    Self(
      from: [from, other.from].compactMap(\.self).max(),
      until: [until, other.until].compactMap(\.self).min())
  }

  /// The window itself, where anything can lie in it.
  func checked() throws(TimeError) -> Self {
    if let from, let until, from >= until { throw .reversed(since: from, until: until) }
    return self
  }
}

/// Which time of a job, or of an event, a window tests.
public enum WindowClock: String, CaseIterable, Sendable {
  case submitted
  case finished
  /// When the ledger last heard of the job; of an event, when it was observed.
  case observed
}

extension TimeWindow {
  /// The window since that time.
  public static func since(_ text: String, _ context: TimeContext) throws(TimeError) -> Self {
    Self(from: try TimePoint.parse(text, context).start)
  }

  /// The window until that time: a calendar unit lies inside, an instant does not.
  public static func until(_ text: String, _ context: TimeContext) throws(TimeError) -> Self {
    Self(until: try TimePoint.parse(text, context).end)
  }

  /// The window of one day.
  public static func on(_ text: String, _ context: TimeContext) throws(TimeError) -> Self {
    switch try TimePoint.parse(text, context) {
    case .unit(.day, let range): Self(from: range.lowerBound, until: range.upperBound)
    case .unit, .instant: throw .notADay(text)
    }
  }

  /// The window of a calendar unit, or of a range `a..b`, `..b`, `a..` of any times.
  public static func period(_ text: String, _ context: TimeContext) throws(TimeError) -> Self {
    if let dots = text.firstRange(of: "..") {
      let (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
      guard !low.isEmpty || !high.isEmpty else { throw .notATime(text, nearest: nil) }
      return try Self(
        from: low.isEmpty ? nil : TimePoint.parse(String(low), context).start,
        until: high.isEmpty ? nil : TimePoint.parse(String(high), context).end
      ).checked()
    }
    switch try TimePoint.parse(text, context) {
    case .unit(_, let range): return Self(from: range.lowerBound, until: range.upperBound)
    case .instant: throw .notAUnit(text)
    }
  }
}
