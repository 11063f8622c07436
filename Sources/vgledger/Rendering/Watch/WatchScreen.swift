internal import Ledger
internal import Poller

/// The full screen of `watch`, as lines.
struct WatchScreen {
  /// A job as the screen tells it.
  struct Row {
    let job: Job
    let key: ShortKey
    let usual: UsualDurations
    /// Milliseconds until it is asked again; `nil` while it is being asked, or where it is not.
    let next: Int64?
  }

  static let columns: [Table.Column] = [
    .init(name: "", gap: 1),
    .init(name: "", gap: 1),
    .init(name: "ID"),
    .init(name: "MODEL", rank: 2, widthMost: 24),
    .init(name: "STATE"),
    .init(name: "ELAPSED", alignment: .right),
    .init(name: "USUAL p50–p95", rank: 3),
    .init(name: "PROGRESS", rank: 5),
    .init(name: "SEEN", alignment: .right, rank: 1),
    .init(name: "NEXT", alignment: .right, rank: 4),
  ]

  let style: Style
  let now: Moment
  let zone: String
  /// What was asked for, such as `project:acme`.
  let subject: String
  let book: PriceBook

  /// How many open jobs there is room for on so many lines.
  static func jobsMost(_ height: Int) -> Int { max(1, height * 2 / 3 - 3) }

  /// The lines of a screen of that height.
  ///
  /// `rows`: the jobs to show, of `open` that are waited for.
  func lines(_ board: WatchBoard, _ rows: [Row], height: Int) -> [String] {
    var lines = [head(board)]
    var table = Table(Self.columns)
    for row in rows { table.add(cells(row, isSelected: row.job.number == board.selected)) }
    lines += rows.isEmpty ? ["  no job is open"] : table.lines(style)
    let hidden = board.open.count - rows.count
    if hidden > 0 { lines.append(style.paint("  and \(hidden) more", .dim)) }
    let rule = String(repeating: style.isASCII ? "-" : "─", count: style.width)
    lines.append(style.paint(rule, .dim))
    let room = max(0, height - lines.count - 1)
    lines += board.recent.prefix(room).map { recent($0, board.selected) }
    while lines.count < height - 1 { lines.append("") }
    let keys =
      style.isASCII
      ? "q quit  up/down select  enter show  w why" : "q quit  ↑↓ select  ⏎ show  w why"
    return lines.prefix(height - 1) + [style.paint("  " + keys, .dim)]
  }

  private func head(_ board: WatchBoard) -> String {
    let ended = JobState.allCases.compactMap { state in
      board.ended[state].map { "\($0) \(state.word)" }
    }
    let counts = (["\(board.open.count) open"] + ended).joined(separator: ", ")
    let left = ["vgledger watch", subject, counts].filter { !$0.isEmpty }
      .joined(separator: " · ")
    let clock = "\(Words.dateAndClock(now)) \(zone)"
    let gap = style.width - left.displayWidth - clock.displayWidth
    guard gap >= 2 else { return style.paint(style.signs(left).clipped(to: style.width), .bold) }
    return style.paint(style.signs(left), .bold) + String(repeating: " ", count: gap) + clock
  }

  private func cells(_ row: Row, isSelected: Bool) -> [Table.Cell] {
    let job = row.job
    let paint = Style.paint(of: job.state)
    let elapsed = elapsed(job)
    let late = row.usual.percentile(990).map { elapsed > $0 } ?? false
    return [
      .init(isSelected ? ">" : ""),
      .init(style.mark(job.state), paint),
      row.key.cell,
      .init(job.model ?? "?"),
      .init(job.state.word, paint),
      .init(Words.duration(elapsed / 1000 * 1000) + (late ? " !" : "")),
      .init(usual(row.usual)),
      .init(progress(row, elapsed)),
      .init(Words.ago(job.lastSeen, now)),
      .init(row.next.map { Words.duration($0 / 1000 * 1000) } ?? (style.isASCII ? "-" : "·")),
    ]
  }

  private func elapsed(_ job: Job) -> Int64 {
    max(0, now.milliseconds(since: job.submitted?.moment ?? job.firstSeen))
  }

  private func usual(_ usual: UsualDurations) -> String {
    guard let half = usual.percentile(500) else { return style.isASCII ? "-" : "·" }
    guard let most = usual.percentile(950) else { return Words.duration(half) }
    return "\(Words.duration(half))\(style.isASCII ? "-" : "–")\(Words.duration(most))"
  }

  /// The provider's own percent, else the share of such jobs that had ended by now.
  private func progress(_ row: Row, _ elapsed: Int64) -> String {
    if let most = row.usual.percentile(990), elapsed > most {
      return "past p99 by \(Words.duration((elapsed - most) / 1000 * 1000))"
    }
    let said = row.job.state == .running ? row.job.progress : nil
    guard let percent = said ?? row.usual.shareEnded(by: elapsed) else { return "" }
    let width = 16
    let full = percent * width / 100
    let bar =
      String(repeating: style.isASCII ? "#" : "█", count: full)
      + String(repeating: style.isASCII ? "." : "░", count: width - full)
    return "\(bar) \(said == nil ? "~" : "")\(percent)%"
  }

  private func recent(_ line: WatchBoard.Line, _ selected: JobNumber?) -> String {
    let clock = String(Words.clock(line.at).prefix(8))
    guard let job = line.news?.job else {
      return "  \(clock)  \(line.note ?? "")".clipped(to: style.width)
    }
    let mark = job.number == selected ? "> " : "  "
    let took = JobTable.took(job, now: now, style)
    let saved = job.assets.compactMap(\.saved).first?.path.split(separator: "/").last
    let detail = saved.map { "saved \($0)" } ?? job.reason?.rawValue ?? ""
    let cost = JobTable.cost(JobCosts(book).cost(of: job))
    let head = "\(mark)\(clock)  \(job.key.text.prefix(ShortKey.lengthLeast))  "
    let tail = "  \(took)  \(cost)  \(detail)".escaped
    let room = style.width - head.displayWidth - job.state.word.count
    return head + style.paint(job.state.word, as: job.state)
      + tail.clipped(to: max(0, room)).trimmedAtEnd
  }
}
