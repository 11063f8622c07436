public import Providers

/// Fetches the keys of tokens now and again, soon after a failure and seldom after a success.
public struct TokenKeyRefresh: Sendable {
  /// How long it waits between two fetches.
  public struct Waits: Sendable {
    public var afterSuccess = Duration.seconds(600)
    /// After the first failure in a row; doubled by each further one.
    public var afterFailure = Duration.seconds(1)
    public var most = Duration.seconds(60)

    public init() {}

    func after(failures: Int) -> Duration {
      failures == 0 ? afterSuccess : min(most, afterFailure * (1 << min(failures - 1, 20)))
    }
  }

  private let keys: TokenKeys
  private let waits: Waits
  private let fetch: @Sendable () async throws -> WebhookToken
  private let report: @Sendable ((any Error)?) -> Void

  /// - Parameters:
  ///   - keys: Gets what is fetched; what cannot be fetched leaves the keys that are there.
  ///   - waits: Between two fetches.
  ///   - fetch: Fetches once.
  ///   - report: Called with the first failure in a row, and with `nil` for the success after it.
  public init(
    _ keys: TokenKeys, waits: Waits = Waits(),
    fetch: @escaping @Sendable () async throws -> WebhookToken,
    report: @escaping @Sendable ((any Error)?) -> Void
  ) {
    self.keys = keys
    self.waits = waits
    self.fetch = fetch
    self.report = report
  }

  /// Fetches at once and then for ever.
  ///
  /// - Throws: `CancellationError` alone, when the task is cancelled.
  public func run() async throws {
    var failures = 0
    while true {
      do {
        keys.replace(with: try await fetch())
        if failures > 0 { report(nil) }
        failures = 0
      } catch {
        try Task.checkCancellation()
        if failures == 0 { report(error) }
        failures += 1
      }
      try await ContinuousClock().sleep(for: waits.after(failures: failures))
    }
  }
}
