internal import Ledger
internal import Synchronization

/// A clock that goes on by one second whenever it is asked.
final class SteppingClock: Sendable {
  private let seconds = Mutex<Int64>(1_700_000_000)

  func now() -> Moment {
    Moment(
      secondsSince1970: seconds.withLock { seconds in
        seconds += 1
        return seconds
      })
  }
}
