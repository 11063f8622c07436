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
    let day = rawValue.floored(by: Self.millisecondsOfDay)
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
}
