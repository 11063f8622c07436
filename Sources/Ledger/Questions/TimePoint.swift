/// What a written time means: a stretch of the calendar, or one moment.
public enum TimePoint: Hashable, Sendable {
  /// From the unit's first moment to the first one after it.
  case unit(TimeUnit, Range<Moment>)
  case instant(Moment)

  /// Where a window begins that is asked for since this time.
  public var start: Moment {
    switch self {
    case .unit(_, let range): range.lowerBound
    case .instant(let moment): moment
    }
  }

  /// Where a window ends that is asked for until this time; itself outside.
  ///
  /// A calendar unit lies inside the window as a whole, an instant does not.
  public var end: Moment {
    switch self {
    case .unit(_, let range): range.upperBound
    case .instant(let moment): moment
    }
  }
}

/// A stretch of the calendar that a written time can name.
public enum TimeUnit: Sendable, CaseIterable {
  case year
  case quarter
  case month
  case week
  case day
  case hour
  case minute
  case second

  /// Whether it names a time of the day, so that its beginning can stand for one moment.
  public var isClockTime: Bool {
    switch self {
    case .minute, .second: true
    case .year, .quarter, .month, .week, .day, .hour: false
    }
  }
}

/// What a written time is relative to.
public struct TimeContext: Sendable {
  public let now: Moment
  public let zone: Zone
  /// The first day of `this-week` and `last-week`; ISO weeks such as `2026-W47` begin on Monday.
  public let weekStart: Weekday
  private let momentOfEvent: (@Sendable (LogSequence) throws(LedgerError) -> Moment?)?

  /// - Parameters:
  ///   - now: What durations count back from, and what `today` is the day of.
  ///   - zone: Where days begin.
  ///   - weekStart: The first day of a week named by a word.
  ///   - momentOfEvent: When the event at a place of the log was observed, `nil` past its end; no
  ///     closure where no ledger is read.
  public init(
    now: Moment, zone: Zone, weekStart: Weekday = .monday,
    momentOfEvent: (@Sendable (LogSequence) throws(LedgerError) -> Moment?)? = nil
  ) {
    self.now = now
    self.zone = zone
    self.weekStart = weekStart
    self.momentOfEvent = momentOfEvent
  }

  /// The day that it is now.
  var today: CalendarDate { zone.calendarTime(of: now).date }

  func moment(of sequence: LogSequence) throws(TimeError) -> Moment {
    guard let momentOfEvent else { throw .noLedger(sequence) }
    let found: Moment?
    do throws(LedgerError) {
      found = try momentOfEvent(sequence)
    } catch {
      throw .ledger(error)
    }
    guard let found else { throw .noEvent(sequence) }
    return found
  }

  /// The range of whole days, as moments.
  func unit(_ unit: TimeUnit, _ first: CalendarDate, _ end: CalendarDate) -> TimePoint {
    .unit(unit, zone.start(of: first)..<zone.start(of: end))
  }
}
