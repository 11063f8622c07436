internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Synchronization

/// `watch`: asks about all open jobs until they have their verdicts.
struct Watch: LedgerCommand {
  enum Ending: String, OptionWord {
    case idle
    case verdict
  }

  static let configuration = CommandConfiguration(
    subcommand: "watch",
    abstract: "Ask about open jobs until they have their verdicts.",
    discussion: """
      Fills a terminal; in a pipe, or with -v, one line a change: time, job, state before, state now, \
      milliseconds since submission, cost, with tabs between. Stops cleanly on INT and TERM; a new run \
      goes on where the log ends.
      """)

  @Argument(help: "Only these jobs: names, or terms such as project:acme.")
  var jobs: [String] = []
  @Option(help: "Ask each job so often, such as 5s; else seldom at first and in the tail.")
  var interval: String?
  @Option(help: ArgumentHelp("End when no job is open (idle, or verdict).", valueName: "when"))
  var exitWhen: Ending?
  @OptionGroup var saving: SavingOptions

  func validate() throws {
    if let interval {
      guard let duration = TimeText.duration(interval), duration >= .milliseconds(100) else {
        throw ValidationError("'--interval' must be a time such as 5s, at least 100ms.")
      }
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let ledger = try await context.openOrCreate()
    let choice = try JobChoice(jobs, context, in: ledger)
    var limits = context.configuration.pollLimits
    if let interval = interval.flatMap(TimeText.duration) {
      limits.interval = interval
      limits.least = min(limits.least, interval)
    }
    var course = Watcher.Course()
    course.endsWhenIdle = exitWhen != nil
    let turn = PollingTurn(ledger, holds: choice.isAll)
    course.asks = { turn.isOurs }
    if choice.isAll, !turn.isOurs {
      context.output.note("another process asks for this ledger; this one tells what it hears")
    }
    let run = try await WatchRun(context, ledger, limits: limits, saving: try saving.wish())
    if context.hasFullScreen {
      try await watchLive(run, choice, course)
    } else {
      let lines = WatchLines(context: context, book: try ledger.snapshot().priceBook())
      try await run.run(
        only: choice.contains, course,
        report: { progress throws in try lines.print(progress) })
    }
  }

  private func watchLive(
    _ run: WatchRun, _ choice: JobChoice, _ course: Watcher.Course
  ) async throws {
    let open = try run.ledger.snapshot().openJobs().filter(choice.contains)
    let live = try LiveWatch(
      open, jobs.joined(separator: " ").escaped, run.ledger, run.context)
    try await run.run(
      only: choice.contains, course, report: { progress in live.take(progress) },
      tell: { text in live.take(note: text) },
      beside: { watcher in try await live.run(watcher) })
    try run.context.output.line(live.summary())
  }
}

extension Context {
  /// Whether a screen can be filled and drawn over.
  fileprivate var hasFullScreen: Bool {
    style.isTerminal && options.verbose == 0 && environment["TERM"] != "dumb"
      && formatAsked == nil
  }
}

/// One line for each change, and with `-v` one for each answer; after its commit.
final class WatchLines: Sendable {
  private let output: Output
  private let isVerbose: Bool
  private let book: PriceBook
  /// The trouble that was said last of each job: it is said once, not at every question.
  private let troubles = Mutex<[JobNumber: String]>([:])

  /// `book`: the prices that changes are told with.
  init(context: Context, book: PriceBook) {
    self.book = book
    output = context.output
    isVerbose = context.options.verbose > 0
  }

  func print(_ progress: Watcher.Progress) throws {
    switch progress {
    case .skipped, .blocked, .reachable:
      if let note = WatchNotes.text(of: progress) { output.note(note) }
    case .polled(let outcome):
      if isVerbose { try output.line(Self.verbose(outcome)) }
      sayTrouble(outcome)
    case .news(let news): if news.isChange { try output.line(change(news)) }
    }
  }

  private func sayTrouble(_ outcome: StatusPoller.Outcome) {
    let trouble = Self.trouble(outcome)
    let isNew = troubles.withLock { troubles in
      let isNew = troubles[outcome.job.number] != trouble
      troubles[outcome.job.number] = trouble
      return isNew
    }
    if isNew, let trouble { output.note("\(outcome.job.key.text): \(trouble); it is asked again") }
  }

  /// Why the newest answer says nothing about the job; `nil` where it does.
  private static func trouble(_ outcome: StatusPoller.Outcome) -> String? {
    if let unreachable = outcome.unreachable {
      return
        "no answer (\(unreachable.cause.rawValue)\(unreachable.detail.map { ", " + $0 } ?? ""))"
        .escaped
    }
    guard outcome.observation?.state == nil else { return nil }
    let words = [
      outcome.answer?.httpStatus.map { "HTTP \($0)" }, outcome.observation?.reason?.rawValue,
      outcome.observation?.errorCode,
    ].compactMap(\.self)
    return words.joined(separator: ", ").escaped
  }

  /// Time, job, state before, state now, milliseconds since submission, cost.
  private func change(_ news: JobNews) -> String {
    let job = news.job
    let total = Phases(job).total.map { String($0.middle) } ?? ""
    return [
      job.lastSeen.rfc3339, job.key.text, (news.before ?? .unknown).word, job.state.word, total,
      JobTable.cost(JobCosts(book).cost(of: job)).escaped,
    ].joined(separator: "\t")
  }

  /// Time, job, `polled`, place in the log, HTTP status, request id.
  private static func verbose(_ outcome: StatusPoller.Outcome) -> String {
    [
      outcome.job.lastSeen.rfc3339, outcome.job.key.text, "polled",
      "#\(outcome.appended.sequence.rawValue)",
      outcome.answer?.httpStatus.map(String.init) ?? outcome.unreachable?.cause.rawValue ?? "",
      (outcome.answer?.headers.requestID ?? "").escaped,
    ].joined(separator: "\t")
  }
}
