internal import Ledger

/// The columns of `list`, and a job's cells in them.
///
/// On a narrow terminal left, labels, project, asked, submitted and model are dropped, in this order;
/// never id, state, took and cost.
struct JobTable {
  static let columns: [Table.Column] = [
    .init(name: "", gap: 1),
    .init(name: "ID"),
    .init(name: "STATE"),
    .init(name: "MODEL", rank: 5, widthMost: 28),
    .init(name: "PROJECT", rank: 2, widthMost: 20),
    .init(name: "LABELS", rank: 1, widthMost: 24),
    .init(name: "ASKED", rank: 3),
    .init(name: "TOOK", alignment: .right),
    .init(name: "LEFT", rank: 0),
    .init(name: "COST", alignment: .right),
    .init(name: "WHEN", rank: 4),
    .init(name: "REASON", rank: 7, isWideOnly: true),
    .init(name: "ACCOUNT", rank: 8, isWideOnly: true),
    .init(name: "PROVIDER ID", rank: 9, isWideOnly: true),
  ]

  let style: Style
  let times: TimeDisplay
  /// Whole keys, not only what stands for a job alone.
  let hasWideIDs: Bool

  /// A job's cells as an answer of that form shows them: ids in full where nobody counts columns.
  init(_ context: Context, _ form: AnswerForm) {
    style = context.style
    times = context.times(form.format.isAligned ? .relative : .utc)
    hasWideIDs = context.hasWideIDs(form)
  }

  /// The first jobs of an overview, which is a table.
  init(_ context: Context) {
    style = context.style
    times = context.times(.relative)
    hasWideIDs = context.options.format.wideIds
  }

  /// The aligned table with its header line; jobs in the order given.
  func lines(
    _ jobs: [Job], _ costs: JobCosts, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> [String] {
    var table = Table(Self.columns)
    for job in jobs { table.add(cells(job, costs.cost(of: job), try id(of: job, in: snapshot))) }
    return table.lines(style)
  }

  /// The job's cell of the column ID.
  func id(
    of job: Job, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> Table.Cell {
    if hasWideIDs { return Table.Cell(job.key.text) }
    return try snapshot.shortKey(of: job).cell
  }

  /// One cell for each of ``columns``.
  ///
  /// `expected`: when an open job will probably end.
  func cells(
    _ job: Job, _ cost: JobCost, _ id: Table.Cell, expected: ExpectedFinish? = nil
  ) -> [Table.Cell] {
    let paint = Style.paint(of: job.state)
    return [
      .init(style.mark(job.state), paint),
      id,
      .init(job.state.word, paint),
      .init(job.model ?? "?"),
      .init(job.project ?? ""),
      .init(job.labels.map(\.text).joined(separator: " ")),
      .init(Self.asked(job)),
      .init(took(job)),
      .init(expected.map(left) ?? ""),
      .init(Self.cost(cost)),
      .init(times.text(job.submitted?.moment ?? job.firstSeen)),
      .init(job.reason?.rawValue ?? ""),
      .init(job.account),
      .init(job.nativeID),
    ]
  }

  /// `~40s-1m20s`: what half of such jobs still took, and nine in ten.
  private func left(_ expected: ExpectedFinish) -> String {
    let bounds = [expected.half, expected.most].map { Words.duration($0 / 1000 * 1000) }
    return "~" + bounds.joined(separator: style.isASCII ? "-" : "–")
  }

  /// `0.80`, `~0.80` for what an open job will probably cost, `?` for unknown.
  static func cost(_ cost: JobCost) -> String {
    guard let amount = cost.amount else { return "?" }
    let currency = cost.currency == .usd ? "" : cost.currency.map { " \($0.word)" } ?? " ?"
    return (cost.isForecast ? "~" : "") + amount.screenText + currency
  }

  static func asked(_ job: Job) -> String {
    let length = job.videoMilliseconds.map(Words.seconds(ofVideo:))
    return [length, job.resolution ?? job.size].compactMap(\.self).joined(separator: " ")
  }

  /// How long it took, or has taken so far.
  func took(_ job: Job) -> String { Self.took(job, now: times.now, style) }

  /// How long it took, or has taken so far.
  static func took(_ job: Job, now: Moment, _ style: Style) -> String {
    if let total = Phases(job).total {
      // A second of doubt is the provider's own; more is ours, and is shown.
      return (total.high - total.low > 1000 ? "~" : "") + Words.duration(total.middle)
    }
    guard !job.state.isVerdict else { return "?" }
    let start = job.submitted?.moment ?? job.firstSeen
    let more = style.isASCII ? " .." : " …"
    return Words.duration(max(0, now.milliseconds(since: start)) / 1000 * 1000) + more
  }
}
