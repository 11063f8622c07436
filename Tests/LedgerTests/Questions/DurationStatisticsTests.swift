import Testing

@testable import Ledger

@Suite("Counts and lengths of a group of jobs")
struct DurationStatisticsTests {
  private let percentiles = [500, 950, 990].compactMap { Percentile(permille: $0) }

  private func samples(
    _ digests: [JobDigest], _ phase: Phase = .total, perSecond: Bool = false, now: Moment = .at(60)
  ) -> DurationSamples {
    var samples = DurationSamples()
    for digest in digests {
      samples.take(digest, phase: phase, perSecond: perSecond, now: now)
    }
    samples.sort()
    return samples
  }

  private func statistics(
    _ samples: DurationSamples, floor: Int = 20, includeOpen: Bool = false
  ) -> DurationStatistics {
    DurationStatistics(samples, percentiles: percentiles, floor: floor, includeOpen: includeOpen)
  }

  @Test("Every state is counted, and verdicts are told from open jobs")
  func counts() {
    let digests = JobState.allCases.enumerated().flatMap { index, state in
      (0...index).map { JobDigest.sample(UInt64($0), state) }
    }
    let result = statistics(samples(digests))
    #expect(result.jobs == digests.count)
    for (index, state) in JobState.allCases.enumerated() {
      #expect(result.states[state] == index + 1)
    }
    #expect(result.open == digests.count { !$0.state.isVerdict })
    #expect(result.done == digests.count { $0.state.isVerdict })
  }

  @Test(
    "Success is a share of the verdicts, rounded half up; without a verdict it is unknown",
    arguments: [
      (0, 0, 0, nil), (0, 0, 3, nil), (1, 0, 9, 1000), (0, 1, 0, 0), (1, 2, 0, 333),
      (2, 1, 0, 667), (1, 15, 0, 63), (15, 1, 5, 938), (1999, 1, 0, 1000), (3, 1997, 0, 2),
    ] as [(Int, Int, Int, Int?)])
  func success(succeeded: Int, failed: Int, open: Int, expected: Int?) {
    let digests =
      Array(repeating: JobDigest.sample(1, .succeeded), count: succeeded)
      + Array(repeating: .sample(1, .failed), count: failed)
      + Array(repeating: .sample(1, .running), count: open)
    #expect(statistics(samples(digests)).successPermille == expected)
  }

  @Test("Percentiles above the median need jobs enough, and name none that they do not have")
  func floors() throws {
    let median = try #require(Percentile(permille: 500))
    let p95 = try #require(Percentile(permille: 950))
    let p99 = try #require(Percentile(permille: 990))
    for (count, expected) in [
      (0, []), (1, [median]), (19, [median]), (20, [median, p95]), (99, [median, p95]),
      (100, [median, p95, p99]),
    ] {
      let result = statistics(samples((0..<count).map { .took(Int64($0) * 1000) }))
      #expect(Set(result.percentiles.keys) == Set(expected), "\(count)")
      #expect(result.count == count)
    }
    let result = statistics(samples((1...100).reversed().map { .took(Int64($0) * 1000) }))
    #expect(result.percentiles == [median: 50_000, p95: 95_000, p99: 99_000])
    #expect(result.least == 1000)
    #expect(result.most == 100_000)
  }

  @Test("Open jobs count when they are to, and what they leave unknown is unknown")
  func open() throws {
    let median = try #require(Percentile(permille: 500))
    let running = (0..<3).map { _ in JobDigest.sample(9, .running) }
    let all = samples([.took(10_000), .took(20_000)] + running, now: .at(15))
    #expect(all.running == [15_000, 15_000, 15_000])
    #expect(statistics(all).percentiles[median] == 10_000)
    #expect(statistics(all).count == 2)
    let most = statistics(all, includeOpen: true)
    #expect(most.count == 5)
    #expect(most.percentiles[median] == 20_000)
    let early = samples([.took(10_000)] + running, now: .at(15))
    #expect(statistics(early, includeOpen: true).percentiles == [:])
    let unstarted = JobDigest.sample(9, .running) { $0.phaseFacts.start = nil }
    #expect(samples([unstarted]).running == [])
    #expect(samples(running, .running).running == [])
    #expect(samples(running, now: .at(-5)).running == [0, 0, 0], "a clock that is wrong")
  }

