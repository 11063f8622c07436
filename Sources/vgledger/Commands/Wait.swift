internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Synchronization

/// `wait`: blocks until jobs have their verdicts.
struct Wait: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "wait",
    abstract: "Wait until jobs have their verdicts; the exit code says how they ended.",
    discussion: """
      Asks the providers as watch does, unless another process asks for this ledger. One line a job.
      Exits with 0 when all succeeded, 10 when one failed, 11 filtered or partial, 12 canceled, \
      expired, lost or gone, 13 for no such job, 124 when the time is over.
      """)

  @Argument(help: "Jobs, or terms such as project:acme; - for names on standard input.")
  var jobs: [String]
  @Flag(help: "Until every job has ended; this is usual.") var all = false
  @Flag(help: "Until one job has ended, or did what --for says.") var any = false
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("verdict, succeeded, or asset: its video is saved.", valueName: "event"))
  var event = WaitGoal.Event.verdict
  @Option(help: ArgumentHelp("Give up after so long, such as 30m.", valueName: "time"))
  var timeout: String?

  func validate() throws {
    if all, any { throw ValidationError("Choose '--all' or '--any'.") }
    if let timeout, TimeText.duration(timeout) == nil {
      throw ValidationError("'--timeout' must be a time such as 30m.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let form = try context.form(.wait)
    let ledger = try context.openForAppending()
    // What is appended while the jobs are looked up is news, too.
    let head = try ledger.snapshot().head()
    let choice = try JobChoice(jobs, context, in: ledger)
    let waited = try choice.jobs()
    guard !waited.isEmpty else {
      throw Failure(.jobUnknown, "no job matches; 'vgledger list' shows what is there")
    }
    let lines = try WaitLines(
      WaitGoal(event, isAny: any, of: waited.map(\.number)), form, ledger, context)
    for job in waited { try lines.take(job) }
    var signal: ExitStatus?
    if !lines.isReached { signal = try await wait(choice, lines, head, ledger, context) }
    try lines.end()
    if let signal { throw Failure(signal, "") }
    guard lines.isReached else {
      let open = lines.open
      throw Failure(
        .timedOut, "\(open) of \(waited.count) jobs are still open after \(timeout ?? "")")
    }
    if lines.status != .success { throw Failure(lines.status, "") }
  }

  /// Asks and follows until the goal is reached, the time is over, or a signal comes.
  private func wait(
    _ choice: JobChoice, _ lines: WaitLines, _ head: LogSequence, _ ledger: Ledger,
    _ context: Context
  ) async throws -> ExitStatus? {
    let turn = PollingTurn(ledger, holds: false)
    var course = Watcher.Course()
    course.asks = { turn.isOurs }
    course.after = head
    let clock = ContinuousClock()
    let deadline = timeout.flatMap(TimeText.duration).map { clock.now + $0 }
    let run = try await WatchRun(context, ledger, limits: context.configuration.pollLimits)
    return try await run.run(
      only: choice.contains, course,
      report: { progress throws in try lines.print(progress) },
      beside: { _ in
        let start = clock.now
        while !lines.isReached {
          if let deadline, clock.now >= deadline { return }
          lines.showProgress(start.duration(to: clock.now))
          let next = clock.now + .milliseconds(250)
          try await clock.sleep(until: min(deadline ?? next, next))
        }
      })
  }
}
