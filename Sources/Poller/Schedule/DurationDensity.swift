internal import RealModule

/// How likely each duration of a job is, from those that were seen, and from jobs that still run.
///
/// A kernel estimate on the logarithm of the durations, each with the weight that Kaplan and Meier's
/// estimate of the survival gives it: an open job that has run for longer than others took moves
/// weight to later times. What weight is left behind the longest duration goes on ending as jobs did
/// of late. A little of the weight is spread broadly, for what nobody has seen yet.
struct DurationDensity {
  /// The longest time that a job took or has taken, in seconds.
  let longest: Double
  /// Of the durations in seconds.
  private let logarithms: [Double]
  /// One for each of ``logarithms``; together 1 without ``rest``.
  private let weights: [Double]
  private let bandwidth: Double
  /// The middle of the broad density, in seconds, and its weight, never quite none.
  private let middle: Double
  private let doubt: Double
  /// The weight behind the longest duration, where that is, and the share that ends in a second.
  private let left: Double
  private let end: Double
  private let hazard: Double

  /// - Parameters:
  ///   - durations: In seconds, above 0; at least one.
  ///   - running: The same, of jobs that have not ended.
  init(_ durations: [Double], running: [Double]) {
    let sorted = durations.sorted()
    let (weights, left) = Self.weights(sorted, running: running.sorted())
    logarithms = sorted.map { Double.log($0) }
    let spread = Self.spread(logarithms)
    // By Silverman's rule, but narrower, for what blurs costs questions; equal durations still get
    // a width.
    bandwidth = max(0.7 * spread * Double.pow(Double(sorted.count), -0.2), 0.05)
    longest = max(sorted.last ?? 1, running.max() ?? 0)
    end = sorted.last ?? 1
    doubt = 1 / Double(sorted.count + 1)
    self.left = left * (1 - doubt)
    self.weights = weights.map { [doubt] in $0 * (1 - doubt) }
    middle = left > 0.5 ? end : sorted[sorted.count / 2]
    hazard = Self.hazard(sorted, running: running)
  }

  /// For each second at that time.
  func value(at time: Double) -> Double {
    guard time > 0 else { return 0 }
    let place = Double.log(time)
    var kernels = 0.0
    for (index, logarithm) in logarithms.enumerated() {
      let distance = (place - logarithm) / bandwidth
      guard distance.magnitude <= 6 else { continue }
      kernels += weights[index] * Double.exp(-distance * distance / 2)
    }
    let root = 2.506_628_274_631_000_5  // of 2π
    let ratio = 1 + time / middle
    let behind = time > end ? left * hazard * Double.exp(-hazard * (time - end)) : 0
    return kernels / (bandwidth * root * time) + behind + doubt / (middle * ratio * ratio)
  }

  /// The share of open jobs that ended in a second, over the last of the durations.
  private static func hazard(_ sorted: [Double], running: [Double]) -> Double {
    let first = sorted.count - max(2, sorted.count / 3)
    guard let end = sorted.last, end > sorted[first] else { return 1 / max(sorted[first], 1) }
    let exposure = (sorted[first...] + running).reduce(0) { sum, time in
      sum + max(0, min(time, end) - sorted[first])
    }
    return Double(sorted.count - first) / max(exposure, 1e-9)
  }

  /// The weight of each duration, and what is left for later.
  private static func weights(
    _ sorted: [Double], running: [Double]
  ) -> (weights: [Double], left: Double) {
    var weights: [Double] = []
    var survival = 1.0
    var passed = 0  // jobs that still ran when they were last looked at, before this time
    for (index, duration) in sorted.enumerated() {
      while passed < running.count, running[passed] < duration { passed += 1 }
      let atRisk = sorted.count - index + running.count - passed
      let weight = survival / Double(atRisk)
      weights.append(weight)
      survival -= weight
    }
    return (weights, max(0, survival))
  }

  /// The spread of logarithms, which outliers do not widen.
  private static func spread(_ sorted: [Double]) -> Double {
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    let quarters = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    return min(variance.squareRoot(), quarters / 1.34)
  }
}
