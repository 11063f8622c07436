internal import ArgumentParser
internal import Ledger
internal import Providers

/// `show`: one job's whole story.
struct Show: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "show", abstract: "Tell a job's whole story: verdict, times, timeline, reason.")

  @Argument(help: "Ids, keys or unique prefixes; @last; - for names on standard input.")
  var jobs: [String]
  @Option(help: "Only jobs of this account.") var provider: String?
  @Flag(help: "List the events behind the timeline too.") var events = false
  @Flag(help: "Print the bodies as they were received.") var raw = false
  @Flag(help: "Only verdict and reason, in the provider's words.") var why = false

  /// Names alone: what most ask.
  static func plain(_ words: [String]) -> Self? {
    guard !words.isEmpty, !words.contains(where: { $0.hasPrefix("-") }) else { return nil }
    var show = Self()
    show.jobs = words
    show.provider = nil
    show.events = false
    show.raw = false
    show.why = false
    return show
  }

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.show)
    let ledger = try context.openForReading()
    let needsCost = form.format.isJSON || !raw && !why
    let snapshot = try context.snapshot(of: ledger)
    let costs = JobCosts(needsCost ? try snapshot.priceBook() : .builtIn)
    var meta = try AnswerMeta(snapshot)
    if context.asOf != nil { meta.asOf = meta.head }
    if needsCost { meta.priceBook = costs.book }
    let writer = RowWriter(form, meta, context)
    for (index, name) in try NameArguments.all(jobs).enumerated() {
      let job = try snapshot.job(named: name, account: provider)
      let events = try snapshot.events(of: job.number)
      let siblings = try snapshot.siblings(of: job)
      let expected = ExpectedFinish(of: job, siblings, now: context.now)
      let screen = ShowScreen(
        style: context.style, now: context.now, zone: context.zoneName, costs: costs,
        key: try snapshot.shortKey(of: job))
      try writer.add(
        members(job, events, costs, siblings),
        lines: (index > 0 ? [""] : []) + lines(job, events, expected, siblings, screen))
    }
    try writer.end()
  }

  private func lines(
    _ job: Job, _ all: [Event], _ expected: ExpectedFinish?, _ siblings: Siblings,
    _ screen: ShowScreen
  ) -> [String] {
    if raw { return bodies(all, isTerminal: screen.style.isTerminal) }
    if why {
      let reason = [job.reason?.rawValue, job.errorCode].compactMap(\.self).joined(separator: ", ")
      let words = job.errorText ?? (reason.isEmpty ? "no reason is known" : "")
      return ["\(screen.key.text)  \(job.state.word)  \(reason.escaped)"]
        + [job.reason?.meaning, words.escaped].compactMap { $0?.isEmpty == false ? $0 : nil }
    }
    var lines = screen.lines(job, all, expected: expected, siblings: siblings)
    if events { lines += [""] + all.map { EventLine.text($0, screen.style) } }
    return lines
  }

  /// The stored bodies, one after the other; on a terminal with everything harmful escaped.
  private func bodies(_ events: [Event], isTerminal: Bool) -> [String] {
    events.flatMap { event -> [String] in
      guard let body = EventLine.body(event) else { return [] }
      let text = String(decoding: body, as: UTF8.self)
      let shown =
        isTerminal
        ? text.split(separator: "\n", omittingEmptySubsequences: false)
          .map { String($0).escaped }.joined(separator: "\n") : text
      let lines = shown.hasSuffix("\n") ? String(shown.dropLast()) : shown
      return ["#\(event.sequence.rawValue)", lines]
    }
  }

  private func members(
    _ job: Job, _ all: [Event], _ costs: JobCosts, _ siblings: Siblings
  ) -> [(String, JSON)] {
    var members = JobFields.members(job, cost: costs.cost(of: job))
    members.append(("timeline", .array(Timeline(job, all).lines.map(EventLine.object))))
    members += [
      ("reason_meaning", .optional(job.reason?.meaning)),
      ("usual_ms", .optional(siblings.usualTotal)),
      ("usual_running_ms", .optional(siblings.usualRunning)),
      ("usual_jobs", .number(String(siblings.totals.count))),
      ("takes", .number(String(siblings.takes))),
      ("takes_with_videos", .number(String(siblings.takesWithVideos))),
    ]
    if events || raw {
      members.append(("event_log", .array(all.map { .members(EventLine.members($0, raw: raw)) })))
    }
    return members
  }
}
