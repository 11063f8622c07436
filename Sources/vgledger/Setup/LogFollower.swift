internal import Ledger
internal import Synchronization
internal import UnixSignals

/// Looks for new events at the end of the log until it is asked to stop.
struct LogFollower {
  /// How long it waits between two looks.
  let interval: Duration
  let sleep: (Duration) async throws -> Void
  let isStopped: () -> Bool

  /// Calls `body` with each stretch of new events, in order and without a gap.
  ///
  /// - Parameters:
  ///   - start: The newest event that is known already.
  ///   - head: The newest event that there is.
  ///   - body: Takes the places of the new events.
  /// - Throws: What `head`, `sleep` or `body` throws.
  func run(
    after start: LogSequence, head: () throws -> LogSequence,
    _ body: (ClosedRange<LogSequence>) throws -> Void
  ) async throws {
    var known = start
    while !isStopped() {
      let newest = try head()
      if newest > known {
        try body(known.next...newest)
        known = newest
      }
      try await sleep(interval)
    }
  }
}

/// Whether INT or TERM has asked to stop.
final class StopRequest: Sendable {
  private let isAsked = Atomic(false)

  var isMade: Bool { isAsked.load(ordering: .relaxed) }

  /// Listens while `body` runs.
  static func listening(_ body: (StopRequest) async throws -> Void) async throws {
    let request = StopRequest()
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let listener = Task {
      for await _ in signals { request.isAsked.store(true, ordering: .relaxed) }
    }
    defer { listener.cancel() }
    try await body(request)
  }
}
