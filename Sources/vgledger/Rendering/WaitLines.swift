internal import Ledger
internal import Poller
internal import Providers
internal import Synchronization

/// What `wait` prints: a line for each job as it ends, and how far it is on a terminal.
final class WaitLines: Sendable {
  private struct State {
    var goal: WaitGoal
    let writer: RowWriter
    /// Why a job is not asked, which is said once.
    var notes: Set<String> = []
  }

  private let ledger: Ledger
  private let context: Context
  private let book: PriceBook
  private let total: Int
  private let line: StatusLine?
  private let state: Mutex<State>

  init(
    _ goal: WaitGoal, _ form: AnswerForm, _ ledger: Ledger, _ context: Context
  ) throws {
    self.ledger = ledger
    self.context = context
    let snapshot = try ledger.snapshot()
    book = try snapshot.priceBook()
    var meta = try AnswerMeta(snapshot)
    meta.priceBook = book
    total = goal.open.count
    let showsProgress = Terminal.isTerminal(Terminal.standardError) && !context.options.quiet
    line = showsProgress ? StatusLine() : nil
    state = Mutex(State(goal: goal, writer: RowWriter(form, meta, context)))
  }

  var isReached: Bool { state.withLock { $0.goal.isReached } }

  var status: ExitStatus { state.withLock { $0.goal.status } }

  /// How many jobs are still waited for.
  var open: Int { state.withLock { $0.goal.open.count } }

  /// Takes in what the watcher tells.
  func print(_ progress: Watcher.Progress) throws {
    switch progress {
    case .news(let news): try take(news.job)
    case .polled: break
    case .skipped, .blocked, .reachable:
      guard let note = WatchNotes.text(of: progress) else { return }
      let isNew = state.withLock { $0.notes.insert(note).inserted }
      guard isNew else { return }
      line?.clear()
      context.output.note(note)
    }
  }

  /// Takes in how a job stands, and prints its line where it has ended.
  func take(_ job: Job) throws {
    line?.clear()
    try state.withLock { state in
      guard state.goal.take(job) else { return }
      try write(job, state.writer)
    }
  }

  /// Prints the jobs that are still open, and ends the answer.
  func end() throws {
    line?.clear()
    let open = state.withLock { $0.goal.isReached && $0.goal.isAny ? [] : $0.goal.open.sorted() }
    let snapshot = try ledger.snapshot()
    for number in open {
      guard let job = try snapshot.job(number) else { continue }
      try state.withLock { state in try write(job, state.writer) }
    }
    try state.withLock { state in
      try state.writer.end(totals: [
        ("waited", .number(String(total))), ("ended", .number(String(state.goal.ended.count))),
      ])
    }
  }

  /// Says how long it has waited for how many.
  func showProgress(_ elapsed: Duration) {
    guard let line else { return }
    let seconds = elapsed.components.seconds * 1000
    let text = "waiting for \(open) of \(total) jobs, \(Words.duration(seconds))"
    line.show(text.clipped(to: context.style.width - 1))
  }

  private func write(_ job: Job, _ writer: RowWriter) throws {
    guard !context.options.quiet else { return }
    let cost = JobCosts(book).cost(of: job)
    let key = try ledger.snapshot().shortKey(of: job)
    try writer.add(
      JobFields.members(job, cost: cost), lines: [Self.text(job, cost, key, context)])
  }

  /// `v7k2q9  filtered  2m36s  0.00  output.audio_safety`.
  private static func text(
    _ job: Job, _ cost: JobCost, _ key: ShortKey, _ context: Context
  ) -> String {
    let took = JobTable.took(job, now: context.recordingClock(), context.style)
    let saved = job.assets.compactMap(\.saved).first.map { saved in
      saved.path.split(separator: "/").last.map(String.init) ?? saved.path
    }
    let detail = saved ?? job.reason?.rawValue ?? ""
    let words = [
      key.text, context.style.paint(job.state.word, as: job.state), took,
      JobTable.cost(cost).escaped, detail.escaped,
    ]
    return words.joined(separator: "  ").trimmedAtEnd
  }
}
