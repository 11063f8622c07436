/// When work that lasts says how far it has come.
struct ProgressPace {
  /// Of work that takes no longer than this nothing is said.
  static let patience: Duration = .milliseconds(500)

  private let interval: Duration?
  private var due = Self.patience

  /// `interval`: from one line to the next; `nil` where nothing is ever said.
  init(interval: Duration?) { self.interval = interval }

  /// Whether a line is due so long after the beginning; the next one is due an interval later.
  mutating func isDue(after elapsed: Duration) -> Bool {
    guard let interval, elapsed >= due else { return false }
    due = elapsed + interval
    return true
  }
}
