internal import Ledger

/// What an answer was asked about, as its header and its JSON say it.
struct Question {
  let filter: Filter
  /// Which time the window tests.
  let clock: WindowClock
  /// The newest time that the ledger knows of.
  private let newest: Moment?

  /// - Parameters:
  ///   - filter: As it was read.
  ///   - defaultClock: The command's clock, where nobody asked for another.
  ///   - newest: The newest time that the ledger knows of; `nil` for none.
  init(_ filter: Filter, defaultClock: WindowClock, newest: Moment?) {
    self.filter = filter
    self.newest = newest
    clock = filter.clock ?? defaultClock
  }

  /// The window as the header of a table: `22 Nov 21:40 – 23 Nov 21:40 CET by submitted`.
  func header(_ context: Context) -> String {
    guard filter.window != .all else { return "all time" }
    return WindowText.line(
      filter.window, now: context.now, zone: context.zone,
      knowsLater: newest.map { $0 > context.now } ?? false, context.style.isASCII)
      + " by \(clock.rawValue)"
  }
}
