internal import Ledger
internal import Providers

/// The screen and the fields of `stats`.
struct StatsScreen {
  let keys: [GroupKey]
  let question: DurationQuestion
  let breakdown: DurationBreakdown
  let text: GroupText
  let style: Style

  // MARK: Fields

  static let schema = AnswerSchema(
    name: "stats", title: "Counts, success rate and durations of jobs, by group.", kind: .report,
    fields: [
      Field("group", .map(.anything), "The group's value under each key; empty for all jobs."),
      Field("jobs", .whole, "Jobs in the group."),
      Field("done", .whole, "Jobs with a verdict."),
      Field("open", .whole, "Jobs without one."),
      Field("states", .map(.whole), "Jobs by state."),
      Field(
        "success_percent", .optional(.decimal),
        "Succeeded of those with a verdict, rounded half up to one decimal."),
      Field("phase", .word(Phase.allCases.map(\.rawValue)), "What the durations are of."),
      Field("n", .whole, "Lengths that the percentiles rest on."),
      Field(
        "percentiles_ms", .map(.optional(.whole)),
        "Percentiles by nearest rank; null where there are too few jobs."),
      Field("least_ms", .optional(.whole), "The shortest."),
      Field("most_ms", .optional(.whole), "The longest."),
      Field("doubt_ms", .optional(.whole), "Median of half of what polling leaves open."),
      Field("queue_n", .whole, "Jobs whose time in the queue is known."),
      Field("queue_p50_ms", .optional(.whole), "Median time in the queue."),
      Field("queue_p95_ms", .optional(.whole), "95th percentile of the time in the queue."),
      Field("spread_bucket_ms", .whole, "Width of a bucket of the spread."),
      Field("spread", .list(.whole), "Lengths by bucket from 0; the last holds all longer ones."),
      Field("p50_before_ms", .optional(.whole), "The median in the period before of this length."),
      Field("n_before", .optional(.whole), "Lengths that it rests on."),
    ], totals: [Field("all", .anything, "The same of all jobs together.")])

  func members(_ row: DurationRow) -> [(String, JSON)] {
    let statistics = row.statistics
    let percent = statistics.successPermille.map { "\($0 / 10).\($0 % 10)" }
    return [
      ("group", .members(zip(keys, row.group.values).map { ($0.word, text.json($1, $0)) })),
      ("jobs", .number(String(statistics.jobs))),
      ("done", .number(String(statistics.done))),
      ("open", .number(String(statistics.open))),
      (
        "states",
        .members(
          JobState.allCases.compactMap { state in
            statistics.states[state].map { (state.word, .number(String($0))) }
          })
      ),
      ("success_percent", .optional(percent)),
      ("phase", .string(question.phase.rawValue)),
      ("n", .number(String(statistics.count))),
      (
        "percentiles_ms",
        .members(question.percentiles.map { ($0.word, .optional(statistics.percentiles[$0])) })
      ),
      ("least_ms", .optional(statistics.least)),
      ("most_ms", .optional(statistics.most)),
      ("doubt_ms", .optional(statistics.doubt)),
      ("queue_n", .number(String(statistics.queueCount))),
      ("queue_p50_ms", .optional(statistics.queueMedian)),
      ("queue_p95_ms", .optional(statistics.queueP95)),
      ("spread_bucket_ms", .number(String(row.spread.bucketMilliseconds))),
      ("spread", .array(row.spread.counts.map { .number(String($0)) })),
      ("p50_before_ms", .optional(row.medianBefore)),
      ("n_before", .optional(row.countBefore)),
    ]
  }

  // MARK: Screen

  var columns: [Table.Column] {
    let groups = keys.map { Table.Column(name: $0.word.uppercased(), widthMost: 22) }
    var columns = groups.isEmpty ? [Table.Column(name: "")] : groups
    columns += [
      Table.Column(name: "N", alignment: .right),
      Table.Column(name: "OK %", alignment: .right),
    ]
    columns += question.percentiles.map { Table.Column(name: $0.word, alignment: .right) }
    columns.append(Table.Column(name: "±poll", alignment: .right, rank: 2))
    if showsQueue {
      columns.append(Table.Column(name: "QUEUE p50/p95", alignment: .right, rank: 3))
    }
    columns.append(
      Table.Column(name: "0s ▁▃█ \(Words.duration(breakdown.top))", rank: 1))
    if style.isASCII {
      columns = columns.map { column in
        var column = column
        column.name = column.name.replacing("±", with: "+-").replacing("▁▃█", with: "..")
        return column
      }
    }
    return columns
  }

