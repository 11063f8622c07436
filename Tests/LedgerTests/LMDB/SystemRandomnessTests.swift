import Testing

@testable import Ledger

struct SystemRandomnessTests {
  @Test(
    "No number comes twice, however many are fetched together", arguments: [-1, 0, 1, 3, 32, 99])
  func fresh(fetching count: Int) {
    var random = SystemRandomness(fetching: count)
    var other = SystemRandomness(fetching: count)
    let numbers = (0..<200).flatMap { _ in [random.next(), other.next()] }
    #expect(Set(numbers).count == 400)
  }
}
