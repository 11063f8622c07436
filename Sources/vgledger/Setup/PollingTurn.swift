internal import Ledger
internal import Synchronization

/// Whether this process is the one that asks.
///
/// Who asks about all open jobs holds the ledger's ``PollingLock``; others follow the log, and take
/// the turn when it is free. Who asks about some jobs only never holds it, so that it keeps nobody
/// from asking about the others, and is silent while somebody asks about all.
final class PollingTurn: Sendable {
  private static let lookEvery = Duration.milliseconds(500)

  private struct State {
    var lock: PollingLock?
    var isOurs = false
    var looked: ContinuousClock.Instant?
  }

  private let ledger: Ledger
  private let holds: Bool
  private let clock = ContinuousClock()
  private let state = Mutex(State())

  /// `holds`: asks about all open jobs, and keeps the turn once it has it.
  init(_ ledger: Ledger, holds: Bool) {
    self.ledger = ledger
    self.holds = holds
  }

  /// Whether this process asks now; looks twice a second at most.
  var isOurs: Bool {
    state.withLock { state in
      if state.lock != nil { return true }
      if let looked = state.looked, looked.duration(to: clock.now) < Self.lookEvery {
        return state.isOurs
      }
      state.looked = clock.now
      do throws(LedgerError) {
        let lock = try ledger.takePollingLock()
        state.isOurs = lock != nil
        if holds { state.lock = lock }
      } catch {
        // A folder in which no lock can be made has nobody else who asks.
        state.isOurs = true
      }
      return state.isOurs
    }
  }
}
