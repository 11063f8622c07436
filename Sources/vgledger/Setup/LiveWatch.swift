internal import Ledger
internal import Poller
internal import Synchronization

/// `watch` on a terminal: draws the board, and reads keys.
final class LiveWatch: Sendable {
  private static let keysEvery = Duration.milliseconds(100)
  /// Clocks on the screen move once a second, whatever else happens.
  private static let drawsEvery = Duration.seconds(1)
  /// What is usual for a kind is looked up anew so often.
  private static let usualEvery = Duration.seconds(30)

  private struct State {
    var board: WatchBoard
    var isChanged = true
  }

  private let ledger: Ledger
  private let context: Context
  private let subject: String
  private let book: PriceBook
  private let clock = ContinuousClock()
  private let state: Mutex<State>

  init(_ jobs: [Job], _ subject: String, _ ledger: Ledger, _ context: Context) throws {
    self.ledger = ledger
    self.context = context
    self.subject = subject
    book = try ledger.snapshot().priceBook()
    state = Mutex(State(board: WatchBoard(jobs)))
  }

  /// Takes in what the watcher tells.
  func take(_ progress: Watcher.Progress) {
    let now = context.recordingClock()
    state.withLock { state in
      if state.board.take(progress, at: now) { state.isChanged = true }
    }
  }

  /// Takes in what is to be said beside the news.
  func take(note: String) {
    let now = context.recordingClock()
    state.withLock { state in
      state.board.take(note: note, at: now)
      state.isChanged = true
    }
  }

  /// Draws until a key asks to end or the task is cancelled.
  func run(_ watcher: Watcher) async throws {
    let screen = FullScreen()
    var drawn: ContinuousClock.Instant?
    var usual = UsualCache(every: Self.usualEvery)
    while !Task.isCancelled {
      for key in WatchKey.keys(in: screen.pressed()) {
        guard press(key) else { return }
      }
      let isChanged = state.withLock { state in
        defer { state.isChanged = false }
        return state.isChanged
      }
      if isChanged || drawn.map({ $0.duration(to: clock.now) >= Self.drawsEvery }) ?? true {
        screen.show(try await lines(watcher, &usual))
        drawn = clock.now
      }
      try? await clock.sleep(for: Self.keysEvery)
    }
  }

  /// What is left on the terminal when the screen has gone.
  func summary() -> String {
    let board = state.withLock { $0.board }
    let ended = JobState.allCases.compactMap { state in
      board.ended[state].map { "\($0) \(state.word)" }
    }
    return (ended + ["\(board.open.count) open"]).joined(separator: ", ")
  }

  /// Returns whether to go on.
  private func press(_ key: WatchKey) -> Bool {
    state.withLock { state in
      state.isChanged = true
      return state.board.press(key)
    }
  }

  private func story(of number: JobNumber, why: Bool) throws -> [String] {
    let snapshot = try ledger.snapshot()
    guard let job = try snapshot.job(number) else { return [] }
    let screen = ShowScreen(
      style: style, now: context.recordingClock(), zone: context.zoneName,
      costs: JobCosts(book), key: try snapshot.shortKey(of: job))
    let siblings = try snapshot.siblings(of: job)
    if why { return screen.why(job, siblings) }
    let expected = try snapshot.expectedFinish(of: job, now: context.recordingClock())
    return screen.lines(
      job, try snapshot.events(of: number), expected: expected, siblings: siblings)
  }

  /// As wide as the terminal is now.
  private var style: Style {
    let style = context.style
    return Style(
      isTerminal: true, canAsk: false, width: max(40, Terminal.columns() ?? style.width),
      isColored: style.isColored, isASCII: style.isASCII)
  }

  private func lines(_ watcher: Watcher, _ usual: inout UsualCache) async throws -> [String] {
    let board = state.withLock { $0.board }
    let height = max(8, Terminal.rows() ?? 24)
    if let story = board.story {
      return Array(try self.story(of: story.job, why: story.why).prefix(height - 1))
        + [style.paint("  any key: back", .dim)]
    }
    let shown = Self.shown(board, WatchScreen.jobsMost(height))
    var rows: [WatchScreen.Row] = []
    for job in shown {
      let next = await watcher.untilQuestion(of: job.number)
      let snapshot = try ledger.snapshot()
      rows.append(
        WatchScreen.Row(
          job: job, key: try snapshot.shortKey(of: job),
          usual: try usual.durations(of: job, in: snapshot, at: clock.now),
          next: next.map(\.milliseconds)))
    }
    let screen = WatchScreen(
      style: style, now: context.recordingClock(), zone: context.zoneName, subject: subject,
      book: book)
    return screen.lines(board, rows, height: height)
  }

  /// The open jobs for which there is room; the selected one is among them.
  private static func shown(_ board: WatchBoard, _ most: Int) -> ArraySlice<Job> {
    let jobs = board.jobs
    let place = jobs.firstIndex { $0.number == board.selected } ?? 0
    let first = max(0, min(place - most / 2, jobs.count - most))
    return jobs[first..<min(jobs.count, first + most)]
  }
}

/// What is usual for the kinds of jobs on the screen, looked up now and then.
private struct UsualCache {
  let every: Duration
  private var known:
    [DurationHistory.Kind: (durations: UsualDurations, at: ContinuousClock.Instant)] = [:]

  init(every: Duration) { self.every = every }

  mutating func durations(
    of job: Job, in snapshot: borrowing LedgerSnapshot, at now: ContinuousClock.Instant
  ) throws -> UsualDurations {
    let kind = DurationHistory.Kind(job)
    if let (durations, at) = known[kind], at.duration(to: now) < every { return durations }
    let durations = UsualDurations(try snapshot.siblings(of: job).totals)
    known[kind] = (durations, now)
    return durations
  }
}
