extension TimePoint {
  /// The moments that can be written back: years 0 to 9998, so that a year's end is one too.
  private static let reach =
    Moment(rawValue: -62_167_219_200_000)...Moment(rawValue: 253_370_851_200_000)

  /// Reads a time in any of its forms.
  ///
  /// - Parameters:
  ///   - text: `7d`, `1h30m` (back from now), `now`, `today`, `yesterday`, `monday` (the newest one,
  ///     today included), `this-week`, `last-month`, `2026`, `2026Q4`, `2026-11`, `2026-W47`,
  ///     `2026-11-20`, `2026-11-20T14:03`, `14:03` (today), `14:03:07`, RFC 3339, `@1763900000`
  ///     (Unix seconds or milliseconds), `seq:48302`.
  ///   - context: Now, the zone, and where the times of events are to be had.
  /// - Returns: A calendar unit as the range of its moments, anything else as one moment.
  /// - Throws: ``TimeError`` for what is no time, ambiguous, in no calendar, or not in the log.
  public static func parse(
    _ text: String, _ context: TimeContext
  ) throws(TimeError) -> TimePoint {
    guard let point = try known(text, context) else { throw TimeReading.problem(text, context) }
    guard reach.contains(point.start), reach.contains(point.end) else { throw .tooFar(text) }
    return point
  }

  /// Reads a time that must be one moment, as for "now"; a time of day to the minute will do.
  public static func instant(
    _ text: String, _ context: TimeContext
  ) throws(TimeError) -> Moment {
    switch try parse(text, context) {
    case .instant(let moment): return moment
    case .unit(let unit, let range):
      guard unit.isClockTime else {
        throw .notAnInstant(text, start: context.zone.calendarTime(of: range.lowerBound))
      }
      return range.lowerBound
    }
  }

  private static func known(
    _ text: String, _ context: TimeContext
  ) throws(TimeError) -> TimePoint? {
    if let word = TimeWord(rawValue: text.lowercased()) { return word.point(context) }
    if text.hasPrefix("seq:") {
      guard let number = LogSequence(text.dropFirst(4)) else { return nil }
      return .instant(try context.moment(of: number))
    }
    if text.hasPrefix("@") { return TimeReading.unix(text.dropFirst()).map(TimePoint.instant) }
    if let length = DurationText(text) { return .instant(context.back(by: length)) }
    return try CalendarText(text, context).point()
  }
}

extension LogSequence {
  /// A place in the log as people write it: `48302` or `#48302`; the first is 1.
  public init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(digits),
      number > 0
    else { return nil }
    self.init(rawValue: number)
  }
}

extension TimeContext {
  /// The moment that long ago: months by the calendar, the rest by the milliseconds.
  fileprivate func back(by length: DurationText) -> Moment {
    let before = now.adding(milliseconds: -length.milliseconds)
    guard length.months > 0 else { return before }
    let time = zone.calendarTime(of: before)
    let day = time.date.adding(months: -length.months)
    return zone.moment(of: CalendarTime(day, millisecond: time.millisecondOfDay))
  }
}

/// Words for times.
enum TimeWord: String, CaseIterable {
  case now
  case today
  case yesterday
  case monday
  case tuesday
  case wednesday
  case thursday
  case friday
  case saturday
  case sunday
  case thisWeek = "this-week"
  case lastWeek = "last-week"
  case thisMonth = "this-month"
  case lastMonth = "last-month"
  case thisQuarter = "this-quarter"
  case lastQuarter = "last-quarter"
  case thisYear = "this-year"
  case lastYear = "last-year"

  func point(_ context: TimeContext) -> TimePoint {
    let today = context.today
    switch self {
    case .now: return .instant(context.now)
    case .today: return context.unit(.day, today, today.adding(days: 1))
    case .yesterday: return context.unit(.day, today.adding(days: -1), today)
    case .monday: return newest(.monday, context)
    case .tuesday: return newest(.tuesday, context)
    case .wednesday: return newest(.wednesday, context)
    case .thursday: return newest(.thursday, context)
    case .friday: return newest(.friday, context)
    case .saturday: return newest(.saturday, context)
    case .sunday: return newest(.sunday, context)
    case .thisWeek, .lastWeek:
      let first = today.onOrBefore(context.weekStart).adding(days: self == .lastWeek ? -7 : 0)
      return context.unit(.week, first, first.adding(days: 7))
    case .thisMonth: return months(1, ago: 0, .month, context)
    case .lastMonth: return months(1, ago: 1, .month, context)
    case .thisQuarter: return months(3, ago: 0, .quarter, context)
    case .lastQuarter: return months(3, ago: 1, .quarter, context)
    case .thisYear: return months(12, ago: 0, .year, context)
    case .lastYear: return months(12, ago: 1, .year, context)
    }
  }

  private func newest(_ weekday: Weekday, _ context: TimeContext) -> TimePoint {
    let day = context.today.onOrBefore(weekday)
    return context.unit(.day, day, day.adding(days: 1))
  }

  /// The unit of so many months that today lies in, or the one before it.
  private func months(
    _ length: Int64, ago: Int64, _ unit: TimeUnit, _ context: TimeContext
  ) -> TimePoint {
    let today = context.today
    let first = today.adding(days: 1 - today.day)
      .adding(months: -((today.month - 1) % length) - ago * length)
    return context.unit(unit, first, first.adding(months: length))
  }
}

extension CalendarDate {
  /// The newest such day of the week that is not after this day.
  func onOrBefore(_ weekday: Weekday) -> Self {
    let back = Int64(self.weekday.rawValue - weekday.rawValue)
    return adding(days: -(back < 0 ? back + 7 : back))
  }
}
