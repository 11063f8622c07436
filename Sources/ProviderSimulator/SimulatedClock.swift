import Synchronization

/// The time of the simulated providers: the wall's, until somebody sends it ahead or stops it.
final class SimulatedClock: Sendable {
  private struct State {
    var ahead = Duration.zero
    var stoppedAt: Moment?
  }

  private let wall: @Sendable () -> Moment
  private let state = Mutex(State())

  init(wall: @escaping @Sendable () -> Moment) { self.wall = wall }

  /// What the wall says, for what clients meet there: limits, and times in the log.
  var wallNow: Moment { wall() }

  var now: Moment {
    let wall = wall()
    return state.withLock { ($0.stoppedAt ?? wall) + $0.ahead }
  }

  var isStopped: Bool { state.withLock { $0.stoppedAt != nil } }

  func advance(by span: Duration) { state.withLock { $0.ahead += span } }

  func stop() {
    let wall = wall()
    state.withLock { $0.stoppedAt = $0.stoppedAt ?? wall }
  }

  /// Goes on from where it stopped.
  func goOn() {
    let wall = wall()
    state.withLock { state in
      guard let stoppedAt = state.stoppedAt else { return }
      state.ahead -= wall - stoppedAt
      state.stoppedAt = nil
    }
  }
}
