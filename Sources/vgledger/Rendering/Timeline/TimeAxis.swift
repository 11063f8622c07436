internal import Ledger

/// A stretch of time laid over columns of a screen, with round marks.
struct TimeAxis {
  struct Mark: Equatable {
    let column: Int
    let text: String
  }

  /// Fewer columns would put one label against the next.
  private static let markColumnsLeast = 10

  let from: Moment
  /// Later than ``from``.
  let until: Moment
  let columns: Int
  let marks: [Mark]

  /// An axis of at least a second and one column.
  init(from: Moment, until: Moment, columns: Int, zone: Zone) {
    let end = max(until, from.adding(milliseconds: 1000))
    let columns = max(1, columns)
    let span = end.milliseconds(since: from)
    let ticks = TimeTicks(
      from: from, until: end,
      apart: span / Int64(columns) * Int64(Self.markColumnsLeast), zone: zone)
    self.from = from
    self.until = end
    self.columns = columns
    marks = ticks.moments.compactMap { moment in
      let text = Self.label(moment, ticks.step, zone)
      let column = Self.column(moment, from, end, columns)
      return column + text.count <= columns ? Mark(column: column, text: text) : nil
    }
  }

  /// The column that shows the moment, 0 to ``columns``; what lies outside stands at the edge.
  func column(of moment: Moment) -> Int { Self.column(moment, from, until, columns) }

  private static func column(
    _ moment: Moment, _ from: Moment, _ until: Moment, _ columns: Int
  ) -> Int {
    let distance = Int128(min(max(moment, from), until).milliseconds(since: from))
    return Int(distance * Int128(columns) / Int128(until.milliseconds(since: from)))
  }

  /// The labels at their places.
  var line: String {
    marks.reduce(into: "") { line, mark in
      line = line.padded(to: mark.column) + mark.text
    }
  }

  /// `14:05`, `14:05:30`; a day where one begins, `Nov`, and a year where one begins.
  private static func label(_ moment: Moment, _ step: TimeTicks.Step, _ zone: Zone) -> String {
    let time = zone.calendarTime(of: moment)
    let month = WindowText.months[Int(time.date.month) - 1]
    let day = "\(time.date.day) \(month)"
    switch step {
    case .clock(let milliseconds):
      if time.millisecondOfDay == 0 { return day }
      let clock = [time.hour, time.minute].map(Words.twoDigits).joined(separator: ":")
      return milliseconds < 60_000 ? clock + ":" + Words.twoDigits(time.second) : clock
    case .days: return day
    case .months: return time.date.month == 1 ? "\(time.date.year)" : month
    }
  }
}
