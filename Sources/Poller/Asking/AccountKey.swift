internal import NIOPosix
internal import Synchronization

/// The key of an account, which its source may change while a program runs.
///
/// The thin shell around ``KeySchedule``: however many ask at once, the source is asked once.
public final class AccountKey: Sendable {
  /// What a source gave.
  public struct Fetched: Hashable, Sendable {
    public var key: String
    /// How long it can be used from now on; `nil` where nobody says it.
    public var lifetime: Duration?

    public init(_ key: String, lifetime: Duration? = nil) {
      self.key = key
      self.lifetime = lifetime
    }
  }

  /// Has the key from its source; `nil` where there is none.
  public typealias Fetch = @Sendable () async throws -> Fetched?

  private struct State {
    var schedule = KeySchedule()
    /// The newest last.
    var keys: [String] = []
    var failure: (any Error)?
    /// Who waits for the try that is under way; `nil` while there is none.
    var waiting: [AsyncStream<Void>.Continuation]?
  }

  /// So many keys are remembered: those of two days at the usual lifetime.
  private static let keysMost = 64

  private let fetch: Fetch?
  private let elapsed: @Sendable () -> Duration
  private let state: Mutex<State>

  /// A key that stays what it is.
  public init(_ key: String) {
    fetch = nil
    elapsed = { .zero }
    state = Mutex(State(keys: [key]))
  }

  /// A key that its source gives when it is first wanted, and anew while the program runs: after
  /// 45 minutes, five minutes before its own end where the source says that, and when a provider
  /// refuses it; never twice in a minute.
  ///
  /// - Parameters:
  ///   - known: What the source gave already.
  ///   - elapsed: Time since some moment before; never goes back.
  ///   - fetch: Asks the source; what it throws leaves the key that is there.
  public init(
    known: Fetched? = nil, elapsed: @escaping @Sendable () -> Duration = AccountKey.clock(),
    fetch: @escaping Fetch
  ) {
    self.fetch = fetch
    self.elapsed = elapsed
    var state = State()
    if let known {
      state.keys = [known.key]
      state.schedule.took(lifetime: known.lifetime, at: elapsed())
    }
    self.state = Mutex(state)
  }

  /// The time since this was called.
  public static func clock() -> @Sendable () -> Duration {
    let clock = ContinuousClock()
    let beginning = clock.now
    return { beginning.duration(to: clock.now) }
  }

  /// The newest key that is known; `nil` before the first one came.
  public var current: String? { state.withLock { $0.keys.last } }

  /// All keys of this run, the newest 64 of them: what a body may repeat.
  public var known: [String] { state.withLock { $0.keys } }

  /// The key for the next question, had from its source where that is due.
  ///
  /// - Returns: `nil` where the source gave none yet; the key of before where it fails.
  public func fresh() async -> String? {
    await fetch(othersWait: current == nil) { $0.isDue(at: $1) }
    return current
  }

  /// The key after a provider has refused one.
  ///
  /// - Parameter refused: Where there is a newer one already, the source is left alone.
  /// - Returns: A key that may be taken; `nil` where there is none but the refused one.
  public func renewed(after refused: String?) async -> String? {
    if current == refused { await fetch(othersWait: true) { $0.isDueAfterRefusal(at: $1) } }
    return current == refused ? nil : current
  }

  /// Has the first key from its source, unless one is known.
  ///
  /// - Throws: What keeps the source from giving one.
  public func open() async throws {
    guard current == nil, await fresh() == nil else { return }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Asks the source where `isDue`, unless it is asked already; waits as long as the task is not
  /// cancelled.
  ///
  /// `othersWait`: also who did not ask needs what comes.
  private func fetch(
    othersWait: Bool, _ isDue: (KeySchedule, Duration) -> Bool
  ) async {
    guard let fetch else { return }
    let now = elapsed()
    let (begins, wait) = state.withLock { state -> (Bool, AsyncStream<Void>?) in
      let begins = state.waiting == nil
      guard begins ? isDue(state.schedule, now) : othersWait else { return (false, nil) }
      let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
      state.waiting = (state.waiting ?? []) + [continuation]
      if begins { state.schedule.begin(at: now) }
      return (begins, stream)
    }
    // A task of its own: who asked may be cancelled, and others wait for the same key.
    if begins { Task { await self.take(from: fetch) } }
    if let wait { for await _ in wait {} }
  }

  private func take(from fetch: Fetch) async {
    let result: Result<Fetched?, any Error>
    do {
      result = .success(try await fetch())
    } catch {
      result = .failure(error)
    }
    let now = elapsed()
    let waiting = state.withLock { state in
      switch result {
      case .success(let fetched?):
        state.failure = nil
        state.schedule.took(lifetime: fetched.lifetime, at: now)
        state.keys.removeAll { $0 == fetched.key }
        state.keys = state.keys.suffix(Self.keysMost - 1) + [fetched.key]
      case .success(nil): state.failure = nil
      case .failure(let failure): state.failure = failure
      }
      defer { state.waiting = nil }
      return state.waiting ?? []
    }
    for waiter in waiting { waiter.finish() }
  }

  /// Runs work that blocks, such as another program, on a thread that is there for that.
  public static func offThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(work)
  }
}
