import Testing

@testable import Ledger

struct DigitSortTests {
  @Test(
    "Numbers are sorted as comparing them sorts them",
    arguments: [
      0...0, 0...1, -5...5, 0...2047, 0...2048, 0...360_000, -1...4_194_304,
      -90_000_000_000...90_000_000_000, Int64.min...Int64.max, Int64.max - 9...Int64.max,
      Int64.min...Int64.min + 9,
    ] as [ClosedRange<Int64>], [0, 1, 256, 257, 5000])
  func sameAsSort(range: ClosedRange<Int64>, count: Int) {
    var random = SeededGenerator(seed: 8)
    var numbers = (0..<count).map { _ in Int64.random(in: range, using: &random) }
    let sorted = numbers.sorted()
    numbers.sortByDigits()
    #expect(numbers == sorted)
    numbers.sortByDigits()
    #expect(numbers == sorted)
  }
}
