/// A percentile, such as 50 or 99.9.
public struct Percentile: Hashable, Comparable, Sendable {
  /// Tenths of a percent: 1 to 999.
  public let permille: Int

  /// `nil` outside 0.1 to 99.9.
  public init?(permille: Int) {
    guard (1...999).contains(permille) else { return nil }
    self.permille = permille
  }

  /// Reads `50`, `99` or `99.9`.
  public init?(_ text: some StringProtocol) {
    let digits = "0"..."9" as ClosedRange<Character>
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(digits.contains) }),
      let whole = Int(parts[0]), whole < 100,
      let tenth = parts.count == 1 ? 0 : parts[1].count == 1 ? Int(parts[1]) : nil
    else { return nil }
    self.init(permille: whole * 10 + tenth)
  }

  /// `p50`, `p99`, `p99.9`.
  public var word: String {
    permille.isMultiple(of: 10) ? "p\(permille / 10)" : "p\(permille / 10).\(permille % 10)"
  }

  /// How many jobs it takes to tell this percentile at all: 20 for p95, 100 for p99.
  ///
  /// Above the median, one in 1/(1 − p) jobs lies beyond it; with fewer jobs it would be the
  /// longest of them under another name.
  public func least(_ floor: Int) -> Int {
    permille <= 500 ? 1 : max(floor, (1000 + 999 - permille) / (1000 - permille))
  }

  /// The percentile of numbers in ascending order, by nearest rank; `nil` for none.
  public func value(of sorted: [Int64]) -> Int64? {
    guard !sorted.isEmpty else { return nil }
    return sorted[max(0, (sorted.count * permille + 999) / 1000 - 1)]
  }

  public static func < (left: Self, right: Self) -> Bool { left.permille < right.permille }
}
