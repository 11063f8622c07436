internal import Ledger

/// A window of time as people read it.
enum WindowText {
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `22 Nov 21:40 – 23 Nov 21:40 CET`, `17–23 Nov CET`, `until 15 Nov CET`, `all time`.
  ///
  /// Whole days are shown as days, the last one inside. An open end is shown as now, for nothing is
  /// known of later; where something is, as none: `since 22 Nov 21:40 CET`. The year stands where it
  /// is not now's, the zone where it changes and at the end.
  ///
  /// `knowsLater`: whether the ledger knows of something after now, as it does when a clock is
  /// behind.
  static func line(
    _ window: TimeWindow, now: Moment, zone: Zone, knowsLater: Bool = false, _ isASCII: Bool
  ) -> String {
    let page = Page(zone: zone, thisYear: zone.calendarTime(of: now).date.year)
    switch (window.from, window.until) {
    case (nil, nil): return "all time"
    case (nil, let until?): return "until " + page.end(until)
    case (let from?, nil):
      if from > now { return "from " + page.start(from) }
      if knowsLater { return "since " + page.start(from) }
      return page.span(from, now, isASCII ? "-" : "–")
    case (let from?, let until?):
      return page.days(from, until, isASCII ? "-" : "–")
        ?? page.span(from, until, isASCII ? "-" : "–")
    }
  }

  /// Where and when it is read.
  private struct Page {
    let zone: Zone
    let thisYear: Int64

    func date(_ date: CalendarDate, withYear: Bool? = nil) -> String {
      let day = "\(date.day) \(months[Int(date.month) - 1])"
      return withYear ?? (date.year != thisYear) ? day + " \(date.year)" : day
    }

    func moment(_ moment: Moment, withZone: Bool) -> String {
      let time = zone.calendarTime(of: moment)
      let clock = [time.hour, time.minute].map(Words.twoDigits).joined(separator: ":")
      let seconds = time.second > 0 ? ":" + Words.twoDigits(time.second) : ""
      return "\(date(time.date)) \(clock)\(seconds)"
        + (withZone ? " " + zone.abbreviation(at: moment) : "")
    }

    func span(_ from: Moment, _ until: Moment, _ dash: String) -> String {
      let isOneZone = zone.abbreviation(at: from) == zone.abbreviation(at: until)
      return moment(from, withZone: !isOneZone) + " \(dash) " + moment(until, withZone: true)
    }

    /// The day that begins with the moment; else the moment.
    func start(_ from: Moment) -> String {
      let first = zone.calendarTime(of: from).date
      guard zone.start(of: first) == from else { return moment(from, withZone: true) }
      return "\(date(first)) \(zone.abbreviation(at: from))"
    }

    /// The last day before that moment, where a day begins with it; else the moment.
    func end(_ until: Moment) -> String {
      guard let last = lastDay(until) else { return moment(until, withZone: true) }
      return "\(date(last)) \(zone.abbreviation(at: until))"
    }

    /// Whole days; `nil` where the window is not made of them.
    func days(_ from: Moment, _ until: Moment, _ dash: String) -> String? {
      let first = zone.calendarTime(of: from).date
      guard zone.start(of: first) == from, let last = lastDay(until), last >= first else {
        return nil
      }
      let name = " " + zone.abbreviation(at: until.adding(milliseconds: -1))
      if first == last { return date(first) + name }
      if (first.year, first.month) == (last.year, last.month) {
        return "\(first.day)\(dash)\(date(last))" + name
      }
      let isOneYear = first.year == last.year
      return date(first, withYear: isOneYear ? false : nil) + " \(dash) " + date(last) + name
    }

    private func lastDay(_ until: Moment) -> CalendarDate? {
      let next = zone.calendarTime(of: until).date
      return zone.start(of: next) == until ? next.adding(days: -1) : nil
    }
  }
}
