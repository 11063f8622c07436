internal import ArgumentParser
internal import Ledger
internal import Providers

/// `log`: events in log order.
struct Log: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    subcommand: "log", abstract: "Print events in log order, each checked against its hash.",
    discussion: """
      Terms such as source:webhook, seq:48000..48302 or since:1h choose events, all others those of
      the jobs that they choose. Times are when an event was observed, but for --clock.
      """)

  /// Events read in one transaction: a longer one would keep the file from reusing pages.
  private static let eventsInTransaction = 5000

  @OptionGroup var options: GlobalOptions
  @OptionGroup var question: FilterOptions
  @Option(help: "Only events of this job.") var job: String?
  @Flag(help: "With the bodies as they were received.") var raw = false
  @Flag(help: "Go on with new events as they come, until INT or TERM.") var follow = false

  func validate() throws {
    if raw, let output = options.output, output != .json, output != .jsonl {
      throw ValidationError("'--raw' needs -o json or -o jsonl.")
    }
    if follow, options.json || options.output == .json {
      throw ValidationError("'--follow' has no end, so no -o json; use -o jsonl.")
    }
  }

  func run() async throws {
    let context = try Context(options)
    let form = try self.form(context)
    let ledger = try context.openForReading()
    let filter = try question.filter(context, in: ledger)
    let number = try job.map { try ledger.snapshot().job(named: $0).number }
    var choice = EventChoice(EventFilter(filter), job: number, now: context.now)
    let question = Question(filter, defaultClock: .observed)
    var meta = try AnswerMeta(ledger)
    meta.take(question)
    let places = try newest(context.limit(form), upTo: meta.head, ledger, &choice)
    let printer = LogPrinter(
      writer: RowWriter(form, meta, context, columns: EventLine.columns), raw: raw,
      isFollowing: follow, times: context.times(form.format.isAligned ? .local : .utc))
    try print(places, ledger, &choice, printer)
    if follow {
      try await self.follow(after: meta.head, ledger, &choice, printer)
    }
    let total = meta.head.rawValue
    let foot = "  \(places.count) of \(total) events · \(question.header(context))"
    try printer.writer.end(
      totals: [("matched", .number(String(places.count))), ("events", .number(String(total)))],
      foot: follow ? [] : [context.style.paint(foot, .dim)],
      whenEmpty: follow ? nil : "no event matches, of \(total)")
  }

  private func follow(
    after head: LogSequence, _ ledger: Ledger, _ choice: inout EventChoice, _ printer: LogPrinter
  ) async throws {
    try printer.writer.flush()
    try await StopRequest.listening { request in
      let follower = LogFollower(
        interval: .milliseconds(250), sleep: { try await Task.sleep(for: $0) },
        isStopped: { request.isMade || Terminal.readerIsGone() })
      try await follower.run(after: head, head: { try ledger.snapshot().head() }) { new in
        let places = (new.lowerBound.rawValue...new.upperBound.rawValue).map(LogSequence.init)
        choice.forgetJobs()
        try print(places, ledger, &choice, printer)
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

  /// The newest events that are asked for, in log order.
  private func newest(
    _ most: Int, upTo head: LogSequence, _ ledger: Ledger, _ choice: inout EventChoice
  ) throws -> [LogSequence] {
    let candidates: [LogSequence]
    if let job = choice.job {
      candidates = try ledger.snapshot().events(of: job).map(\.sequence).filter { $0 <= head }
    } else {
      candidates = (0..<head.rawValue).map { LogSequence(rawValue: $0 + 1) }
    }
    if choice.isEverything { return Array(candidates.suffix(most)) }
    var found: [LogSequence] = []
    var rest = candidates[...]
    while !rest.isEmpty, found.count < most {
      let snapshot = try ledger.snapshot()
      for sequence in rest.suffix(Self.eventsInTransaction).reversed() where found.count < most {
        if try choice.event(at: sequence, snapshot) != nil { found.append(sequence) }
      }
      rest = rest.dropLast(Self.eventsInTransaction)
    }
    return found.reversed()
  }

  /// Prints those of the events that are asked for.
  private func print(
    _ places: [LogSequence], _ ledger: Ledger, _ choice: inout EventChoice,
    _ printer: LogPrinter
  ) throws {
    var rest = places[...]
    while !rest.isEmpty {
      let snapshot = try ledger.snapshot()
      for sequence in rest.prefix(Self.eventsInTransaction) {
        guard let event = try choice.event(at: sequence, snapshot) else { continue }
        try printer.print(event, key: try choice.key(of: event, snapshot))
      }
      rest = rest.dropFirst(Self.eventsInTransaction)
    }
  }
}

/// Which events are printed, and what is known of their jobs.
private struct EventChoice {
  private let filter: EventFilter
  let job: JobNumber?
  private let now: Moment
  private var keys: [JobNumber: String] = [:]
  private var verdicts: [JobNumber: Bool] = [:]
  /// What is asked of jobs, made ready with the words that the ledger knew then.
  private var selection: JobSelection?

  init(_ filter: EventFilter, job: JobNumber?, now: Moment) {
    self.filter = filter
    self.job = job
    self.now = now
  }

  /// Whether every candidate is asked for.
  var isEverything: Bool { filter.isEverything }

  /// Jobs change: what they were like is asked again.
  mutating func forgetJobs() {
    verdicts = [:]
    selection = nil
  }

  /// The event at that place, where it is asked for.
  mutating func event(
    at sequence: LogSequence, _ snapshot: borrowing LedgerSnapshot
  ) throws -> Event? {
    guard let event = try snapshot.event(at: sequence), job == nil || event.job == job,
      filter.matches(event)
    else { return nil }
    guard !filter.ofJob.isEverything else { return event }
    guard let number = event.job else { return nil }
    if let isMeant = verdicts[number] { return isMeant ? event : nil }
    let selection =
      if let known = self.selection { known } else {
        try JobSelection(filter.ofJob, of: snapshot, now: now)
      }
    self.selection = selection
    let isMeant = try selection.contains(number, in: snapshot)
    verdicts[number] = isMeant
    return isMeant ? event : nil
  }

  /// The short key of the event's job.
  mutating func key(of event: Event, _ snapshot: borrowing LedgerSnapshot) throws -> String? {
    guard let number = event.job else { return nil }
    if keys[number] == nil { keys[number] = try snapshot.job(number)?.key.text }
    return keys[number]
  }
}

/// Writes events in the format that was asked for, one after another.
private struct LogPrinter {
  let writer: RowWriter
  let raw: Bool
  /// Rows are shown as they come, so no table can wait for all of them.
  let isFollowing: Bool
  let times: TimeDisplay

  func print(_ event: Event, key: String?) throws {
    let members = EventLine.members(event, key: key, raw: raw)
    let cells = EventLine.cells(event, key: key, times)
    if isFollowing {
      try writer.add(members, lines: [cells.map(\.text).joined(separator: "  ")])
    } else {
      try writer.add(members, cells: cells)
    }
  }
}
