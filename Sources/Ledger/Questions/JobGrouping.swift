/// Puts jobs into groups by one key or two.
///
/// One question's own; it is not to be shared between threads.
public final class JobGrouping {
  public let keys: [GroupKey]
  private let zone: Zone
  private let weekStart: Weekday
  /// Which time the units of the calendar are taken from.
  private let clock: WindowClock
  /// Starts of calendar units by quarter hour: clocks anywhere change, and units begin, at one.
  private var starts: [CalendarPlace: Moment] = [:]
  /// The newest of them: jobs come in the order of time, many in one quarter hour.
  private var newest: (place: CalendarPlace, start: Moment)?

  private struct CalendarPlace: Hashable {
    let unit: GroupUnit
    let quarterHour: Int64
  }

  private static let quarterHour: Int64 = 900_000

  /// - Parameters:
  ///   - keys: One or two.
  ///   - zone: Whose days and months are meant.
  ///   - clock: Which time of a job the calendar is about.
  ///   - weekStart: The first day of a week.
  public init(_ keys: [GroupKey], zone: Zone, clock: WindowClock, weekStart: Weekday = .monday) {
    self.weekStart = weekStart
    self.keys = keys
    self.zone = zone
    self.clock = clock
  }

  /// The job's group.
  ///
  /// `row`: reads the job's row; asked only for labels.
  public func group(
    of digest: JobDigest, row: (JobNumber) throws(LedgerError) -> Job?
  ) throws(LedgerError) -> JobGroup {
    var group = JobGroup()
    if let key = keys.first { group.first = try value(key, digest, row) }
    if keys.count > 1 { group.second = try value(keys[1], digest, row) }
    return group
  }

  private func value(
    _ key: GroupKey, _ digest: JobDigest, _ row: (JobNumber) throws(LedgerError) -> Job?
  ) throws(LedgerError) -> GroupValue {
    switch key {
    case .account: return .word(digest.account)
    case .dialect: return .word(digest.dialect)
    case .model: return .word(digest.model)
    case .project: return .word(digest.project)
    case .state: return .state(digest.state)
    case .reason: return .word(digest.reason)
    case .errorCode: return .word(digest.errorCode)
    case .size: return .word(digest.size)
    case .resolution: return .word(digest.resolution)
    case .seconds: return .number(digest.videoMilliseconds)
    case .by: return .word(digest.by)
    case .calendar(let unit): return .start(moment(digest).map { start(of: unit, at: $0) })
    case .label(let name):
      guard digest.flags.contains(.hasLabels) else { return .text(nil) }
      return .text(try row(digest.number)?.labels.first { $0.name == name }?.value)
    }
  }

  private func moment(_ digest: JobDigest) -> Moment? {
    switch clock {
    case .submitted: digest.submitted
    case .finished: digest.ended
    case .observed: digest.lastSeen
    }
  }

  private func start(of unit: GroupUnit, at moment: Moment) -> Moment {
    let quarterHour = moment.rawValue.floored(by: Self.quarterHour)
    let place = CalendarPlace(unit: unit, quarterHour: quarterHour)
    if let newest, newest.place == place { return newest.start }
    let start = starts[place] ?? newStart(of: unit, at: moment, quarterHour)
    starts[place] = start
    newest = (place, start)
    return start
  }

  private func newStart(of unit: GroupUnit, at moment: Moment, _ quarterHour: Int64) -> Moment {
    let (first, overflow) = quarterHour.multipliedReportingOverflow(by: Self.quarterHour)
    return zone.start(
      of: unit, containing: overflow ? moment : Moment(rawValue: first), weekStart: weekStart)
  }
}

extension Zone {
  /// When the calendar's unit that holds the moment begins.
  public func start(
    of unit: GroupUnit, containing moment: Moment, weekStart: Weekday
  ) -> Moment {
    let time = calendarTime(of: moment)
    let date = time.date
    return switch unit {
    case .hour: hourStart(moment, time)
    case .day: start(of: date)
    case .week: start(of: date.onOrBefore(weekStart))
    case .month: start(of: date.adding(days: 1 - date.day))
    case .quarter: start(ofYear: date.year, month: (date.month - 1) / 3 * 3 + 1, else: date)
    case .year: start(ofYear: date.year, month: 1, else: date)
    }
  }

  /// Of an hour that the clocks show twice, in full or in part, each is an hour of its own.
  private func hourStart(_ moment: Moment, _ time: CalendarTime) -> Moment {
    let offset = { (moment: Moment) in
      Moment(rawValue: calendarTime(of: moment).naive).milliseconds(since: moment)
    }
    var low = moment.adding(milliseconds: -(time.millisecondOfDay % 3_600_000))
    let now = offset(moment)
    guard offset(low) != now else { return low }
    // The clocks were changed since: the hour begins there.
    var high = moment
    while low < high {
      let middle = low.adding(milliseconds: high.milliseconds(since: low) / 2)
      if offset(middle) == now { high = middle } else { low = middle.adding(milliseconds: 1) }
    }
    return low
  }

  private func start(ofYear year: Int64, month: Int64, else date: CalendarDate) -> Moment {
    start(of: CalendarDate(year: year, month: month, day: 1) ?? date)
  }
}
