public import Ledger

/// Which jobs' videos are to be saved, and when: the most urgent expiry first.
///
/// A value: it decides, ``AssetDownloads`` acts.
public struct DownloadQueue: Sendable {
  /// What a try came to.
  public enum Outcome: Hashable, Sendable {
    case saved
    /// Not to be had.
    case refused
    /// Another try may help.
    case later
  }

  private struct Entry {
    var expires: Moment?
    /// Since the beginning of the run.
    var due: Duration
    var failures = 0
    var isUnderWay = false
  }

  /// Waits after the first failure, the second, and so on; after the last one it is given up.
  static let waits: [Duration] = [
    .seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900),
  ]

  private let concurrent: Int
  private var entries: [JobNumber: Entry] = [:]
  private var underWay = 0
  /// Given up: what is told of them later, their own failures among it, begins nothing anew.
  private var givenUp: Set<JobNumber> = []

  /// `concurrent`: jobs whose videos are fetched at the same time.
  public init(concurrent: Int = 4) { self.concurrent = max(1, concurrent) }

  /// Whether nothing is wanted any more.
  public var isEmpty: Bool { entries.isEmpty }

  public var count: Int { entries.count }

  /// Puts a job in, unless it was given up; one that is there gets its newest expiry.
  ///
  /// `expires`: until when the videos are to be had; `nil` where nobody says so.
  public mutating func want(_ job: JobNumber, expires: Moment?, at elapsed: Duration) {
    guard !givenUp.contains(job) else { return }
    entries[job, default: Entry(expires: expires, due: elapsed)].expires = expires
  }

  /// Takes the jobs that are due, as many as there is room for: those that expire first; of equal
  /// ones, the older jobs.
  public mutating func take(at elapsed: Duration) -> [JobNumber] {
    let room = concurrent - underWay
    guard room > 0 else { return [] }
    let due = entries.filter { !$0.value.isUnderWay && $0.value.due <= elapsed }
    let first = due.sorted { left, right in
      let (one, other) = (left.value.expires, right.value.expires)
      guard one != other else { return left.key < right.key }
      guard let one else { return false }
      return other.map { one < $0 } ?? true
    }.prefix(room).map(\.key)
    for job in first { entries[job]?.isUnderWay = true }
    underWay += first.count
    return Array(first)
  }

  /// Takes in what a try came to.
  ///
  /// `now`: a job whose videos are gone by then is given up.
  ///
  /// - Returns: Whether it will be tried again.
  @discardableResult
  public mutating func finished(
    _ job: JobNumber, _ outcome: Outcome, at elapsed: Duration, now: Moment
  ) -> Bool {
    guard var entry = entries[job], entry.isUnderWay else { return false }
    underWay -= 1
    let isGone = entry.expires.map { $0 <= now } ?? false
    guard outcome == .later, !isGone, entry.failures < Self.waits.count else {
      entries[job] = nil
      if outcome != .saved { givenUp.insert(job) }
      return false
    }
    entry.due = elapsed + Self.waits[entry.failures]
    entry.failures += 1
    entry.isUnderWay = false
    entries[job] = entry
    return true
  }

  /// When the next job is due; `nil` where none is, or all room is taken.
  public func wakes() -> Duration? {
    guard underWay < concurrent else { return nil }
    return entries.values.lazy.filter { !$0.isUnderWay }.map(\.due).min()
  }
}
