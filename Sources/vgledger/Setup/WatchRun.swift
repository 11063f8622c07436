internal import Ledger
internal import Poller
internal import UnixSignals

/// A run of the watcher under a command: accounts, keys, limits, and the signals that end it.
struct WatchRun {
  let context: Context
  let ledger: Ledger
  let limits: PollPlan.Limits
  let accounts: [String: AccountAccess]
  /// Whether videos are saved meanwhile.
  let saving: SavingWish?

  /// Has the accounts' keys from their sources; what fails, now and later, is noted, and an account
  /// without a key left out.
  init(
    _ context: Context, _ ledger: Ledger, limits: PollPlan.Limits, saving: SavingWish? = nil
  ) async throws(Failure) {
    self.saving = saving
    let accounts = try Accounts(
      context.configuration, context.environment, note: context.output.note)
    await accounts.openKeys()
    self.context = context
    self.ledger = ledger
    self.limits = limits
    self.accounts = accounts.all
  }

  /// All keys so far, to be cut out of what is stored.
  var keys: [String] { accounts.values.flatMap(\.knownKeys) }

  /// Asks until the course ends or a signal asks to stop; what is under way is finished.
  ///
  /// - Parameters:
  ///   - wanted: Which jobs it is about.
  ///   - course: When to ask, and when to end.
  ///   - report: Called after the commit of each answer; what it throws ends the run.
  ///   - tell: Called with what is said of videos that are saved.
  ///   - beside: What else goes on meanwhile; when it returns, the run ends.
  /// - Returns: Which signal ended it; `nil` for none.
  /// - Throws: What the watcher or `report` throws.
  @discardableResult
  func run(
    only wanted: @escaping @Sendable (Job) -> Bool, _ course: Watcher.Course,
    report: @escaping @Sendable (Watcher.Progress) throws -> Void,
    tell: (@Sendable (String) -> Void)? = nil,
    beside: (@Sendable (Watcher) async throws -> Void)? = nil
  ) async throws -> ExitStatus? {
    try await withWatcher(report: report, tell: tell) { watcher, downloads in
      try await Self.untilSignalled { group in
        group.addTask {
          try await Self.follow(watcher, wanted, course, downloads)
          return .ended
        }
        if let beside {
          group.addTask {
            try await beside(watcher)
            return .ended
          }
        }
      }
    }
  }

  /// Asks the lists of every account that can be asked for jobs that nobody tracked.
  ///
  /// - Parameters:
  ///   - deadline: When to stop; what was found until then is on disk.
  ///   - report: Called as each list ends.
  /// - Returns: Which signal ended it; `nil` for none.
  /// - Throws: `LedgerError` when the ledger refuses an append.
  func discover(
    until deadline: ContinuousClock.Instant,
    report: @escaping @Sendable (JobDiscovery.Finding) -> Void
  ) async throws -> ExitStatus? {
    try await ProviderClient.withClient { client in
      let discovery = JobDiscovery(
        ledger: ledger, client: client, accounts: accounts, prompts: context.configuration.prompts,
        now: context.recordingClock)
      return try await Self.untilSignalled { group in
        group.addTask {
          try await Self.discover(discovery, accounts, report)
          return .ended
        }
        group.addTask {
          try await ContinuousClock().sleep(until: deadline)
          return .ended
        }
      }
    }
  }

  /// The accounts are asked at the same time.
  private static func discover(
    _ discovery: JobDiscovery, _ accounts: [String: AccountAccess],
    _ report: @escaping @Sendable (JobDiscovery.Finding) -> Void
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for access in accounts.values where access.isUsable && access.retiredSince == nil {
        group.addTask { try await discovery.discover(access, report: report) }
      }
    }
  }

  /// Runs the watcher, and the downloads where there are any, until both have nothing left to do or
  /// the task is cancelled.
  static func follow(
    _ watcher: Watcher, _ wanted: @escaping @Sendable (Job) -> Bool, _ course: Watcher.Course,
    _ downloads: AssetDownloads?
  ) async throws {
    guard let downloads else { return try await watcher.run(only: wanted, course) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await downloads.run() }
      group.addTask {
        try await watcher.run(only: wanted, course)
        downloads.close()
      }
      try await group.waitForAll()
    }
  }

  /// Runs `body` with a watcher that has not begun, and with what saves the videos that it tells of,
  /// where that is wished.
  func withWatcher<Value: Sendable>(
    report: @escaping @Sendable (Watcher.Progress) throws -> Void,
    tell: (@Sendable (String) -> Void)? = nil,
    _ body: (Watcher, AssetDownloads?) async throws -> Value
  ) async throws -> Value {
    let note = context.output.note
    let tell = tell ?? { note($0) }
    return try await ProviderClient.withClient(
      connections: accounts.values.map(\.limits.concurrent).max() ?? 1,
      proxies: context.proxies()
    ) { client in
      let poller = StatusPoller(
        ledger: ledger, client: client, accounts: accounts,
        prompts: context.configuration.prompts, now: context.recordingClock)
      let downloads = try downloads(client, tell)
      let watcher = try Watcher(
        ledger: ledger, poller: poller, limits: limits,
        accounts: accounts.mapValues(\.limits), now: context.recordingClock,
        jitter: { Double.random(in: 0..<1) },
        report: { progress throws in
          if case .news(let news) = progress, news.isChange { downloads?.want(news.job) }
          try report(progress)
        })
      return try await publishing { try await body(watcher, downloads) }
    }
  }

  /// Runs `body`, and publishes checkpoints meanwhile where the configuration says so.
  private func publishing<Value: Sendable>(
    _ body: () async throws -> Value
  ) async throws -> Value {
    guard let publisher = CheckpointPublisher(ledger, context) else { return try await body() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await publisher.run() }
      defer { group.cancelAll() }
      return try await body()
    }
  }

  private func downloads(
    _ client: ProviderClient, _ tell: @escaping @Sendable (String) -> Void
  ) throws -> AssetDownloads? {
    guard let saving else { return nil }
    let downloads = AssetDownloads(
      ledger: ledger, client: client, accounts: accounts, folder: saving.folder,
      prompts: context.configuration.prompts, now: context.recordingClock,
      report: { progress in tell(SavingNotes.text(of: progress)) })
    if saving.takesUnsaved { try downloads.wantUnsaved() }
    return downloads
  }

  private enum Ending {
    case ended
    case signalled(ExitStatus)
  }

  /// Runs tasks until one of them ends or a signal asks to stop; the others are cancelled then, and
  /// waited for.
  private static func untilSignalled(
    _ start: (inout ThrowingTaskGroup<Ending, any Error>) -> Void
  ) async throws -> ExitStatus? {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Ending.self) { group in
      start(&group)
      group.addTask {
        for await signal in signals {
          return .signalled(signal == .sigint ? .interrupted : .terminated)
        }
        return .ended
      }
      let first = try await group.next()
      group.cancelAll()
      do {
        try await group.waitForAll()
      } catch is CancellationError {
        // What was cancelled says so.
      }
      if case .signalled(let status) = first { return status }
      return nil
    }
  }
}
