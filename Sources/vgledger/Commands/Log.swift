internal import ArgumentParser
internal import Ledger
internal import Providers

/// `log`: events in log order.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print events in log order, each checked against its hash.")

  private static let limitOnTerminal = 50
  /// Events read in one transaction: a longer one would keep the file from reusing pages.
  private static let eventsInTransaction = 5000

  @OptionGroup var options: GlobalOptions
  @Option(help: "Only events of this job.") var job: String?
  @Option(name: [.customShort("n"), .long], help: "Only the newest so many events.")
  var limit: Int?
  @Flag(help: "With the bodies as they were received.") var raw = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("'--limit' must be 1 or more.") }
    if raw, let output = options.output, output != .json, output != .jsonl {
      throw ValidationError("'--raw' needs -o json or -o jsonl.")
    }
  }

  func run() throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    let format = raw && options.output == nil && !options.json ? .jsonl : context.listFormat
    let most = limit ?? (format == .table ? Self.limitOnTerminal : Int.max)
    let places = try self.places(ledger, most)
    let head = try ledger.snapshot().head()
    let envelope = Envelope(
      name: "log", context: context, head: head,
      origin: try ledger.snapshot().creation()?.origin)
    var rows: [JSON] = []
    var isFirst = true
    try forEach(places, ledger) { event, key in
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
    if format == .json { try context.output.write(envelope.text(.array(rows))) }
    if format == .table {
      context.output.note("\(places.count) of \(head.rawValue) events")
    }
  }

  private func places(_ ledger: Ledger, _ most: Int) throws -> [LogSequence] {
    if let job {
      let number = try ledger.snapshot().job(named: job).number
      return Array(try ledger.snapshot().events(of: number).map(\.sequence).suffix(most))
    }
    let head = try ledger.snapshot().head().rawValue
    let first = most < Int(head) ? head - UInt64(most) + 1 : 1
    return (first...max(first, head)).map(LogSequence.init)
  }

  private func forEach(
    _ places: [LogSequence], _ ledger: Ledger, _ body: (Event, String?) throws -> Void
  ) throws {
    var keys: [JobNumber: String] = [:]
    var rest = places[...]
    while !rest.isEmpty {
      let snapshot = try ledger.snapshot()
      for sequence in rest.prefix(Self.eventsInTransaction) {
        guard let event = try snapshot.event(at: sequence) else { continue }
        if let job = event.job, keys[job] == nil { keys[job] = try snapshot.job(job)?.key.text }
        try body(event, event.job.flatMap { keys[$0] })
      }
      rest = rest.dropFirst(Self.eventsInTransaction)
    }
  }
}
