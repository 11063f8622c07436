/// A day of the Gregorian calendar, also before it was in use.
public struct CalendarDate: Hashable, Comparable, Sendable {
  public let year: Int64
  /// 1 to 12.
  public let month: Int64
  /// 1 to 31.
  public let day: Int64

  private static let daysOf400Years: Int64 = 146_097
  /// From 0000-03-01, where a year that ends with its leap day begins, to 1970-01-01.
  private static let daysTo1970: Int64 = 719_468

  /// That day, or `nil` where the calendar has none.
  public init?(year: Int64, month: Int64, day: Int64) {
    guard (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day so many days after 1970-01-01.
  public init(daysSince1970 days: Int64) {
    let shifted = days + Self.daysTo1970
    let era = shifted.floored(by: Self.daysOf400Years)
    let dayOfEra = shifted - era * Self.daysOf400Years
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01; negative before.
  public var daysSince1970: Int64 { Self.daysSince1970(year: year, month: month, day: day) }

  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = yearFromMarch.floored(by: 400)
    let yearOfEra = yearFromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysOf400Years + dayOfEra - daysTo1970
  }

  /// 28 to 31; the month is one of 1 to 12.
  static func length(ofMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The day so many days later.
  public func adding(days: Int64) -> Self { Self(daysSince1970: daysSince1970 + days) }

  /// The same day of the month so many months later; the month's last where that day is missing.
  public func adding(months: Int64) -> Self {
    let count = year * 12 + month - 1 + months
    let year = count.floored(by: 12)
    let month = count - year * 12 + 1
    let first = Self(daysSince1970: Self.daysSince1970(year: year, month: month, day: 1))
    return first.adding(days: min(day, Self.length(ofMonth: month, year: year)) - 1)
  }

  public var weekday: Weekday {
    let days = daysSince1970 + 3  // 1970-01-01 was a Thursday
    return Weekday.allCases[Int(days - days.floored(by: 7) * 7)]
  }
}

/// A day of the week, Monday first.
public enum Weekday: Int, CaseIterable, Sendable {
  case monday
  case tuesday
  case wednesday
  case thursday
  case friday
  case saturday
  case sunday

  /// The English name in lower case, as it is written in times and in the configuration.
  public var word: String { "\(self)" }
}

extension Int64 {
  /// Division that rounds down, also below zero.
  func floored(by divisor: Self) -> Self {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
