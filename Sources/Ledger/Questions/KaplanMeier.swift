/// How long jobs take where some are still running.
///
/// A running job takes at least as long as it has run; to leave it out would make the slow ones
/// look rare. This is the estimate of Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958): where
/// nothing is running it equals nearest rank.
public struct KaplanMeier: Sendable {
  /// A time at which jobs ended, and the share of jobs that go on after it.
  private struct Step {
    let time: Int64
    let surviving: Double
  }

  /// Shares are products of at most a million fractions, so they are off by less than this, and
  /// two shares of a million jobs differ by more.
  private static let tolerance = 1e-9

  private var steps: [Step] = []

  /// Takes the lengths of jobs that ended, and how long the open ones have run, in milliseconds.
  ///
  /// - Complexity: O(*n* log *n*).
  public init(ended: [Int64], running: [Int64]) {
    let ended = ended.sorted()
    let running = running.sorted()
    var place = 0
    var censored = 0
    var surviving = 1.0
    while place < ended.count {
      let time = ended[place]
      while censored < running.count, running[censored] < time { censored += 1 }
      let atRisk = ended.count - place + running.count - censored
      var next = place
      while next < ended.count, ended[next] == time { next += 1 }
      surviving *= Double(atRisk - (next - place)) / Double(atRisk)
      steps.append(Step(time: time, surviving: surviving))
      place = next
    }
  }

  /// The least time that at least the share `percentile` of the jobs do not exceed.
  ///
  /// - Returns: `nil` where so many are running that nobody can tell yet.
  public func value(of percentile: Percentile) -> Int64? {
    let wanted = Double(1000 - percentile.permille) / 1000 + Self.tolerance
    return steps.first { $0.surviving <= wanted }?.time
  }
}
