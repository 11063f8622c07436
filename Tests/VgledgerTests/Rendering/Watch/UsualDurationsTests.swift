import Testing

@testable import vgledger

@Suite("What is usual for a kind of jobs")
struct UsualDurationsTests {
  @Test(
    "Half needs 5 jobs, p95 needs 20, p99 needs 100",
    arguments: [
      (4, nil, nil, nil), (5, 3, nil, nil), (20, 10, 19, nil), (100, 50, 95, 99),
    ] as [(Int64, Int64?, Int64?, Int64?)])
  func percentiles(count: Int64, half: Int64?, most: Int64?, nearlyAll: Int64?) {
    let usual = UsualDurations((1...count).reversed())
    #expect(usual.percentile(500) == half)
    #expect(usual.percentile(950) == most)
    #expect(usual.percentile(990) == nearlyAll)
  }

  @Test("The share that had ended never says that this one has, and nothing below 5 jobs")
  func share() {
    let usual = UsualDurations(Array(1...10))
    #expect([0, 1, 5, 10, 999].map(usual.shareEnded) == [0, 10, 50, 99, 99])
    #expect(UsualDurations([1, 2, 3, 4]).shareEnded(by: 9) == nil)
  }
}
