import Poller
import RealModule

/// Jobs with durations as a provider's might be: each model has a log-normal distribution of its own.
struct SimulatedJobs {
  struct Job {
    let model: String
    /// Seconds since the first job.
    let submitted: Double
    /// Seconds.
    let duration: Double

    var kind: DurationHistory.Kind {
      DurationHistory.Kind(account: "veo", model: model, size: "720p", videoMilliseconds: 8000)
    }
  }

  static let medians = [45.0, 60, 75, 90, 120, 150]
  static let sigma = 0.35
  static let range = 11.0...360

  let jobs: [Job]

  /// `apart`: seconds between two submissions.
  init(count: Int, apart: Double, seed: UInt64) {
    var random = SplitMix(state: seed)
    jobs = (0..<count).map { place in
      let median = Self.medians[Int(random.next() % UInt64(Self.medians.count))]
      // Box and Muller's way from two even numbers to a normal one.
      let radius = (-2 * Double.log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
      let normal = radius * Double.cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
      let duration = median * Double.exp(Self.sigma * normal)
      return Job(
        model: "median-\(Int(median))s", submitted: Double(place) * apart,
        duration: min(max(duration, Self.range.lowerBound), Self.range.upperBound))
    }
  }
}

/// SplitMix64, by Sebastiano Vigna: short, and the same on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
