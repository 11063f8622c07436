internal import ArgumentParser
internal import Ledger
internal import Providers

/// `stats`: counts, success rate, durations.
struct Stats: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "stats", abstract: "Count jobs and tell how long they take, by group.",
    discussion: """
      Percentiles are exact, by nearest rank over jobs with a verdict; the median of half of what
      polling leaves open stands beside them. 'vgledger help filters' has the terms.
      """)

  @OptionGroup var question: FilterOptions
  @Option(help: ArgumentHelp("Group by one key or two.", valueName: "key[,key]"))
  var by = GroupKeys([])
  @Option(help: ArgumentHelp("total, queued, running, lag or fetch.", valueName: "phase"))
  var phase = Phase.total.rawValue
  @Option(help: ArgumentHelp("Which percentiles, such as 50,90,99.9.", valueName: "list"))
  var percentiles: String?
  @Flag(help: "For each second of video.") var perSecond = false
  @Flag(help: "Count open jobs as ones that take at least as long as they have run.")
  var includeOpen = false
  @Option(help: "Lengths that a percentile above the median needs at least.") var minN = 20

  func validate() throws {
    guard minN >= 1 else { throw ValidationError("'--min-n' must be 1 or more.") }
    if includeOpen, phase != Phase.total.rawValue {
      throw ValidationError("'--include-open' is about the whole time; leave --phase away.")
    }
  }

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(StatsScreen.schema)
    let keys = try by.checked()
    var durations = DurationQuestion(percentiles: try wantedPercentiles())
    durations.phase = try wantedPhase()
    durations.perSecond = perSecond
    durations.floor = minN
    durations.includeOpen = includeOpen
    let asked = try AskedJobs(question, context)
    let grouping = JobGrouping(keys, zone: context.zone, clock: asked.selection.clock)
    var collector = DurationCollector(durations, now: context.now)
    try asked.selection.forEach(in: asked.snapshot, inAnyOrder: true) {
      digest throws(LedgerError) in
      collector.take(digest, try asked.group(of: digest, grouping))
      return true
    }
    let before = asked.question.filter.window.before(context.now)
    if let before, !keys.contains(where: \.isCalendar) {
      try asked.selection.forEach(in: asked.snapshot, during: before) {
        digest throws(LedgerError) in
        collector.takeBefore(digest, try asked.group(of: digest, grouping))
        return true
      }
    }
    let screen = StatsScreen(
      keys: keys, question: durations, breakdown: collector.breakdown(),
      text: GroupText(words: asked.words, zone: context.zone, now: context.now),
      style: context.style)
    let writer = RowWriter(
      form, try asked.meta(withPrices: false), context, columns: screen.columns)
    try print(screen, writer, asked, before: before)
  }

  private func print(
    _ screen: StatsScreen, _ writer: RowWriter, _ asked: borrowing AskedJobs, before: TimeWindow?
  ) throws {
    let all = screen.breakdown.all
    let rows = screen.breakdown.rows.prefix(asked.context.options.format.limit ?? Int.max)
    if !screen.keys.isEmpty {
      for row in rows { try writer.add(screen.members(row), cells: screen.cells(row)) }
    }
    if screen.keys.isEmpty || writer.isForPeople, all.statistics.jobs > 0 {
      try writer.add(screen.members(all), cells: screen.cells(all))
    }
    let length = before.flatMap { window in
      window.from.flatMap { from in window.until.map { $0.milliseconds(since: from) } }
    }
    let period = length.map { $0 >= 172_800_000 ? "the \($0 / 86_400_000) days before" : "before" }
    try writer.end(
      totals: [("all", .members(screen.members(all)))],
      head: [screen.head(asked.question, asked.context)], foot: screen.foot(period),
      whenEmpty: "no job matches in \(asked.question.header(asked.context))")
  }

  private func wantedPhase() throws(Failure) -> Phase {
    if let phase = Phase(rawValue: phase) { return phase }
    let words = Phase.allCases.map(\.rawValue)
    throw Failure.unknown("phase", phase, among: words, words.joined(separator: ", "))
  }

  private func wantedPercentiles() throws(Failure) -> [Percentile] {
    guard let percentiles else { return DurationQuestion.usualPercentiles }
    var wanted: Set<Percentile> = []
    for word in percentiles.split(separator: ",", omittingEmptySubsequences: false) {
      guard let percentile = Percentile(word) else {
        throw Failure(
          .usage,
          "--percentiles: '\(String(word).escaped)' is none; write 50,90,99.9, each above 0 and "
            + "below 100")
      }
      wanted.insert(percentile)
    }
    return wanted.sorted()
  }
}
