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

  /// Shares are products of one fraction for each stretch between two running jobs, so they are off
  /// by far less than this; two different shares of ten million jobs differ by more.
  private static let tolerance = 1e-11

  private var steps: [Step] = []

  /// Takes the lengths of jobs that ended, and how long the open ones have run, in milliseconds.
  ///
  /// - Complexity: O(*n* log *n*).
  public init(ended: [Int64], running: [Int64]) {
    let ended = ended.sorted()
    let running = running.sorted()
    var place = 0
    var censored = 0
    // Between two running jobs, the fractions' product is one fraction: nothing is rounded there.
    var atStart = ended.count + running.count
    var shareAtStart = 1.0
    while place < ended.count {
      let time = ended[place]
      let before = censored
      while censored < running.count, running[censored] < time { censored += 1 }
      let atRisk = ended.count - place + running.count - censored
      if censored > before {
        shareAtStart = steps.last?.surviving ?? 1
        atStart = atRisk
      }
      var next = place
      while next < ended.count, ended[next] == time { next += 1 }
      let left = Double(atRisk - (next - place))
      steps.append(Step(time: time, surviving: shareAtStart * left / Double(atStart)))
      place = next
    }
  }

  /// The least time that at least the share `percentile` of the jobs do not exceed.
  ///
  /// - Returns: `nil` where so many are running that nobody can tell yet.
  /// - Complexity: O(log *n*).
  public func value(of percentile: Percentile) -> Int64? {
    let wanted = Double(1000 - percentile.permille) / 1000 + Self.tolerance
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].surviving <= wanted { high = middle } else { low = middle + 1 }
    }
    return low < steps.count ? steps[low].time : nil
  }
}
