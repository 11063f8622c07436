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

      With --discover the providers' own lists are read first, and jobs that nobody tracked are tracked: those of each account \
      with a key, where its provider has a list (openai-videos, replicate, luma; gemini-operations for the models that the ledger \
      knows).
      """)

  @Argument(help: "Only these jobs: names, or terms such as project:acme.") var jobs: [String] = []
  @Option(help: ArgumentHelp("Stop asking after so long.", valueName: "time"))
  var maxTime = "50s"
  @Flag(help: "Track the jobs in the providers' lists that nobody tracked, first.")
  var discover = false

  func validate() throws {
    guard TimeText.duration(maxTime) != nil else {
      throw ValidationError("'--max-time' must be a time such as 50s.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let report = try Report(.sync, context)
    let ledger = discover ? try await context.openOrCreate() : try context.openForAppending()
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
    if discover {
      course.after = try ledger.snapshot().head()
      pass.beginDiscovery()
      if let signal = try await run.discover(until: deadline, report: pass.take) {
        throw Failure(signal, "")
      }
    }
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
    /// Jobs, for one may take several questions.
    var asked: Set<JobNumber> = []
    var unanswered: Set<JobNumber> = []
    /// `nil` where no list was asked for.
    var lists: [JobDiscovery.Finding]?
  }

  private let output: Output
  private let seen = Mutex(Seen())

  init(_ context: Context) { output = context.output }

  func take(_ progress: Watcher.Progress) {
    switch progress {
    case .news(let news): if news.isChange { seen.withLock { $0.changes.append(news) } }
    case .polled(let outcome):
      seen.withLock { seen in
        seen.asked.insert(outcome.job.number)
        if outcome.answer == nil { seen.unanswered.insert(outcome.job.number) }
      }
    case .skipped, .blocked, .reachable:
      if let note = WatchNotes.text(of: progress) { output.note(note) }
    }
  }

  func beginDiscovery() { seen.withLock { $0.lists = [] } }

  func take(_ finding: JobDiscovery.Finding) {
    seen.withLock { $0.lists?.append(finding) }
    if let trouble = DiscoveryText.trouble(finding) { output.note(trouble) }
  }

  /// Nobody answered anything.
  var failure: Failure? {
    let seen = seen.withLock { $0 }
    let hasAnswer = seen.asked != seen.unanswered
    if !hasAnswer, let lists = seen.lists, !lists.isEmpty,
      lists.allSatisfy({ !DiscoveryText.isAnswered($0) })
    {
      return Failure(.unreachable, "no list of a provider could be had; try again")
    }
    guard !hasAnswer, !seen.asked.isEmpty else { return nil }
    return Failure(
      .unreachable,
      "no provider answered; \(seen.unanswered.count) questions are recorded as such, try again")
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
    let asked = seen.asked.count
    let unanswered = seen.unanswered.count
    report.totals = [
      ("asked", .number(String(asked))), ("answered", .number(String(asked - unanswered))),
      ("changed", .number(String(seen.changes.count))),
      ("listed", Self.sum(seen.lists, \.listed)), ("tracked", Self.sum(seen.lists, \.tracked)),
    ]
    try report.print(ledger)
    // A crontab's mail should be worth reading: where all is as it was, nothing is said.
    guard context.style.isTerminal || context.options.verbose > 0 || unanswered > 0
    else { return }
    for finding in seen.lists ?? [] { output.note(DiscoveryText.line(finding)) }
    let silence = unanswered > 0 ? ", \(unanswered) without an answer" : ""
    output.note("asked about \(asked) jobs, \(seen.changes.count) changed\(silence)")
  }

  private static func sum(
    _ lists: [JobDiscovery.Finding]?, _ count: (JobDiscovery.Finding) -> Int
  ) -> JSON {
    lists.map { .number(String($0.reduce(0) { $0 + count($1) })) } ?? .null
  }
}
