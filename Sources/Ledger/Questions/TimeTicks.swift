/// Round moments that mark a time axis, by the clocks and the calendar of a zone.
public struct TimeTicks: Hashable, Sendable {
  /// How far apart the marks are.
  public enum Step: Hashable, Sendable {
    /// By the clock, from midnight; a divisor of a day.
    case clock(milliseconds: Int64)
    /// Days at midnight; steps of whole weeks fall on Mondays.
    case days(Int64)
    /// First days of months; steps of whole years on the first of January.
    case months(Int64)
  }

  public let step: Step
  /// In their order.
  public let moments: [Moment]

  private static let second: Int64 = 1000
  private static let day: Int64 = 86_400_000
  /// The shortest month and the shortest year, so that marks are never too close.
  private static let month = 28 * day

  private static let steps: [Step] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200]
    .map { .clock(milliseconds: $0 * second) }
    + [1, 2, 7, 14].map(Step.days) + [1, 3, 6, 12, 24, 60, 120, 1200].map(Step.months)

  /// The marks from `from` until before `until`, at least `apart` milliseconds from one another.
  ///
  /// None where the span is longer than a hundred thousand years.
  public init(from: Moment, until: Moment, apart: Int64, zone: Zone) {
    step = Self.steps.first { Self.length($0) >= apart } ?? .months(1200)
    let isTooLong = until.milliseconds(since: from) / 1000 > Self.length(.months(1200))
    moments = isTooLong ? [] : Self.moments(step, from, until, zone)
  }

  private static func length(_ step: Step) -> Int64 {
    switch step {
    case .clock(let milliseconds): milliseconds
    case .days(let count): count * day
    case .months(let count): count * month
    }
  }

  private static func moments(
    _ step: Step, _ from: Moment, _ until: Moment, _ zone: Zone
  ) -> [Moment] {
    let start = zone.calendarTime(of: from)
    var moments: [Moment] = []
    var place: Int64 = 0
    while true {
      let moment = zone.moment(of: time(step, place, after: start))
      guard moment < until else { return moments }
      // An hour that the clocks skip has one mark, at the jump.
      if moment >= from, moment > moments.last ?? from.adding(milliseconds: -1) {
        moments.append(moment)
      }
      place += 1
    }
  }

  /// The round time that many steps after the last one before `start`.
  private static func time(
    _ step: Step, _ place: Int64, after start: CalendarTime
  ) -> CalendarTime {
    switch step {
    case .clock(let milliseconds):
      let steps = start.millisecondOfDay / milliseconds + place
      return CalendarTime(start.date, millisecond: steps * milliseconds)
    case .days(let count):
      // 1970-01-01 was a Thursday.
      let steps = (start.date.daysSince1970 + 3).floored(by: count) + place
      return CalendarTime(CalendarDate(daysSince1970: steps * count - 3))
    case .months(let count):
      let months = ((start.date.year * 12 + start.date.month - 1).floored(by: count) + place)
      let year = (months * count).floored(by: 12)
      let month = months * count - year * 12 + 1
      return CalendarTime(CalendarDate(year: year, month: month, day: 1) ?? start.date)
    }
  }
}
