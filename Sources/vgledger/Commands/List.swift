internal import ArgumentParser
internal import Ledger
internal import Providers

/// `list`: jobs, newest first.
struct List: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "list", abstract: "List jobs, newest first.",
    discussion: """
      Terms such as state:failed,filtered model:veo-3.1 since:7d choose jobs; 'vgledger help filters'
      has them all. Jobs come by the time of their submission, unless --sort says otherwise.
      """, aliases: ["ls"])

  @OptionGroup var question: FilterOptions
  @Flag(help: "Only jobs without a verdict.") var open = false
  @Flag(help: "Only open jobs that are past the usual time of their kind.") var stale = false
  @Option(help: "Sort by submitted, finished, seen, took, cost, model, project or state.")
  var sort = JobOrder.submitted
  @Flag(help: "The other way round: oldest or least first.") var reverse = false
  @Flag(help: "Exit with 1 when nothing matches.") var exitCode = false

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let matched = try ListQuestion(self, context).answer()
    if exitCode, matched == 0 { throw Failure(.no, "") }
  }
}

/// A run of `list`.
private struct ListQuestion: ~Copyable {
  private struct Counts {
    var matched = 0
    var shown = 0
    var inWindow = 0
  }

  private let command: List
  private let asked: AskedJobs
  private let most: Int
  private let table: JobTable
  private let writer: RowWriter

  init(_ command: List, _ context: Context) throws {
    let form = try context.form(.list)
    let asked = try AskedJobs(command.question, context)
    let writer = RowWriter(form, try asked.meta(), context, columns: JobTable.columns)
    self.command = command
    self.writer = writer
    self.asked = asked
    most = context.limit(form)
    table = JobTable(context, form)
  }

  /// Writes the jobs, and gives how many match.
  func answer() throws -> Int {
    let counts = command.sort.isWalk ? try walk() : try sort()
    let context = asked.context
    let (matched, total) = (counts.matched, counts.inWindow)
    let matching = matched < total ? "\(matched) of \(total)" : "\(total)"
    let shown = counts.shown < matched ? "\(counts.shown) shown, \(matching)" : matching
    let place = "log #\(try asked.snapshot.head().rawValue)"
    try writer.end(
      totals: [("matched", .number(String(matched))), ("jobs", .number(String(total)))],
      foot: [
        context.style.paint(
          "  \(asked.question.header(context)) · \(shown) jobs · \(place)", .dim)
      ],
      whenEmpty: "no job matches, of \(total) in \(asked.question.header(context))")
    return matched
  }

  /// Writes the jobs as they come from the ledger, so that a pipe gets the first at once.
  private func walk() throws -> Counts {
    // Where everything is asked for, only what is shown is read, and the count is known.
    let isCounted =
      asked.selection.isWholeRange && asked.question.filter.window == .all && !command.open
      && !command.stale
    var counts = Counts()
    var failure: Failure?
    counts.inWindow = try forEachMatch { digest throws(LedgerError) in
      counts.matched += 1
      guard counts.shown < most else { return !isCounted }
      counts.shown += 1
      let job = try asked.snapshot.known(digest.number)
      let id = try table.id(of: job, in: asked.snapshot)
      let expected = try expected(of: job)
      do throws(Failure) {
        try write(job, id, expected)
      } catch {
        failure = error
      }
      return failure == nil
    }
    if let failure { throw failure }
    if isCounted {
      counts.inWindow = try asked.snapshot.jobCount()
      counts.matched = counts.inWindow
    }
    return counts
  }

  /// Writes the jobs when all are known.
  private func sort() throws -> Counts {
    var counts = Counts()
    var jobs = SortedJobs(most: most, reverse: command.reverse)
    counts.inWindow = try forEachMatch { digest throws(LedgerError) in
      counts.matched += 1
      jobs.take(digest.number, try command.sort.key(digest, asked))
      return true
    }
    for number in jobs.sorted() {
      counts.shown += 1
      let job = try asked.snapshot.known(number)
      try write(job, try table.id(of: job, in: asked.snapshot), try expected(of: job))
    }
    return counts
  }

  /// When an open job will probably end, where people read it.
  private func expected(of job: Job) throws(LedgerError) -> ExpectedFinish? {
    guard writer.isForPeople, !job.state.isVerdict else { return nil }
    return try asked.snapshot.expectedFinish(of: job, now: asked.context.now)
  }

  private func write(
    _ job: Job, _ id: Table.Cell, _ expected: ExpectedFinish?
  ) throws(Failure) {
    let cost = asked.costs.cost(of: job)
    try writer.add(
      JobFields.members(job, cost: cost), cells: table.cells(job, cost, id, expected: expected))
  }

  /// Calls `body` with each job that matches until it returns `false`, and gives how many lie in
  /// the window.
  private func forEachMatch(
    _ body: (JobDigest) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Int {
    let stale = command.stale ? try StaleJobs(asked.snapshot, now: asked.context.now) : nil
    return try asked.selection.forEach(in: asked.snapshot, newestFirst: !command.reverse) {
      digest throws(LedgerError) in
      if command.open || stale != nil, digest.state.isVerdict { return true }
      if let stale, !stale.contains(digest) { return true }
      return try body(digest)
    }
  }
}
