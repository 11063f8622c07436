import Testing

@testable import Ledger

struct DigestReadingTests {
  /// A ledger with jobs submitted and ended at random moments, in no order.
  private static func history(seed: UInt64) async throws -> TemporaryLedger {
    var generator = SeededGenerator(seed: seed)
    let temporary = try await TemporaryLedger()
    for index in 0..<60 {
      var declaration = Declaration("sora", "video_\(index)")
      if Bool.random(using: &generator) {
        declaration.submitted = StatedMoment(
          .at(Int64.random(in: -2_000_000_000...2000, using: &generator)), width: 1000)
        declaration.submittedFrom = .client
      }
      declaration.model = ["veo", "sora", nil].randomElement(using: &generator) ?? nil
      let state = JobState.allCases.randomElement(using: &generator) ?? .running
      _ = try await temporary.ledger.append([
        .tracked(declaration),
        .observed(
          declaration, at: .at(Int64.random(in: 0..<2000, using: &generator)), .ok(),
          .said(state)),
      ])
    }
    return temporary
  }

  private static func digests(
    _ snapshot: borrowing LedgerSnapshot, _ range: DigestRange
  ) throws -> [JobDigest] {
    var digests: [JobDigest] = []
    try snapshot.forEachDigest(range) { digest throws(LedgerError) in
      digests.append(digest)
      return true
    }
    return digests
  }

  @Test(
    "A range gives the jobs of its window in its order, as a walk over all jobs does",
    arguments: [31, 32, 33])
  func sameAsWalk(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed &+ 1000)
    let temporary = try await Self.history(seed: seed)
    let snapshot = try temporary.ledger.snapshot()
    let all = try Self.digests(snapshot, DigestRange())
    #expect(all.count == 60, "seed \(seed)")
    for _ in 0..<40 {
      let moments = all.map(\.submitted) + all.compactMap(\.ended)
      let range = DigestRange(
        order: Bool.random(using: &generator) ? .submitted : .ended,
        from: Bool.random(using: &generator) ? moments.randomElement(using: &generator) : nil,
        until: Bool.random(using: &generator) ? moments.randomElement(using: &generator) : nil,
        newestFirst: Bool.random(using: &generator))
      let expected = all.compactMap { digest -> (Moment, JobDigest)? in
        let moment = range.order == .submitted ? digest.submitted : digest.ended
        guard let moment, moment >= range.from ?? moment,
          range.until.map({ moment < $0 }) ?? true
        else { return nil }
        return (moment, digest)
      }
      .sorted { ($0.0, $0.1.number) < ($1.0, $1.1.number) }.map(\.1)
      #expect(
        try Self.digests(snapshot, range)
          == (range.newestFirst ? expected.reversed() : expected), "seed \(seed) \(range)")
    }
  }

  @Test("A digest says of a job what the job's row says", arguments: [41, 42])
  func sameAsJob(seed: UInt64) async throws {
    let temporary = try await Self.history(seed: seed)
    let snapshot = try temporary.ledger.snapshot()
    let words = try snapshot.words()
    for digest in try Self.digests(snapshot, DigestRange()) {
      let job = try #require(try snapshot.job(digest.number))
      #expect(digest.phases == Phases(job), "seed \(seed)")
      #expect(digest.submitted == job.submitted?.moment ?? job.firstSeen)
      #expect(digest.model.flatMap { words[$0] } == job.model)
      #expect(words[digest.account] == job.account)
      #expect(digest.state == job.state)
      #expect(digest.lastSequence == job.lastSequence)
    }
  }

  @Test("A job that is submitted earlier than was known moves to its place, and leaves no trace")
  func moves() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.observed(at: .at(10))])
    var declaration = Declaration.sample
    declaration.submitted = StatedMoment(.at(3), width: 1)
    declaration.submittedFrom = .client
    _ = try await temporary.ledger.append([.tracked(declaration)])
    let snapshot = try temporary.ledger.snapshot()
    let all = try Self.digests(snapshot, DigestRange())
    #expect(all.map(\.submitted) == [.at(3)])
  }

  @Test("A walk ends when it is told to")
  func ends() async throws {
    let temporary = try await Self.history(seed: 51)
    var seen = 0
    try temporary.ledger.snapshot().forEachDigest { _ throws(LedgerError) in
      seen += 1
      return seen < 3
    }
    #expect(seen == 3)
  }
}
