internal import ArgumentParser
internal import Ledger
internal import Providers

/// `list`: jobs, newest first.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List jobs, newest first.", aliases: ["ls"])

  /// How many a terminal shows when nobody asks for more.
  private static let limitOnTerminal = 50

  @OptionGroup var options: GlobalOptions
  @Option(name: [.customShort("n"), .long], help: "At most this many jobs.") var limit: Int?
  @Option(help: ArgumentHelp("Only these states, with commas between.", valueName: "states"))
  var state: String?
  @Flag(help: "Only jobs without a verdict.") var open = false
  @Flag(help: "Exit with 1 when nothing matches.") var exitCode = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("'--limit' must be 1 or more.") }
  }

  func run() throws {
    let context = try Context(options)
    let states = try wantedStates()
    let snapshot = try context.openForReading().snapshot()
    let format = context.listFormat
    let most = limit ?? (format == .table ? Self.limitOnTerminal : Int.max)
    // Without a filter the number of jobs is known; only those that are shown are read.
    let isUnfiltered = state == nil && !open
    var jobs: [Job] = []
    var matched = 0
    var total = 0
    try snapshot.forEachJob { job throws(LedgerError) in
      total += 1
      if isUnfiltered, jobs.count >= most { return false }
      if states.contains(job.state), !open || !job.state.isVerdict {
        matched += 1
        if jobs.count < most { jobs.append(job) }
      }
      return true
    }
    if isUnfiltered {
      total = try snapshot.jobCount()
      matched = total
    }
    try print(jobs, matched: matched, total: total, context, snapshot)
    if exitCode, matched == 0 { throw Failure(.no, "") }
  }

  private func wantedStates() throws -> Set<JobState> {
    guard let state else { return Set(JobState.allCases) }
    var states: Set<JobState> = []
    for word in state.split(separator: ",") {
      guard let state = JobState(word: String(word)) else {
        let known = JobState.allCases.map(\.word).joined(separator: ", ")
        throw Failure(.usage, "there is no state '\(String(word).escaped)'; known are \(known)")
      }
      states.insert(state)
    }
    return states
  }

  private func print(
    _ jobs: [Job], matched: Int, total: Int, _ context: Context,
    _ snapshot: borrowing LedgerSnapshot
  ) throws {
    let envelope = Envelope(
      name: "list", context: context, head: try snapshot.head(),
      origin: try snapshot.creation()?.origin)
    switch context.listFormat {
    case .table:
      guard !jobs.isEmpty else { return context.output.note("no job matches, of \(total)") }
      let table = JobTable(style: context.style, now: context.now)
      let matching = matched < total ? "\(matched) of \(total)" : "\(total)"
      let shown = jobs.count < matched ? "the newest \(jobs.count) of \(matching)" : matching
      let foot = "  \(shown) jobs · log #\(try snapshot.head().rawValue)"
      let lines = table.lines(jobs) + [context.style.paint(foot, .dim)]
      try context.output.write(lines.joined(separator: "\n") + "\n")
    case .json:
      let totals = JSON.members([
        ("matched", .number(String(matched))), ("jobs", .number(String(total))),
      ])
      try context.output.write(
        envelope.text(.array(jobs.map(JobFields.object)), totals: totals))
    case .jsonl:
      for job in jobs { try context.output.write(envelope.line(JobFields.members(job))) }
    case .tsv:
      for (index, job) in jobs.enumerated() {
        let members = JobFields.members(job)
        if index == 0 { try context.output.write(TabSeparated.header(members)) }
        try context.output.write(TabSeparated.row(members))
      }
      if jobs.isEmpty { context.output.note("no job matches, of \(total)") }
    }
  }
}
