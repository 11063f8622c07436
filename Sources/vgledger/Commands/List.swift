internal import ArgumentParser
internal import Ledger
internal import Providers

/// `list`: jobs, newest first.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List jobs, newest first.", aliases: ["ls"])

  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("Only these states, with commas between.", valueName: "states"))
  var state: String?
  @Flag(help: "Only jobs without a verdict.") var open = false
  @Flag(help: "Exit with 1 when nothing matches.") var exitCode = false

  func run() throws {
    let context = try Context(options)
    let form = try context.form(.list)
    let states = try wantedStates()
    let snapshot = try context.openForReading().snapshot()
    let most = context.limit(form)
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
    try print(
      jobs, form, AnswerMeta(snapshot), matched: matched, total: total, context)
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
    _ jobs: [Job], _ form: AnswerForm, _ meta: AnswerMeta, matched: Int, total: Int,
    _ context: Context
  ) throws {
    let table = JobTable(context, form)
    let writer = RowWriter(form, meta, context, columns: JobTable.columns)
    for job in jobs { try writer.add(JobFields.members(job), cells: table.cells(job)) }
    let matching = matched < total ? "\(matched) of \(total)" : "\(total)"
    let shown = jobs.count < matched ? "the newest \(jobs.count) of \(matching)" : matching
    try writer.end(
      totals: [("matched", .number(String(matched))), ("jobs", .number(String(total)))],
      foot: [context.style.paint("  \(shown) jobs · log #\(meta.head.rawValue)", .dim)],
      whenEmpty: "no job matches, of \(total)")
  }
}
