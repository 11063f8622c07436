internal import ArgumentParser
internal import Ledger
internal import Providers

/// `show`: one job's whole story.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Tell a job's whole story: verdict, times, timeline, reason.")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Ids, keys or unique prefixes; @last; - for names on standard input.")
  var jobs: [String]
  @Option(help: "Only jobs of this account.") var provider: String?
  @Flag(help: "List the events behind the timeline too.") var events = false
  @Flag(help: "Print the bodies as they were received.") var raw = false
  @Flag(help: "Only verdict and reason, in the provider's words.") var why = false

  func run() throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    var answers: [JSON] = []
    for (index, name) in try NameArguments.all(jobs).enumerated() {
      let snapshot = try ledger.snapshot()
      let job = try snapshot.job(named: name, account: provider)
      let events = try snapshot.events(of: job.number)
      switch context.reportFormat {
      case .table, .tsv:
        if index > 0 { try context.output.line("") }
        try print(
          job, events, expected: snapshot.expectedFinish(of: job, now: context.now), context)
      case .json: answers.append(.members(members(job, events)))
      case .jsonl: try context.output.write(envelope(context, snapshot).line(members(job, events)))
      }
    }
    if context.reportFormat == .json {
      try context.output.write(envelope(context, ledger.snapshot()).text(.array(answers)))
    }
  }

  private func envelope(
    _ context: Context, _ snapshot: borrowing LedgerSnapshot
  ) throws -> Envelope {
    Envelope(
      name: "show", context: context, head: try snapshot.head(),
      origin: try snapshot.creation()?.origin)
  }

  private func print(
    _ job: Job, _ all: [Event], expected: ExpectedFinish?, _ context: Context
  ) throws {
    if raw { return try printBodies(all, context) }
    if why {
      let reason = [job.reason?.rawValue, job.errorCode].compactMap(\.self).joined(separator: ", ")
      let words = job.errorText ?? (reason.isEmpty ? "no reason is known" : "")
      return try context.output.line(
        "\(job.key.text.prefix(7))  \(job.state.word)  \(reason.escaped)\n\(words.escaped)")
    }
    let screen = ShowScreen(style: context.style, now: context.now, zone: context.zoneName)
    var lines = screen.lines(job, all, expected: expected)
    if events { lines += [""] + all.map { EventLine.text($0, context.style) } }
    try context.output.write(lines.joined(separator: "\n") + "\n")
  }

  /// The stored bodies, one after the other; on a terminal with everything harmful escaped.
  private func printBodies(_ events: [Event], _ context: Context) throws {
    for event in events {
      guard let body = EventLine.body(event) else { continue }
      let text = String(decoding: body, as: UTF8.self)
      let shown =
        context.style.isTerminal
        ? text.split(separator: "\n", omittingEmptySubsequences: false)
          .map { String($0).escaped }.joined(separator: "\n") : text
      try context.output.write(
        "#\(event.sequence.rawValue)\n" + shown + (shown.hasSuffix("\n") ? "" : "\n"))
    }
  }

  private func members(_ job: Job, _ all: [Event]) -> [(String, JSON)] {
    var members = JobFields.members(job)
    members.append(("timeline", .array(Timeline(job, all).lines.map(EventLine.object))))
    if events || raw {
      members.append(("event_log", .array(all.map { .members(EventLine.members($0, raw: raw)) })))
    }
    return members
  }
}
