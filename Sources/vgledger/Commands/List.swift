internal import ArgumentParser
internal import Ledger
internal import Providers

/// `list`: jobs, newest first.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    subcommand: "list", abstract: "List jobs, newest first.",
    discussion: """
      Terms such as state:failed,filtered model:veo-3.1 since:7d choose jobs; 'vgledger help filters'
      has them all. Jobs come by the time of their submission, unless --sort says otherwise.
      """, aliases: ["ls"])

  @OptionGroup var options: GlobalOptions
  @OptionGroup var question: FilterOptions
  @Flag(help: "Only jobs without a verdict.") var open = false
  @Flag(help: "Only open jobs that are past the usual time of their kind.") var stale = false
  @Option(help: "Sort by submitted, finished, seen, took, cost, model, project or state.")
  var sort = JobOrder.submitted
  @Flag(help: "The other way round: oldest or least first.") var reverse = false
  @Flag(help: "Exit with 1 when nothing matches.") var exitCode = false

  func run() throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.list)
    let asked = try AskedJobs(question, context)
    let writer = RowWriter(form, try asked.meta(), context, columns: JobTable.columns)
    var list = JobList(most: context.limit(form), order: sort, reverse: reverse)
    let stale = stale ? try StaleJobs(asked.snapshot, now: context.now) : nil
    var total = 0
    if asked.selection.isWholeRange, asked.question.filter.window == .all, !open, stale == nil,
      sort.isWalk
    {
      // Everything is asked for: only what is shown is read, and the count is known.
      total = try asked.snapshot.jobCount()
      try asked.selection.forEach(in: asked.snapshot, newestFirst: !reverse) {
        digest throws(LedgerError) in
        try list.take(digest, nil)
        return list.matched < list.most
      }
      list.matched = total
    } else {
      total = try asked.selection.forEach(in: asked.snapshot, newestFirst: !reverse) {
        digest throws(LedgerError) in
        guard !open && stale == nil || !digest.state.isVerdict else { return true }
        if let stale, !stale.contains(digest) { return true }
        try list.take(digest, try sort.key(digest, asked))
        return true
      }
    }
    try print(list, form, writer, total: total, asked)
    if exitCode, list.matched == 0 { throw Failure(.no, "") }
  }

  private func print(
    _ list: JobList, _ form: AnswerForm, _ writer: RowWriter, total: Int,
    _ asked: borrowing AskedJobs
  ) throws {
    let context = asked.context
    let table = JobTable(context, form)
    for digest in list.sorted() {
      guard let job = try asked.snapshot.job(digest.number) else {
        throw LedgerError.damagedProjection("digests")
      }
      let cost = asked.costs.cost(of: job)
      try writer.add(JobFields.members(job, cost: cost), cells: table.cells(job, cost))
    }
    let matching = list.matched < total ? "\(list.matched) of \(total)" : "\(total)"
    let shown = list.count < list.matched ? "\(list.count) shown, \(matching)" : matching
    let place = "log #\(try asked.snapshot.head().rawValue)"
    try writer.end(
      totals: [("matched", .number(String(list.matched))), ("jobs", .number(String(total)))],
      foot: [
        context.style.paint(
          "  \(asked.question.header(context)) · \(shown) jobs · \(place)", .dim)
      ],
      whenEmpty: "no job matches, of \(total) in \(asked.question.header(context))")
  }
}
