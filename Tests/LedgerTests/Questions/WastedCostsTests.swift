import Testing

@testable import Ledger

@Suite("Money spent for nothing")
struct WastedCostsTests {
  private func kinds(
    _ digest: JobDigest, _ cost: JobCost, now: Moment = .at(1000)
  ) -> [WasteKind] {
    var wasted = WastedCosts(now: now, submittedTwiceWithin: nil, examples: 3)
    wasted.take(digest, cost)
    return WasteKind.allCases.filter { wasted.part($0).total.jobs == 1 }
  }

  @Test(
    "What failed is wasted where it was charged, what was filtered also where nobody knows",
    arguments: JobState.allCases, [nil, true, false])
  func charged(state: JobState, charged: Bool?) {
    let cost = CostSamples.cost(state, charged: charged)
    let expected: [WasteKind] =
      switch (state, charged) {
      case (.failed, true), (.canceled, true), (.lost, true), (.gone, true), (.filtered, true):
        [.failedCharged]
      case (.filtered, nil): [.filteredUnknown]
      case (.expired, true), (.expired, nil): [.expiredUnsaved]
      default: []
      }
    #expect(kinds(CostSamples.digest(1, state), cost) == expected)
  }

  @Test(
    "A video that nobody saved is wasted from the moment on when it expires",
    arguments: [
      (JobState.succeeded, 9, false, true), (.succeeded, 10, false, true),
      (.succeeded, 11, false, false), (.succeeded, 9, true, false), (.partial, 9, false, true),
      (.succeeded, nil, false, false), (.running, 9, false, false),
    ] as [(JobState, Int64?, Bool, Bool)])
  func expired(state: JobState, expires: Int64?, isSaved: Bool, isWasted: Bool) {
    let digest = CostSamples.digest(
      1, state, expires: expires.map { .at($0) }, flags: isSaved ? .hasSavedVideo : [])
    let kinds = kinds(digest, CostSamples.cost(state, charged: true), now: .at(10))
    #expect(kinds == (isWasted ? [.expiredUnsaved] : []))
  }

  /// Jobs of attempt, second of submission, and state; the numbers of those submitted twice.
  @Test(
    "The later of two submissions of the same is wasted where both made something in time",
    arguments: [
      ([(7, 0, .succeeded), (7, 60, .succeeded)], [2]),
      ([(7, 0, .succeeded), (7, 61, .succeeded)], []),
      ([(7, 0, .succeeded), (8, 1, .succeeded)], []),
      ([(0, 0, .succeeded), (0, 1, .succeeded)], []),
      ([(7, 0, .failed), (7, 1, .succeeded)], []),
      ([(7, 0, .succeeded), (7, 50, .succeeded), (7, 100, .partial)], [3, 2]),
      ([(7, 30, .succeeded), (7, 0, .succeeded)], [1]),
      ([(7, 5, .succeeded), (7, 5, .succeeded)], [2]),
    ] as [([(UInt64, Int64, JobState)], [UInt64])])
  func twice(jobs: [(UInt64, Int64, JobState)], expected: [UInt64]) {
    var wasted = WastedCosts(now: .at(1000), submittedTwiceWithin: 60_000, examples: 9)
    for (index, job) in jobs.enumerated() {
      wasted.take(
        CostSamples.digest(UInt64(index + 1), job.2, at: .at(job.1), attempt: job.0),
        CostSamples.cost(job.2, charged: true))
    }
    let part = wasted.part(.submittedTwice)
    #expect(part.examples.map(\.rawValue) == expected)
    #expect(part.total.jobs == expected.count)
  }

  @Test("A job is of one kind at most, and examples are the newest")
  func once() {
    var wasted = WastedCosts(now: .at(1000), submittedTwiceWithin: 60_000, examples: 2)
    for number in 1...4 {
      wasted.take(
        CostSamples.digest(
          UInt64(number), at: .at(Int64(number)), attempt: 7, expires: number > 1 ? .at(9) : nil),
        CostSamples.cost())
    }
    #expect(wasted.part(.expiredUnsaved).total.jobs == 3)
    #expect(wasted.part(.expiredUnsaved).examples.map(\.rawValue) == [4, 3])
    #expect(wasted.part(.submittedTwice).total.jobs == 0)
  }
}