  @Test("Per second, both the length and its doubt are divided, of the same jobs")
  func perSecond() {
    let digests: [JobDigest] = [
      .took(40_000, width: 8001, video: 8000), .took(10_000, width: 4001, video: 4000),
      .took(70_000, width: 90_001), .took(70_000, width: 90_001, video: 0),
      .took(70_000, width: 90_001, video: -4),
    ]
    let divided = samples(digests, perSecond: true)
    #expect(divided.lengths == [3000, 5500])
    #expect(divided.doubts == [500, 500])
    #expect(divided.jobs == 5)
    #expect(samples(digests).doubts == [2000, 4000, 45_000, 45_000, 45_000])
    let open = JobDigest.sample(1, .running) { $0.videoMilliseconds = 4000 }
    #expect(samples([open, .sample(2, .running)], perSecond: true).running == [15_000])
  }

  @Test("Lengths as long as all time are neither lost nor a trap")
  func extremes() {
    var digest = JobDigest.sample(1, .failed, at: Moment(rawValue: .min))
    digest.phaseFacts.marks.completed = StatedMoment(Moment(rawValue: .max), width: .max)
    let divided = samples([digest], perSecond: false)
    #expect(divided.lengths == [.max])
    digest.videoMilliseconds = 1
    #expect(samples([digest], perSecond: true).lengths == [.max])
    let result = statistics(divided)
    let top = Spread.roundTop(result.most ?? 0)
    #expect(top == .max)
    #expect(Spread(divided.lengths, top: top).counts.reduce(0, +) == 1)
  }

  @Test("The queue stands beside the whole only, and tells its p95 with jobs enough")
  func queue() {
    let digests = (1...20).map { second in
      JobDigest.sample(1, .succeeded) { digest in
        digest.phaseFacts.marks.tellsQueue = true
        digest.phaseFacts.marks.firstRunning = .at(Int64(second))
        digest.phaseFacts.marks.lastQueued = .at(Int64(second))
      }
    }
    let result = statistics(samples(digests))
    #expect(result.queueCount == 20)
    #expect(result.queueMedian == 10_000)
    #expect(result.queueP95 == 19_000)
    #expect(statistics(samples(Array(digests.dropLast()))).queueP95 == nil)
    let alone = samples(digests, .queued)
    #expect(alone.queued == [])
    #expect(alone.lengths.count == 20)
  }

  @Test("Groups taken together are the group of all their jobs", arguments: [95])
  func together(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let digests = (0..<200).map { index in
      let state = JobState.allCases.randomElement(using: &generator) ?? .running
      return JobDigest.took(
        .random(in: 0...90_000, using: &generator), video: 4000, number: UInt64(index), state)
    }
    var sum = samples(Array(digests.prefix(70)))
    sum.take(samples(Array(digests.dropFirst(70))))
    sum.sort()
    #expect(statistics(sum, includeOpen: true) == statistics(samples(digests), includeOpen: true))
  }

  @Test("Each phase is the one of that name")
  func phases() {
    var digest = JobDigest.took(20_000, video: 8000)
    digest.phaseFacts.marks.tellsQueue = true
    digest.phaseFacts.marks.lastQueued = .at(2)
    digest.phaseFacts.marks.firstRunning = .at(2)
    digest.phaseFacts.marks.firstDone = .at(25)
    digest.phaseFacts.firstSaved = .at(31)
    let lengths = Phase.allCases.map { $0.length(in: digest.phases)?.middle }
    #expect(lengths == [20_000, 2000, 18_000, 5000, 6000])
  }

  @Test(
    "A spread has twelve buckets from 0; what is longer counts into the last",
    arguments: [
      ([], 12_000, 1000, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      (
        [0, 999, 1000, 11_999, 12_000, 99_000], 12_000, 1000, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]
      ),
      ([0, 0], 0, 1, [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      ([12, 13], 13, 2, [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]),
    ] as [([Int64], Int64, Int64, [Int])])
  func spread(lengths: [Int64], top: Int64, width: Int64, counts: [Int]) {
    let spread = Spread(lengths, top: top)
    #expect(spread.bucketMilliseconds == width)
    #expect(spread.counts == counts)
  }

  @Test(
    "A round top is not less than what it is for",
    arguments: [
      (0, 1000), (1000, 1000), (1001, 2000), (29_000, 30_000), (30_001, 60_000),
      (14_400_000, 14_400_000), (14_400_001, 18_000_000), (18_000_000, 18_000_000),
      (.max - 1, .max), (.max, .max),
    ] as [(Int64, Int64)])
  func tops(length: Int64, expected: Int64) {
    #expect(Spread.roundTop(length) == expected)
  }
}
