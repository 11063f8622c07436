import Testing

@testable import Ledger

@Suite("Kaplan and Meier's estimate")
struct KaplanMeierTests {
  private func values(
    _ estimate: KaplanMeier, _ permilles: [Int]
  ) -> [Int64?] {
    permilles.map { permille in
      Percentile(permille: permille).flatMap { estimate.value(of: $0) }
    }
  }

  @Test("Where nothing is running it equals nearest rank", arguments: [91, 92])
  func equalsNearestRank(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let count = Int.random(in: 0...200, using: &generator)
      let ended = (0..<count).map { _ in Int64.random(in: 0...60, using: &generator) }
      let estimate = KaplanMeier(ended: ended, running: [])
      for permille in [1, 100, 250, 333, 500, 667, 900, 950, 990, 999] {
        let percentile = try #require(Percentile(permille: permille))
        #expect(
          estimate.value(of: percentile) == percentile.value(of: ended.sorted()),
          "seed \(seed) \(percentile.word) of \(ended)")
      }
    }
  }

  @Test("It still does with many jobs, where shares differ least")
  func manyJobs() throws {
    let ended = Array(Int64(0)..<999_999)
    let estimate = KaplanMeier(ended: ended, running: [])
    for permille in [1, 499, 500, 501, 998, 999] {
      let percentile = try #require(Percentile(permille: permille))
      #expect(estimate.value(of: percentile) == percentile.value(of: ended), "\(permille)")
    }
  }

  /// Remissions in weeks under 6-mercaptopurine (Freireich et al., Blood 21, 1963), the example of
  /// most textbooks: 0.857 at 6, 0.807 at 7, 0.753 at 10, 0.690 at 13, 0.627 at 16, 0.538 at 22,
  /// 0.448 at 23.
  @Test("The textbooks' remissions come out")
  func remissions() {
    let estimate = KaplanMeier(
      ended: [6, 6, 6, 7, 10, 13, 16, 22, 23],
      running: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    #expect(
      values(estimate, [142, 143, 193, 194, 247, 248, 309, 310, 372, 373, 462, 463, 500, 551, 552])
        == [6, 7, 7, 10, 10, 13, 13, 16, 16, 22, 22, 23, 23, 23, nil])
  }

  @Test(
    "Nobody can tell what would take a running job's end",
    arguments: [
      ([], [], nil), ([], [5], nil), ([5], [], 5), ([5], [5], 5), ([5], [4], 5), ([5], [6], 5),
      ([5], [6, 6], nil), ([5, 6], [7, 7], 6), ([5], [1, 1, 1, 1], 5), ([0], [0], 0),
    ] as [([Int64], [Int64], Int64?)])
  func medians(ended: [Int64], running: [Int64], median: Int64?) {
    #expect(values(KaplanMeier(ended: ended, running: running), [500]) == [median])
  }

  /// The least time at which the product of the shares, as an exact fraction, is small enough.
  private func oracle(_ ended: [Int64], _ running: [Int64], _ permille: Int) -> Int64? {
    var (above, below): (Int128, Int128) = (1, 1)
    for time in Set(ended).sorted() {
      let atRisk = (ended + running).count { $0 >= time }
      above *= Int128(atRisk - ended.count { $0 == time })
      below *= Int128(atRisk)
      if above * 1000 <= below * Int128(1000 - permille) { return time }
    }
    return nil
  }

  @Test("It is the product of the shares that went on, exactly", arguments: [93, 94])
  func product(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      let make = { (generator: inout SeededGenerator) in
        (0..<Int.random(in: 0...9, using: &generator)).map { _ in
          Int64.random(in: 0...12, using: &generator)
        }
      }
      let (ended, running) = (make(&generator), make(&generator))
      let estimate = KaplanMeier(ended: ended, running: running)
      for permille in [1, 100, 200, 250, 375, 400, 500, 600, 625, 750, 800, 900, 999] {
        #expect(
          values(estimate, [permille]) == [oracle(ended, running, permille)],
          "seed \(seed) \(permille) of \(ended) and \(running)")
      }
    }
  }
}
