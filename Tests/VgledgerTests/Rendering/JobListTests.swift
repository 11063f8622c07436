import Ledger
import Testing

@testable import vgledger

struct JobListTests {
  private static func number(_ number: Int) -> JobNumber { JobNumber(rawValue: UInt64(number)) }

  /// The jobs of a list that is sorted at its end, as a naive program would.
  private static func naive(
    _ keys: [Int?], most: Int, reverse: Bool
  ) -> [JobNumber] {
    let known = keys.indices.filter { keys[$0] != nil }.sorted { left, right in
      guard let first = keys[left], let second = keys[right], first != second else {
        return left < right
      }
      return (first > second) != reverse
    }
    return (known + keys.indices.filter { keys[$0] == nil }).prefix(most).map(number)
  }

  @Test(
    "The first of a sorted list are those of the whole one, however often it was cut",
    arguments: [1, 2, 7, 50, 1000, Int.max], [false, true])
  func sorted(most: Int, reverse: Bool) {
    var random = SystemRandomNumberGenerator()
    // Few different keys, so that many are equal; a quarter is unknown.
    let keys = (0..<500).map { _ in
      Bool.random(using: &random) || Bool.random(using: &random)
        ? Int.random(in: 0..<40, using: &random) : nil
    }
    var jobs = SortedJobs(most: most, reverse: reverse)
    for (place, key) in keys.enumerated() {
      jobs.take(Self.number(place), key.map { .number(Int128($0)) })
    }
    let sorted = jobs.sorted()
    #expect(sorted == Self.naive(keys, most: most, reverse: reverse), "\(keys)")
  }
}
