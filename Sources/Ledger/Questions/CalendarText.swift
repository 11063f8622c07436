/// Reads times in numbers: parts of a calendar and times of a clock.
struct CalendarText {
  private let text: String
  private let context: TimeContext
  private var reader: DigitReader

  init(_ text: String, _ context: TimeContext) {
    self.text = text
    self.context = context
    reader = DigitReader(text)
  }

  /// - Returns: `nil` where the text has none of the forms.
  /// - Throws: ``TimeError/doesNotExist(_:)`` where it has, with numbers that do not exist.
  func point() throws(TimeError) -> TimePoint? {
    var clock = self
    if let hour = clock.reader.number(2), clock.reader.take(":") {
      return try clock.time(hour: hour, of: context.today)
    }
    var calendar = self
    guard let year = calendar.reader.number(4) else { return nil }
    return try calendar.rest(ofYear: year)
  }

  private mutating func rest(ofYear year: Int64) throws(TimeError) -> TimePoint? {
    if reader.isAtEnd { return try months(12, from: 1, .year, year) }
    if reader.take("Q", "q") {
      guard let quarter = reader.number(1), reader.isAtEnd else { return nil }
      return try months(3, from: quarter * 3 - 2, .quarter, year)
    }
    guard reader.take("-") else { return nil }
    if reader.take("W", "w") { return try week(year) }
    guard let month = reader.number(2) else { return nil }
    if reader.isAtEnd { return try months(1, from: month, .month, year) }
    guard reader.take("-"), let day = reader.number(2) else { return nil }
    let date = try existing(CalendarDate(year: year, month: month, day: day))
    if reader.isAtEnd { return context.unit(.day, date, date.adding(days: 1)) }
    guard reader.take("T", "t", " "), let hour = reader.number(2) else { return nil }
    if reader.isAtEnd { return try self.hour(hour, of: date) }
    guard reader.take(":") else { return nil }
    return try time(hour: hour, of: date)
  }

  private func existing<Value>(_ value: Value?) throws(TimeError) -> Value {
    guard let value else { throw .doesNotExist(text) }
    return value
  }

  private func months(
    _ length: Int64, from month: Int64, _ unit: TimeUnit, _ year: Int64
  ) throws(TimeError) -> TimePoint {
    let first = try existing(CalendarDate(year: year, month: month, day: 1))
    return context.unit(unit, first, first.adding(months: length))
  }

  /// A week of ISO 8601: the first one holds the year's first Thursday.
  private mutating func week(_ year: Int64) throws(TimeError) -> TimePoint? {
    guard let week = reader.number(2), reader.isAtEnd else { return nil }
    let january = try existing(CalendarDate(year: year, month: 1, day: 4))
    let first = january.onOrBefore(.monday).adding(days: (week - 1) * 7)
    guard week >= 1, first.adding(days: 3).year == year else { throw .doesNotExist(text) }
    return context.unit(.week, first, first.adding(days: 7))
  }

  /// A whole hour, both of it where the clocks are put back.
  private func hour(_ hour: Int64, of date: CalendarDate) throws(TimeError) -> TimePoint {
    guard hour < 24 else { throw .doesNotExist(text) }
    let start = context.zone.moment(of: CalendarTime(date, hour: hour))
    let next = context.zone.moment(of: CalendarTime(date, hour: hour + 1))
    return .unit(.hour, start..<max(next, start.adding(milliseconds: 3_600_000)))
  }

  /// What follows the hour: minutes, perhaps seconds, perhaps an offset.
  private mutating func time(
    hour: Int64, of date: CalendarDate
  ) throws(TimeError) -> TimePoint? {
    guard let minute = reader.number(2) else { return nil }
    let hasSeconds = reader.take(":")
    guard let second = hasSeconds ? reader.number(2) : 0 else { return nil }
    let isWhole = reader.isAtEnd
    guard let millisecond = hasSeconds ? reader.fraction() : 0 else { return nil }
    guard hour < 24, minute < 60, second < 60 || (second == 60 && minute == 59) else {
      throw .doesNotExist(text)
    }
    let time = CalendarTime(
      date, hour: hour, minute: minute, second: second, millisecond: millisecond)
    let unit = hasSeconds ? TimeUnit.second : .minute
    if isWhole { return Self.unit(unit, from: context.zone.moment(of: time)) }
    if hasSeconds, reader.isAtEnd { return .instant(context.zone.moment(of: time)) }
    // An offset says on which clock; RFC 3339 has one and its seconds, and is one moment.
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    let moment = Moment(rawValue: time.naive).adding(milliseconds: -offset * 60_000)
    return hasSeconds ? .instant(moment) : Self.unit(unit, from: moment)
  }

  private static func unit(_ unit: TimeUnit, from start: Moment) -> TimePoint {
    .unit(unit, start..<start.adding(milliseconds: unit == .second ? 1000 : 60_000))
  }
}
