/// A day, and a time of it, as a calendar and a clock on a wall show them.
public struct CalendarTime: Hashable, Comparable, Sendable {
  public let date: CalendarDate
  /// 0 to 86 399 999, by the clock on the wall: not the time that has passed since midnight.
  public let millisecondOfDay: Int64

  static let millisecondsOfDay: Int64 = 86_400_000

  /// That time of the day; 24:00 and later, and what lies before 0:00, belong to other days.
  public init(
    _ date: CalendarDate, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0,
    millisecond: Int64 = 0
  ) {
    let ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
    // The first day that a moment can lie in begins before the first moment.
    self.init(
      naive: Int64(
        clamping: Int128(date.daysSince1970) * Int128(Self.millisecondsOfDay) + Int128(ofDay)))
  }

  /// What a clock shows at that moment that is so far ahead of UTC, or behind it below zero.
  public init(_ moment: Moment, secondsAhead: Int64) {
    self.init(naive: moment.adding(milliseconds: secondsAhead * 1000).rawValue)
  }

  /// The time of a clock in UTC that many milliseconds after 1970.
  init(naive milliseconds: Int64) {
    date = CalendarDate(daysSince1970: milliseconds.floored(by: Self.millisecondsOfDay))
    let rest = milliseconds % Self.millisecondsOfDay
    millisecondOfDay = rest < 0 ? rest + Self.millisecondsOfDay : rest
  }

  /// The milliseconds since 1970 at which a clock in UTC shows this; saturates.
  var naive: Int64 {
    let (days, isTooFar) = date.daysSince1970.multipliedReportingOverflow(
      by: Self.millisecondsOfDay)
    guard !isTooFar else { return date.year < 1970 ? .min : .max }
    return Moment(rawValue: days).adding(milliseconds: millisecondOfDay).rawValue
  }

  public var hour: Int64 { millisecondOfDay / 3_600_000 }
  public var minute: Int64 { millisecondOfDay / 60_000 % 60 }
  public var second: Int64 { millisecondOfDay / 1000 % 60 }
  public var millisecond: Int64 { millisecondOfDay % 1000 }

  /// `2026-11-20T14:03:07.112`, as the clock shows it.
  public var text: String { String(Moment(rawValue: naive).rfc3339.dropLast()) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.date, left.millisecondOfDay) < (right.date, right.millisecondOfDay)
  }
}
