import Testing

@testable import Ledger

struct PastTests {
  /// A ledger with events of a few jobs in random order.
  private static func history(seed: UInt64) async throws -> TemporaryLedger {
    var generator = SeededGenerator(seed: seed)
    let temporary = try await TemporaryLedger()
    for _ in 0..<60 {
      var declaration = Declaration("sora", "video_\(Int.random(in: 0..<12, using: &generator))")
      if Int.random(in: 0..<4, using: &generator) == 0 {
        declaration.project = "project \(Int.random(in: 0..<3, using: &generator))"
        declaration.submitted = StatedMoment(
          .at(Int64.random(in: -5000...0, using: &generator)), width: 1)
        declaration.submittedFrom = .client
        _ = try await temporary.ledger.append([.tracked(declaration)])
      }
      let state = JobState.allCases.randomElement(using: &generator) ?? .running
      _ = try await temporary.ledger.append([
        .observed(
          declaration, at: .at(Int64.random(in: 0..<900, using: &generator)), .ok(), .said(state))
      ])
    }
    return temporary
  }

  /// The jobs that the events up to that place tell, folded one by one.
  private static func jobs(_ ledger: Ledger, upTo last: LogSequence) throws -> [JobNumber: Job] {
    let snapshot = try ledger.snapshot()
    var jobs: [JobNumber: Job] = [:]
    var place = LogSequence(rawValue: 1)
    while place <= last {
      let event = try #require(try snapshot.event(at: place))
      place = place.next
      guard let number = event.job else { continue }
      if case .jobTracked(let declaration) = event.fact, jobs[number] == nil {
        jobs[number] = Job(number: number, declaration: declaration, event: event)
      }
      jobs[number]?.apply(event)
    }
    return jobs
  }

  @Test("The past is what the events up to there tell", arguments: [61, 62])
  func sameAsFold(seed: UInt64) async throws {
    let ledger = try await Self.history(seed: seed).ledger
    let head = try ledger.snapshot().head().rawValue
    for place in stride(from: UInt64(1), through: head, by: 5) {
      let last = LogSequence(rawValue: place)
      let expected = try Self.jobs(ledger, upTo: last)
      let past = try ledger.snapshot().asOf(last)
      #expect(try past.head() == last)
      #expect(try past.jobCount() == expected.count, "seed \(seed) at \(place)")
      #expect(
        try past.openJobs()
          == expected.values.filter { !$0.state.isVerdict }.sorted { $0.number < $1.number })
      for (number, job) in expected {
        #expect(try past.job(number) == job, "seed \(seed) at \(place)")
        #expect(try past.find(job.nativeID) == .one(job))
        #expect(try past.events(of: number).count == Int(job.eventCount))
      }
      for order in [DigestRange.Order.submitted, .ended] {
        for newestFirst in [false, true] {
          let range = DigestRange(order: order, from: .at(-3000), newestFirst: newestFirst)
          var digests: [JobDigest] = []
          try past.forEachDigest(range) { digest throws(LedgerError) in
            digests.append(digest)
            return true
          }
          #expect(digests.allSatisfy(range.contains))
          #expect(digests == digests.sorted(by: range.places))
          #expect(
            Set(digests.map(\.number))
              == Set(
                expected.values.filter { job in
                  let start = job.submitted?.moment ?? job.firstSeen
                  let end =
                    job.state.isVerdict
                    ? Phases(job).finishedMiddle ?? job.verdictObserved : nil
                  return order == .submitted ? start >= .at(-3000) : end ?? .at(-4000) >= .at(-3000)
                }.map(\.number)), "seed \(seed) at \(place)")
        }
      }
    }
  }

  @Test("A time stands for the events before the first that was recorded later")
  func moments() async throws {
    let temporary = try await TemporaryLedger()
    let start = TestClock.start
    for (index, offset) in [10, 20, 5, 30].enumerated() {
      temporary.clock.set(start.adding(milliseconds: Int64(offset) * 1000))
      _ = try await temporary.ledger.append([.account("a\(index)", "https://a")])
    }
    let snapshot = try temporary.ledger.snapshot()
    let places = try [-1, 0, 10, 11, 20, 21, 29, 31, 99].map { second in
      try snapshot.lastSequence(
        recordedBy: start.adding(milliseconds: Int64(second) * 1000 + 500)
      ).rawValue
    }
    #expect(places == [0, 1, 2, 2, 4, 4, 4, 5, 5])
  }
}
