/// Spans with a long tail around a median, as durations of video generation have.
///
/// The functions are made of sums, products and square roots, which IEEE 754 fixes to the last bit:
/// those of the C library differ between machines, and a seed must mean the same on all.
struct LogNormal: Equatable, Sendable {
  let median: Double
  /// The standard deviation of the logarithm.
  let sigma: Double

  func sample(using random: inout some RandomNumberGenerator) -> Double {
    median * Self.exponential(sigma * Self.standardNormal(using: &random))
  }

  /// A number from the standard normal distribution, by Marsaglia's polar method.
  static func standardNormal(using random: inout some RandomNumberGenerator) -> Double {
    while true {
      let x = 2 * unit(using: &random) - 1
      let y = 2 * unit(using: &random) - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      return x * (-2 * naturalLogarithm(square) / square).squareRoot()
    }
  }

  /// From 0 up to 1, in steps of 2⁻⁵³.
  private static func unit(using random: inout some RandomNumberGenerator) -> Double {
    Double(random.next() >> 11) / 9_007_199_254_740_992
  }

  private static let logarithmOfTwo = 0.693_147_180_559_945_3

  /// ln of a number above zero: its exponent, and the series of artanh for its significand.
  static func naturalLogarithm(_ value: Double) -> Double {
    let part = (value.significand - 1) / (value.significand + 1)
    var sum = 0.0
    var power = part
    for divisor in stride(from: 1.0, through: 41, by: 2) {
      sum += power / divisor
      power *= part * part
    }
    return Double(value.exponent) * logarithmOfTwo + 2 * sum
  }

  /// e to the power of a number between -700 and 700: a power of two, and the series of the rest.
  static func exponential(_ value: Double) -> Double {
    let twos = (value / logarithmOfTwo).rounded()
    let rest = value - twos * logarithmOfTwo
    var sum = 1.0
    var term = 1.0
    for divisor in stride(from: 1.0, through: 20, by: 1) {
      term *= rest / divisor
      sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(twos), significand: 1)
  }
}
