internal import Ledger

/// What an answer was asked about, as its header and its JSON say it.
struct Question {
  let filter: Filter
  /// Which time the window tests.
  let clock: WindowClock

  /// - Parameters:
  ///   - filter: As it was read.
  ///   - defaultClock: The command's clock, where nobody asked for another.
  init(_ filter: Filter, defaultClock: WindowClock) {
    self.filter = filter
    clock = filter.clock ?? defaultClock
  }

  /// The window as the header of a table: `22 Nov 21:40 – 23 Nov 21:40 CET by submitted`.
  func header(_ context: Context) -> String {
    guard filter.window != .all else { return "all time" }
    return WindowText.line(
      filter.window, now: context.now, zone: context.zone, context.style.isASCII)
      + " by \(clock.rawValue)"
  }
}
