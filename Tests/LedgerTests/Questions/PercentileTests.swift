import Testing

@testable import Ledger

@Suite("Percentiles")
struct PercentileTests {
  @Test(
    "Whole percentiles and tenths are read, and nothing else",
    arguments: [
      ("50", 500), ("99", 990), ("99.9", 999), ("0.1", 1), ("5.0", 50), ("05", 50), ("0", nil),
      ("0.0", nil), ("100", nil), ("99.99", nil), ("", nil), (".", nil), (".5", nil), ("5.", nil),
      ("-0.5", nil), ("+50", nil), ("50.+", nil), ("50.-1", nil), ("5.0.0", nil), ("p50", nil),
      (" 50", nil), ("٥٠", nil), ("99999999999999999999", nil),
    ] as [(String, Int?)])
  func reading(text: String, permille: Int?) {
    #expect(Percentile(text)?.permille == permille)
  }

  @Test("A percentile lies between 0.1 and 99.9, and is known by its word")
  func words() throws {
    #expect(Percentile(permille: 0) == nil)
    #expect(Percentile(permille: 1000) == nil)
    for permille in 1...999 {
      let percentile = try #require(Percentile(permille: permille))
      #expect(Percentile(percentile.word.dropFirst()) == percentile)
    }
    #expect(
      [500, 990, 999, 5].compactMap { Percentile(permille: $0)?.word }
        == ["p50", "p99", "p99.9", "p0.5"])
  }

  @Test(
    "It takes 20 jobs to tell p95 and 100 to tell p99; the median needs one",
    arguments: [
      (1, 20, 1), (500, 20, 1), (501, 20, 20), (501, 1, 3), (750, 1, 4), (900, 20, 20),
      (900, 1, 10), (950, 20, 20), (951, 20, 21), (990, 20, 100), (999, 20, 1000),
      (990, 500, 500),
    ])
  func least(permille: Int, floor: Int, expected: Int) {
    #expect(Percentile(permille: permille)?.least(floor) == expected)
  }

  @Test("With the least number of jobs, one job lies beyond; with one less, none would")
  func leastLeavesOne() throws {
    for permille in 501...999 {
      let percentile = try #require(Percentile(permille: permille))
      let count = percentile.least(1)
      #expect(permille * count <= (count - 1) * 1000)
      #expect(permille * (count - 1) > (count - 2) * 1000)
    }
  }

  /// The least number that at least that share of all does not exceed, found by counting.
  private func oracle(_ percentile: Percentile, _ numbers: [Int64]) -> Int64? {
    numbers.filter { candidate in
      numbers.count { $0 <= candidate } * 1000 >= percentile.permille * numbers.count
    }.min()
  }

  @Test("Nearest rank is the least number that the share does not exceed", arguments: [81, 82])
  func nearestRank(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let count = Int.random(in: 0...40, using: &generator)
      let numbers = (0..<count).map { _ in Int64.random(in: -5...30, using: &generator) }
      let permille = Int.random(in: 1...999, using: &generator)
      let percentile = try #require(Percentile(permille: permille))
      #expect(
        percentile.value(of: numbers.sorted()) == oracle(percentile, numbers),
        "seed \(seed) \(percentile.word) of \(numbers)")
    }
  }
}
