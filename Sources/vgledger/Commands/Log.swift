internal import ArgumentParser
internal import Ledger
internal import Providers

/// `log`: events in log order.
struct Log: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "log", abstract: "Print events in log order, each checked against its hash.",
    discussion: """
      Terms such as source:webhook, seq:48000..48302 or since:1h choose events, all others those of
      the jobs that they choose. Times are when an event was observed, but for --clock.
      """)

  @OptionGroup var question: FilterOptions
  @Option(help: "Only events of this job.") var job: String?
  @Flag(help: "With the bodies as they were received.") var raw = false
  @Flag(help: "Go on with new events as they come, until INT or TERM.") var follow = false

  func run(_ options: GlobalOptions) async throws {
    if raw, let output = options.output, output != .json, output != .jsonl {
      throw Failure(.usage, "'--raw' needs -o json or -o jsonl")
    }
    if follow, options.json || options.output == .json {
      throw Failure(.usage, "'--follow' has no end, so no -o json; use -o jsonl")
    }
    let context = try Context(options)
    let form = try self.form(context)
    let ledger = try context.openForReading()
    let filter = try question.filter(context, in: ledger)
    let number = try job.map { try ledger.snapshot().job(named: $0).number }
    var choice = EventChoice(EventFilter(filter), job: number, now: context.now)
    var meta = try AnswerMeta(ledger)
    let newest = try ledger.snapshot().outline(at: meta.head)?.observed
    let question = Question(filter, defaultClock: .observed, newest: newest)
    meta.take(question)
    let printer = LogPrinter(
      writer: RowWriter(form, meta, context, columns: EventLine.columns), raw: raw,
      hasWideIDs: context.hasWideIDs(form), isFollowing: follow,
      times: context.times(form.format.isAligned ? .local : .utc))
    let progress = Progress(ProgressText(work: "looking through", unit: "events"), context)
    let count = try choice.forEach(
      newest: context.limit(form), upTo: meta.head, in: ledger, progress
    ) {
      try printer.print($0, key: $1)
    }
    if follow {
      try await self.follow(after: meta.head, ledger, choice, printer)
    }
    let total = meta.head.rawValue
    let foot = "  \(count) of \(total) events · \(question.header(context))"
    try printer.writer.end(
      totals: [("matched", .number(String(count))), ("events", .number(String(total)))],
      foot: follow ? [] : [context.style.paint(foot, .dim)],
      whenEmpty: follow ? nil : "no event matches, of \(total)")
  }

  private func follow(
    after head: LogSequence, _ ledger: Ledger, _ choice: EventChoice, _ printer: LogPrinter
  ) async throws {
    try printer.writer.flush()
    try await StopRequest.listening { request in
      let follower = LogFollower(
        interval: .milliseconds(250), sleep: { try await Task.sleep(for: $0) },
        isStopped: { request.isMade || Terminal.readerIsGone() })
      try await follower.run(after: head, head: { try ledger.snapshot().head() }) { new in
        var choice = choice
        try choice.forEach(in: new, of: ledger) { try printer.print($0, key: $1) }
        try printer.writer.flush()
      }
    }
  }

  /// Bodies need JSON: without another wish they come as lines of it.
  private func form(_ context: Context) throws(Failure) -> AnswerForm {
    let form = try context.form(.log)
    guard raw, !form.format.isJSON else { return form }
    return AnswerForm(
      schema: form.schema, format: .jsonl, fields: form.fields, isChosen: form.isChosen)
  }
}

/// Writes events in the format that was asked for, one after another.
private struct LogPrinter {
  let writer: RowWriter
  let raw: Bool
  let hasWideIDs: Bool
  /// Rows are shown as they come, so no table can wait for all of them.
  let isFollowing: Bool
  let times: TimeDisplay

  func print(_ event: Event, key: ShortKey?) throws {
    let id = key.map { hasWideIDs ? Table.Cell($0.whole) : $0.cell } ?? ""
    if isFollowing {
      try writer.add(
        EventLine.members(event, key: key?.whole, raw: raw),
        lines: [EventLine.cells(event, id, times).map(\.text).joined(separator: "  ")])
    } else {
      try writer.add(
        EventLine.members(event, key: key?.whole, raw: raw),
        cells: EventLine.cells(event, id, times))
    }
  }
}
