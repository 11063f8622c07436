internal import ArgumentParser
internal import Ledger
internal import Providers

/// `failures`: what went wrong, how often, and whether another try helped.
struct Failures: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "failures", abstract: "Group jobs that failed, were filtered or lost.",
    discussion: """
      NEXT TRY tells what became of the next job with the same prompt and settings. Reasons are
      stable classes; 'vgledger show JOB --why' has the provider's own words.
      """)

  @OptionGroup var question: FilterOptions
  @Option(
    help: ArgumentHelp("Group by reason, model, project, day or another key.", valueName: "key"))
  var by = GroupKeys([.reason])
  @Option(help: "How many jobs each group names.") var examples = 1

  func validate() throws {
    guard (1...100).contains(examples) else {
      throw ValidationError("'--examples' must be 1 to 100.")
    }
  }

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(FailuresScreen.schema)
    let keys = try by.checked()
    guard keys.count == 1 else { throw Failure(.usage, "failures groups by one key only") }
    let asked = try AskedJobs(question, context)
    var jobs = 0
    var failures: [JobDigest] = []
    try asked.selection.forEach(in: asked.snapshot, inAnyOrder: true) {
      digest throws(LedgerError) in
      jobs += 1
      if digest.state.isFailure { failures.append(digest) }
      return true
    }
    if asked.selection.clock != .submitted {
      failures.sort { ($0.submitted, $0.number) < ($1.submitted, $1.number) }
    }
    let rows = try rows(failures, keys[0], asked)
    let screen = FailuresScreen(
      key: keys[0], rows: Array(rows.prefix(options.format.limit ?? Int.max)),
      failures: failures.count, jobs: jobs,
      text: GroupText(words: asked.words, zone: context.zone, now: context.now),
      style: context.style)
    let writer = RowWriter(form, try asked.meta(), context, columns: screen.columns)
    for row in screen.rows { try writer.add(screen.members(row), cells: screen.cells(row)) }
    try writer.end(
      totals: [
        ("failures", .number(String(failures.count))), ("jobs", .number(String(jobs))),
      ],
      head: [screen.head(asked.question, context)], foot: screen.foot(),
      whenEmpty: jobs == 0
        ? "no job matches in \(asked.question.header(context))"
        : "none of \(jobs) jobs failed in \(asked.question.header(context))")
  }

  private func rows(
    _ failures: [JobDigest], _ key: GroupKey, _ asked: borrowing AskedJobs
  ) throws -> [FailuresScreen.Row] {
    let grouping = JobGrouping([key], zone: asked.context.zone, clock: asked.selection.clock)
    var tries = NextTries(after: failures)
    if let first = failures.first, !tries.isEmpty {
      // Any job may be the next try, also one that the filter does not mean.
      try asked.snapshot.forEachAttempt(from: first.submitted) { job throws(LedgerError) in
        tries.take(job)
      }
    }
    var charges: [FailureGroup.Key: FailureCharges] = [:]
    let byReason = key == .reason
    var keys: [FailureGroup.Key] = []
    for failure in failures {
      let value = try asked.group(of: failure, grouping).first ?? .word(nil)
      let key = FailureGroup.Key(
        state: byReason ? failure.state : nil, value: byReason ? .word(failure.reason) : value)
      keys.append(key)
      charges[key, default: FailureCharges()].take(try asked.cost(of: failure))
    }
    let groups = FailureGroup.groups(
      of: zip(failures, keys).map { ($0, $1) }, examples: examples, nextTries: tries)
    var rows: [FailuresScreen.Row] = []
    for group in groups {
      var row = FailuresScreen.Row(group: group, charges: charges[group.key] ?? FailureCharges())
      for number in group.examples {
        row.examples.append(try asked.snapshot.shortKey(of: asked.snapshot.known(number)))
      }
      rows.append(row)
    }
    return rows
  }
}
