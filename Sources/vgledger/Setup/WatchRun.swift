internal import Ledger
internal import Poller
internal import UnixSignals

/// A run of the watcher under a command: accounts, keys, limits, and the signals that end it.
struct WatchRun {
  let context: Context
  let ledger: Ledger
  let limits: PollPlan.Limits
  let accounts: [String: AccountAccess]

  /// Runs the accounts' key commands; one that fails is noted, and its account left out.
  init(_ context: Context, _ ledger: Ledger, limits: PollPlan.Limits) throws(Failure) {
    var accounts = try Accounts(context.configuration, context.environment)
    accounts.runKeyCommands(note: context.output.note)
    self.context = context
    self.ledger = ledger
    self.limits = limits
    self.accounts = accounts.all
  }

  /// All keys, to be cut out of what is stored.
  var keys: [String] { accounts.values.compactMap(\.key) }

  /// Asks until the course ends or a signal asks to stop; what is under way is finished.
  ///
  /// - Parameters:
  ///   - wanted: Which jobs it is about.
  ///   - course: When to ask, and when to end.
  ///   - report: Called after the commit of each answer; what it throws ends the run.
  ///   - beside: What else goes on meanwhile; when it returns, the run ends.
  /// - Returns: Which signal ended it; `nil` for none.
  /// - Throws: What the watcher or `report` throws.
  @discardableResult
  func run(
    only wanted: @escaping @Sendable (Job) -> Bool, _ course: Watcher.Course,
    report: @escaping @Sendable (Watcher.Progress) throws -> Void,
    beside: (@Sendable (Watcher) async throws -> Void)? = nil
  ) async throws -> ExitStatus? {
    try await withWatcher(report: report) { watcher in
      try await Self.untilSignalled { group in
        group.addTask {
          try await watcher.run(only: wanted, course)
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

  /// Runs `body` with a watcher that has not begun.
  func withWatcher<Value: Sendable>(
    report: @escaping @Sendable (Watcher.Progress) throws -> Void,
    _ body: (Watcher) async throws -> Value
  ) async throws -> Value {
    try await ProviderClient.withClient(
      connections: accounts.values.map(\.limits.concurrent).max() ?? 1
    ) { client in
      let poller = StatusPoller(
        ledger: ledger, client: client, accounts: accounts,
        prompts: context.configuration.prompts, now: context.recordingClock)
      let watcher = try Watcher(
        ledger: ledger, poller: poller, limits: limits,
        accounts: accounts.mapValues(\.limits), now: context.recordingClock,
        jitter: { Double.random(in: 0..<1) }, report: report)
      return try await body(watcher)
    }
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
