/// SplitMix64: the same numbers in every run and on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension RandomNumberGenerator {
  /// A number from 0 up to `bound`, which is 1 or more.
  ///
  /// The high half of a product: its bias is below `bound` in 2⁶⁴, and unlike the standard library's
  /// way it is fixed here, so a seed means the same for ever.
  mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

  mutating func between(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(below(UInt64(range.upperBound - range.lowerBound) + 1))
  }

  /// True in `count` of 10 000 cases.
  mutating func happens(_ count: UInt64) -> Bool { below(10_000) < count }

  /// One of several, each as likely as its weight says.
  mutating func one<Value>(of choices: [(weight: UInt64, value: Value)]) -> Value {
    var place = below(choices.reduce(0) { $0 + $1.weight })
    for choice in choices {
      if place < choice.weight { return choice.value }
      place -= choice.weight
    }
    return choices[choices.count - 1].value
  }

  mutating func one<Value>(of choices: [Value]) -> Value {
    choices[Int(below(UInt64(choices.count)))]
  }

  /// A span with a long tail around `median`, in the same unit: a lognormal with σ = 0.4.
  mutating func aroundMedian(_ median: Int64) -> Int64 {
    let place = Int64(below(UInt64(LongTail.steps) * 1000))
    let low = LongTail.perMille[Int(place / 1000)]
    let high = LongTail.perMille[Int(place / 1000) + 1]
    return median * (low * 1000 + (high - low) * (place % 1000)) / 1_000_000
  }
}

/// Quantiles of a lognormal with σ = 0.4, in thousandths of its median.
///
/// A table and not the functions of the C library, whose last digits differ between machines.
private enum LongTail {
  static let steps = 40
  /// At 0.1 %, then each 2.5 %, then 99.9 %.
  static let perMille: [Int64] = [
    291, 457, 518, 562, 599, 631, 661, 688, 714, 739, 764, 787, 811, 834,
    857, 880, 904, 927, 951, 975, 1000, 1025, 1052, 1079, 1107, 1136, 1167, 1199,
    1233, 1270, 1310, 1353, 1400, 1453, 1514, 1584, 1670, 1779, 1931, 2190, 3442,
  ]
}
