internal import Ledger

/// Many jobs as bars under one time axis.
struct TimelineScreen {
  private static let stateColumns = 9
  private static let tookColumns = 8
  private static let hintColumns = 19
  /// With less room for bars the hints are left out, with still less the durations.
  private static let barColumnsForHints = 30
  private static let barColumnsForDurations = 10

  private let style: Style
  private let table: JobTable
  private let now: Moment
  private let keyColumns: Int
  private let hasDurations: Bool
  private let hasHints: Bool
  /// What the parts of the bars mean; under the bars where there is no room above them.
  private let legend: String
  private let hasLegendAbove: Bool
  let axis: TimeAxis
  private let day: String

  /// - Parameters:
  ///   - context: For the width, the zone and now.
  ///   - form: Whether keys are shown in full.
  ///   - keyColumns: The width of the longest key.
  ///   - from: The first moment to show.
  ///   - until: The last one.
  ///   - parts: The parts that the bars have, for the legend.
  init(
    _ context: Context, _ form: AnswerForm, keyColumns: Int, from: Moment, until: Moment,
    parts: Set<JobBar.Part>
  ) {
    style = context.style
    table = JobTable(context, form)
    now = context.now
    let isASCII = context.style.isASCII
    legend = JobBar.Part.allCases.filter(parts.contains)
      .map { "\($0.glyph(isASCII)) \($0.meaning)" }.joined(separator: "  ")
    // A column behind the bar is for its end.
    let room = context.style.width - keyColumns - 2 - 1 - 2 - Self.stateColumns
    let roomForHints = room - 4 - Self.tookColumns - Self.hintColumns
    hasHints = roomForHints >= Self.barColumnsForHints
    hasDurations = room - 2 - Self.tookColumns >= Self.barColumnsForDurations
    let columns = hasHints ? roomForHints : hasDurations ? room - 2 - Self.tookColumns : room
    hasLegendAbove =
      hasHints
      && legend.count <= Self.stateColumns + 4 + Self.tookColumns
        + Self.hintColumns
    self.keyColumns = keyColumns
    let zone = context.zone
    axis = TimeAxis(from: from, until: until, columns: columns, zone: zone)
    let date = zone.calendarTime(of: from).date
    day = "\(date.day) \(WindowText.months[Int(date.month) - 1])"
  }

  /// The day of the axis's begin, its marks, and the legend.
  var head: String {
    let left = day.padded(to: keyColumns) + "  "
    let line = left + axis.line.padded(to: axis.columns + 1)
    return style.paint((hasLegendAbove ? line + "  " + legend : line).trimmedAtEnd, .dim)
  }

  /// The legend, where it found no room in ``head``.
  var legendBelow: [String] { hasLegendAbove ? [] : [style.paint("  " + legend, .dim)] }

  /// A heading over the jobs of a group.
  func heading(_ group: String, jobs: Int) -> String {
    style.paint(group.escaped.clipped(to: style.width - 12), .bold)
      + "  \(jobs) \(jobs == 1 ? "job" : "jobs")"
  }

  /// The line of a job.
  func line(_ job: Job, _ id: Table.Cell, _ bar: JobBar) -> String {
    let key = id.painted(id.text, style) + spaces(keyColumns - id.text.count)
    let drawn = bar.text(on: axis, isASCII: style.isASCII).padded(to: axis.columns + 1)
    var line = key + "  " + style.paint(drawn, as: job.state) + "  "
    let word = style.paint(job.state.word, as: job.state)
    guard hasDurations else { return line + word }
    line += word + spaces(Self.stateColumns - job.state.word.count)
    line += "  " + table.took(job).padded(to: Self.tookColumns)
    if hasHints {
      line += "  " + (Self.hint(job) ?? "").escaped.clipped(to: Self.hintColumns)
    }
    return line.trimmedAtEnd
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// What is worth knowing: why it failed, a long wait in the queue, a late notice, an unknown start.
  static func hint(_ job: Job) -> String? {
    let phases = Phases(job)
    if let reason = job.reason { return reason.rawValue }
    if let queued = phases.queued, let total = phases.total, total.middle > 0,
      queued.middle * 100 / total.middle >= 30
    {
      return "queue \(min(100, queued.middle * 100 / total.middle)) %"
    }
    if let lag = phases.lag, lag.low >= 60_000 { return "seen \(Words.duration(lag.low)) late" }
    return job.start == nil ? "since first seen" : nil
  }
}
