internal import ArgumentParser
internal import Ledger
internal import Providers

/// `timeline`: many jobs under one time axis.
struct TimelineCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "timeline", abstract: "Draw jobs as bars over time, oldest first.",
    discussion: """
      Terms such as label.shot:sc010 on:today choose jobs; 'vgledger help filters' has them all. The \
      axis reaches from the first submission to the last end that is shown, or to now where a job \
      is open.
      """)

  @OptionGroup var question: FilterOptions
  @Option(
    help: ArgumentHelp(
      "Put jobs together by project, model, provider, state or label.NAME.", valueName: "key"))
  var by: TimelineGroup?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let form = try context.form(.timeline)
    let asked = try AskedJobs(question, context)
    let writer = RowWriter(form, try asked.meta(withPrices: false), context)
    var jobs = TimelineJobs(most: context.limit(form), now: context.now)
    let inWindow = try asked.selection.forEach(in: asked.snapshot, newestFirst: true) {
      digest throws(LedgerError) in
      jobs.take(digest)
      return true
    }
    let groups = try groups(jobs.oldestFirst, asked.snapshot)
    let table = JobTable(context, form)
    let keyColumns = try jobs.oldestFirst.reduce(0) { most, number in
      max(most, try table.id(of: asked.snapshot.known(number), in: asked.snapshot).text.count)
    }
    let screen = TimelineScreen(
      context, form, keyColumns: keyColumns, from: jobs.from, until: jobs.until,
      parts: jobs.parts)
    var head = options.format.noHeader ? [] : [screen.head]
    for group in groups {
      if let by {
        head.append(screen.heading(by.heading(group.value), jobs: group.numbers.count))
      }
      for number in group.numbers {
        let job = try asked.snapshot.known(number)
        let bar = JobBar(job, now: context.now)
        let id = try table.id(of: job, in: asked.snapshot)
        try writer.add(
          TimelineFields.members(job, group: group.value),
          lines: head + [screen.line(job, id, bar)])
        head = []
      }
    }
    try writer.end(
      totals: [
        ("matched", .number(String(jobs.matched))), ("jobs", .number(String(inWindow))),
      ],
      foot: screen.legendBelow + [foot(jobs, inWindow, asked)],
      whenEmpty: "no job matches, of \(inWindow) in \(asked.question.header(context))")
  }

  /// Jobs of one value of `--by`, oldest first.
  private struct Group {
    let value: String?
    var numbers: [JobNumber]
  }

  /// The groups in the order of their oldest jobs; one group where nobody asked for any.
  private func groups(
    _ numbers: [JobNumber], _ snapshot: borrowing LedgerSnapshot
  ) throws -> [Group] {
    guard let by else { return [Group(value: nil, numbers: numbers)] }
    var groups: [Group] = []
    var places: [String?: Int] = [:]
    for number in numbers {
      let value = by.value(of: try snapshot.known(number))
      if let place = places[value] {
        groups[place].numbers.append(number)
      } else {
        places[value] = groups.count
        groups.append(Group(value: value, numbers: [number]))
      }
    }
    return groups
  }

  private func foot(
    _ jobs: TimelineJobs, _ inWindow: Int, _ asked: borrowing AskedJobs
  ) -> String {
    let context = asked.context
    let matching = jobs.matched < inWindow ? "\(jobs.matched) of \(inWindow)" : "\(inWindow)"
    let more = jobs.matched - jobs.count
    let rest = more > 0 ? " · \(more) older ones left out, see --limit" : ""
    return context.style.paint(
      "  \(asked.question.header(context)) · \(matching) jobs\(rest)", .dim)
  }
}

/// The jobs that a timeline shows, the newest of those that match, and the time that they take.
struct TimelineJobs {
  private let most: Int
  private let now: Moment
  private(set) var matched = 0
  private var newestFirst: [JobNumber] = []
  private(set) var parts: Set<JobBar.Part> = []
  private var span: ClosedRange<Moment>?

  init(most: Int, now: Moment) {
    self.most = most
    self.now = now
  }

  var count: Int { newestFirst.count }
  var oldestFirst: [JobNumber] { newestFirst.reversed() }
  var from: Moment { span?.lowerBound ?? now }
  var until: Moment { span?.upperBound ?? now }

  /// Takes a job that matches; jobs come newest first.
  mutating func take(_ digest: JobDigest) {
    matched += 1
    guard newestFirst.count < most else { return }
    newestFirst.append(digest.number)
    let bar = JobBar(
      digest.phaseFacts, start: digest.submitted, verdictObserved: digest.verdictObserved, now: now)
    parts.formUnion(bar.stretches.map(\.part))
    if bar.stretches.isEmpty { parts.insert(.underWay) }
    span =
      min(span?.lowerBound ?? bar.start, bar.start)...max(span?.upperBound ?? bar.until, bar.until)
  }
}

extension JobBar {
  init(_ job: Job, now: Moment) {
    self.init(
      PhaseFacts(job), start: job.submitted?.moment ?? job.firstSeen,
      verdictObserved: job.verdictObserved, now: now)
  }
}

extension LedgerSnapshot {
  /// The job of a number that a digest names.
  func known(_ number: JobNumber) throws(LedgerError) -> Job {
    guard let job = try job(number) else { throw .damagedProjection("digests") }
    return job
  }
}
