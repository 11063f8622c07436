internal import ArgumentParser
internal import Ledger
internal import Providers

/// `log`: events in log order.
struct Log: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print events in log order, each checked against its hash.",
    discussion: """
      Terms such as source:webhook, seq:48000..48302 or since:1h choose events, all others those of
      the jobs that they choose. Times are when an event was observed, but for --clock.
      """)

  private static let limitOnTerminal = 50
  /// Events read in one transaction: a longer one would keep the file from reusing pages.
  private static let eventsInTransaction = 5000

  @OptionGroup var options: GlobalOptions
  @OptionGroup var question: FilterOptions
  @Option(help: "Only events of this job.") var job: String?
  @Option(name: [.customShort("n"), .long], help: "Only the newest so many events.")
  var limit: Int?
  @Flag(help: "With the bodies as they were received.") var raw = false
  @Flag(help: "Go on with new events as they come, until INT or TERM.") var follow = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("'--limit' must be 1 or more.") }
    if raw, let output = options.output, output != .json, output != .jsonl {
      throw ValidationError("'--raw' needs -o json or -o jsonl.")
    }
    if follow, options.json || options.output == .json {
      throw ValidationError("'--follow' has no end, so no -o json; use -o jsonl.")
    }
  }

  func run() async throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    let filter = try question.filter(context, in: ledger)
    let number = try job.map { try ledger.snapshot().job(named: $0).number }
    var choice = EventChoice(EventFilter(filter, now: context.now), job: number)
    let format = raw && options.output == nil && !options.json ? .jsonl : context.listFormat
    let most = limit ?? (format == .table ? Self.limitOnTerminal : Int.max)
    let head = try ledger.snapshot().head()
    let places = try newest(most, upTo: head, ledger, &choice)
    var printer = LogPrinter(
      context: context, format: format, raw: raw,
      envelope: Envelope(
        name: "log", context: context, head: head,
        origin: try ledger.snapshot().creation()?.origin,
        question: Question(filter, defaultClock: .observed)))
    try print(places, ledger, &choice, &printer)
    if follow {
      try await self.follow(after: head, ledger, &choice, &printer)
    } else {
      try printer.end(shown: places.count, of: head)
    }
  }

  private func follow(
    after head: LogSequence, _ ledger: Ledger, _ choice: inout EventChoice,
    _ printer: inout LogPrinter
  ) async throws {
    try await StopRequest.listening { request in
      let follower = LogFollower(
        interval: .milliseconds(250), sleep: { try await Task.sleep(for: $0) },
        isStopped: { request.isMade || Terminal.readerIsGone() })
      try await follower.run(after: head, head: { try ledger.snapshot().head() }) { new in
        let places = (new.lowerBound.rawValue...new.upperBound.rawValue).map(LogSequence.init)
        choice.forgetJobs()
        try print(places, ledger, &choice, &printer)
      }
    }
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
    _ printer: inout LogPrinter
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
  private var keys: [JobNumber: String] = [:]
  private var verdicts: [JobNumber: Bool] = [:]

  init(_ filter: EventFilter, job: JobNumber?) {
    self.filter = filter
    self.job = job
  }

  /// Whether every candidate is asked for.
  var isEverything: Bool { filter.isEverything }

  /// Jobs change: what they were like is asked again.
  mutating func forgetJobs() { verdicts = [:] }

  /// The event at that place, where it is asked for.
  mutating func event(
    at sequence: LogSequence, _ snapshot: borrowing LedgerSnapshot
  ) throws -> Event? {
    guard let event = try snapshot.event(at: sequence), job == nil || event.job == job,
      filter.matches(event)
    else { return nil }
    guard filter.needsJob else { return event }
    guard let number = event.job else { return filter.matches(nil) ? event : nil }
    if let isMeant = verdicts[number] { return isMeant ? event : nil }
    let isMeant = filter.matches(try snapshot.job(number))
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
  let context: Context
  let format: OutputFormat
  let raw: Bool
  let envelope: Envelope
  private var rows: [JSON] = []
  private var isFirst = true

  init(context: Context, format: OutputFormat, raw: Bool, envelope: Envelope) {
    self.context = context
    self.format = format
    self.raw = raw
    self.envelope = envelope
  }

  mutating func print(_ event: Event, key: String?) throws {
    let members = EventLine.members(event, key: key, raw: raw)
    switch format {
    case .table: try context.output.line(EventLine.text(event, context.style))
    case .json: rows.append(.members(members))
    case .jsonl: try context.output.write(envelope.line(members))
    case .tsv:
      if isFirst { try context.output.write(TabSeparated.header(members)) }
      try context.output.write(TabSeparated.row(members))
    }
    isFirst = false
  }

  /// What stands after the last event.
  func end(shown: Int, of head: LogSequence) throws {
    if format == .json { try context.output.write(envelope.text(.array(rows))) }
    if format == .table {
      let window = envelope.question.map { " · " + $0.header(context) } ?? ""
      context.output.note("\(shown) of \(head.rawValue) events\(window)")
    }
  }
}
