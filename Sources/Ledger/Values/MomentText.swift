/// Moments as RFC 3339 writes them, in whole numbers: no rounding, no locale, no range that traps.
extension Moment {
  private static let millisecondsOfDay: Int64 = 86_400_000

  /// `2026-11-23T13:02:07.112Z`; years outside 0 to 9999, which RFC 3339 has not, stand as they are.
  public var rfc3339: String {
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number.magnitude)
      return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
        + digits
    }
    let day = Self.floored(rawValue, Self.millisecondsOfDay)
    let rest =
      (rawValue % Self.millisecondsOfDay + Self.millisecondsOfDay) % Self.millisecondsOfDay
    let date = CalendarDate(daysSince1970: day)
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
      + time.joined(separator: ":") + "." + padded(rest % 1000, 3) + "Z"
  }

  /// Reads an RFC 3339 time, with `Z` or an offset, with or without a fraction of a second.
  ///
  /// What is finer than a millisecond is cut off. A leap second is the next minute's first.
  public init?(rfc3339 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T", "t"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2), let milliseconds = reader.fraction(),
      let offset = reader.offset(), reader.isAtEnd,
      let date = CalendarDate(year: year, month: month, day: day),
      hour < 24, minute < 60, second < 60 || (second == 60 && minute == 59)
    else { return nil }
    let seconds = date.daysSince1970 * 86_400 + hour * 3600 + (minute - offset) * 60 + second
    self.init(rawValue: seconds * 1000 + milliseconds)
  }

  fileprivate static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

/// A day of the Gregorian calendar, also before it was in use.
private struct CalendarDate {
  let year: Int64
  let month: Int64
  let day: Int64

  private static let daysOf400Years: Int64 = 146_097
  /// From 0000-03-01, where a year that ends with its leap day begins, to 1970-01-01.
  private static let daysTo1970: Int64 = 719_468

  init?(year: Int64, month: Int64, day: Int64) {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let february: Int64 = isLeap ? 29 : 28
    let lengths: [Int64] = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  init(daysSince1970 days: Int64) {
    let shifted = days + Self.daysTo1970
    let era = Moment.floored(shifted, Self.daysOf400Years)
    let dayOfEra = shifted - era * Self.daysOf400Years
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int64 {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = Moment.floored(yearFromMarch, 400)
    let yearOfEra = yearFromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * Self.daysOf400Years + dayOfEra - Self.daysTo1970
  }
}

/// Reads digits and signs from left to right.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one of the letters, if it comes next.
  mutating func take(_ letters: Unicode.Scalar...) -> Bool {
    guard let next = rest.first, letters.contains(Unicode.Scalar(next)) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The number in exactly so many digits.
  mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The milliseconds of a fraction of one digit or more; 0 where there is none.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    guard let first = digit() else { return nil }
    var value = first
    var digits = 1
    while let digit = digit() {
      digits += 1
      if digits <= 3 { value = value * 10 + digit }
    }
    for _ in min(digits, 3)..<3 { value *= 10 }
    return value
  }

  /// The minutes by which local time is ahead.
  mutating func offset() -> Int64? {
    if take("Z", "z") { return 0 }
    let isBehind = rest.first == UInt8(ascii: "-")
    guard take("+", "-"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return (isBehind ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func digit() -> Int64? {
    guard let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else {
      return nil
    }
    rest = rest.dropFirst()
    return Int64(next - UInt8(ascii: "0"))
  }
}
