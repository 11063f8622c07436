internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers
internal import Synchronization

/// `sync`: asks about every open job once.
struct Sync: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "sync",
    abstract: "Ask about every open job once, as from cron.",
    discussion: """
      Tells which jobs changed, and nothing where none did. One process at a time asks for a ledger: while watch, serve or another \
      sync does, this one exits with 75 and has asked nobody.
      """)

  @Argument(help: "Only these jobs: names, or terms such as project:acme.") var jobs: [String] = []
  @Option(help: ArgumentHelp("Stop asking after so long.", valueName: "time"))
  var maxTime = "50s"

  func validate() throws {
    guard TimeText.duration(maxTime) != nil else {
      throw ValidationError("'--max-time' must be a time such as 50s.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let report = try Report(.sync, context)
    let ledger = try context.openForAppending()
    let choice = try JobChoice(jobs, context, in: ledger)
    guard let lock = try ledger.takePollingLock() else {
      throw Failure(
        .tryAgain, "another process asks for this ledger already; nothing is left to do for sync")
    }
    defer { extendLifetime(lock) }
    let pass = SyncPass(context)
    var course = Watcher.Course()
    course.isSinglePass = true
    let clock = ContinuousClock()
    let deadline = clock.now + (TimeText.duration(maxTime) ?? .zero)
    let run = try await WatchRun(context, ledger, limits: context.configuration.pollLimits)
    let signal = try await run.run(
      only: choice.contains, course,
      report: { progress throws in pass.take(progress) },
      beside: { _ in try await clock.sleep(until: deadline) })
    try pass.tell(report, ledger, context)
    if let signal { throw Failure(signal, "") }
    if let failure = pass.failure { throw failure }
  }
}

/// What a pass of `sync` saw.
private final class SyncPass: Sendable {
  private struct Seen {
    var changes: [JobNews] = []
    var answered = 0
    var unanswered = 0
  }

  private let output: Output
  private let seen = Mutex(Seen())

  init(_ context: Context) { output = context.output }

  func take(_ progress: Watcher.Progress) {
    switch progress {
    case .news(let news): if news.isChange { seen.withLock { $0.changes.append(news) } }
    case .polled(let outcome):
      seen.withLock { seen in
        if outcome.answer == nil { seen.unanswered += 1 } else { seen.answered += 1 }
      }
    case .skipped, .blocked, .reachable:
      if let note = WatchNotes.text(of: progress) { output.note(note) }
    }
  }

  /// Nobody answered anything.
  var failure: Failure? {
    let seen = seen.withLock { $0 }
    guard seen.answered == 0, seen.unanswered > 0 else { return nil }
    return Failure(
      .unreachable,
      "no provider answered; \(seen.unanswered) questions are recorded as such, try again")
  }

  func tell(_ report: Report, _ ledger: Ledger, _ context: Context) throws {
    let seen = seen.withLock { $0 }
    var report = report
    let snapshot = try ledger.snapshot()
    for news in seen.changes {
      let job = news.job
      let before = (news.before ?? .unknown).word
      let key = try snapshot.shortKey(of: job)
      let arrow = context.style.isASCII ? "->" : "→"
      report.add(
        "\(key.text)  \(before) \(arrow) \(job.state.word)",
        [
          ("key", .string(job.key.text)), ("id", .string(job.nativeID)),
          ("account", .string(job.account)), ("before", .string(before)),
          ("state", .string(job.state.word)),
        ])
    }
    let asked = seen.answered + seen.unanswered
    report.totals = [
      ("asked", .number(String(asked))), ("answered", .number(String(seen.answered))),
      ("changed", .number(String(seen.changes.count))),
    ]
    try report.print(ledger)
    // A crontab's mail should be worth reading: where all is as it was, nothing is said.
    guard context.style.isTerminal || context.options.verbose > 0 || seen.unanswered > 0
    else { return }
    let unanswered = seen.unanswered > 0 ? ", \(seen.unanswered) without an answer" : ""
    output.note("asked about \(asked) jobs, \(seen.changes.count) changed\(unanswered)")
  }
}