  private var showsQueue: Bool {
    question.phase == .total && !question.perSecond && breakdown.all.statistics.queueMedian != nil
  }

  func cells(_ row: DurationRow) -> [Table.Cell] {
    let statistics = row.statistics
    let isAll = row.group.values.isEmpty
    var cells: [Table.Cell] =
      isAll ? [.init("all")] : zip(keys, row.group.values).map { .init(text.text($1, $0)) }
    while cells.count < max(1, keys.count) { cells.append("") }
    cells.append(.init("\(statistics.done)"))
    cells.append(.init(statistics.successPermille.map { "\($0 / 10).\($0 % 10)" } ?? unknown))
    cells += question.percentiles.map { .init(duration(statistics.percentiles[$0])) }
    cells.append(.init(duration(statistics.doubt)))
    if showsQueue {
      let median = duration(statistics.queueMedian)
      cells.append(.init("\(median) / \(duration(statistics.queueP95))"))
    }
    cells.append(.init(strip(row.spread.counts)))
    return cells
  }

  private var unknown: String { style.isASCII ? "-" : "·" }

  private func duration(_ milliseconds: Int64?) -> String {
    milliseconds.map(Words.duration) ?? unknown
  }

  private func strip(_ counts: [Int]) -> String {
    let marks = Array(style.isASCII ? "_.-:=+*#" : "▁▂▃▄▅▆▇█")
    let most = max(1, counts.max() ?? 0)
    return String(
      counts.map { count in
        // The least bar stands for "none or hardly any"; anything at all is seen from an eighth on.
        marks[min(marks.count - 1, count * marks.count / most)]
      })
  }

  func head(_ asked: Question, _ context: Context) -> String {
    let all = breakdown.all.statistics
    let what =
      switch question.phase {
      case .total: "submit → finished"
      case .queued: "submit → running"
      case .running: "running → finished"
      case .lag: "finished → seen"
      case .fetch: "seen → saved"
      }
    let unit = question.perSecond ? " for each second of video" : ""
    let open =
      all.open == 0 ? "" : ", \(all.open) open \(question.includeOpen ? "counted" : "left out")"
    let line =
      "DURATION \(what)\(unit) · \(asked.header(context)) · \(all.done) done\(open)"
    return style.isASCII ? line.replacing("→", with: "->").replacing("·", with: "-") : line
  }

  /// What stands under the table: why something is not told, and what changed.
  func foot(_ before: String?) -> [String] {
    var parts: [String] = []
    let rows = breakdown.rows + [breakdown.all]
    let missing = question.percentiles.filter { percentile in
      rows.contains { $0.statistics.count > 0 && $0.statistics.percentiles[percentile] == nil }
    }
    if !missing.isEmpty {
      let needs = missing.map { "\($0.word) needs \($0.least(question.floor))" }
      parts.append("\(unknown) = too few jobs (\(needs.joined(separator: ", "))).")
    }
    if let before {
      let slower = breakdown.rows.compactMap { change($0, isSlower: true) }
      let faster = breakdown.rows.compactMap { change($0, isSlower: false) }
      if !slower.isEmpty {
        parts.append("Slower than \(before): \(slower.joined(separator: ", ")).")
      }
      if !faster.isEmpty {
        parts.append("Faster than \(before): \(faster.joined(separator: ", ")).")
      }
    }
    return parts.flatMap { TextLayout.wrapped($0, width: style.width - 2, indent: 2) }
      .map { "  " + $0 }
  }

  /// `veo-3.1 +18 %`; only what is a tenth or more.
  private func change(_ row: DurationRow, isSlower: Bool) -> String? {
    let median = Percentile(permille: 500).flatMap { row.statistics.percentiles[$0] }
    guard let before = row.medianBefore, before > 0, let median else { return nil }
    let percent = (median - before) * 100 / before
    guard isSlower ? percent >= 10 : percent <= -10 else { return nil }
    let name = zip(keys, row.group.values).map { text.text($1, $0) }.joined(separator: " ")
    return "\(name.isEmpty ? "all" : name.escaped) \(percent > 0 ? "+" : "")\(percent) %"
  }
}
