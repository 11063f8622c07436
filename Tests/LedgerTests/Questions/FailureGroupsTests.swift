import Testing

@testable import Ledger

@Suite("Groups of failures")
struct FailureGroupsTests {
  /// Jobs of one prompt, submitted at those seconds, in their order.
  private func attempt(_ attempt: UInt64, _ tries: [(Int64, JobState)]) -> [JobDigest] {
    tries.enumerated().map { index, each in
      .sample(UInt64(index + 1), each.1, at: .at(each.0)) { $0.attempt = attempt }
    }
  }

  private func tries(_ digests: [JobDigest]) -> NextTries {
    var tries = NextTries(after: digests.filter(\.state.isFailure))
    for digest in digests { tries.take(JobAttempt(digest)) }
    return tries
  }

  @Test(
    "The next try is the next one submitted, whatever came after it",
    arguments: [
      ([(0, .failed)], [nil]),
      ([(0, .failed), (1, .succeeded)], [.succeeded]),
      ([(0, .failed), (1, .filtered), (2, .succeeded)], [.failed, .succeeded]),
      ([(0, .failed), (0, .succeeded)], [.succeeded]),
      ([(0, .succeeded), (0, .failed)], [nil]),
      ([(0, .failed), (0, .failed), (0, .failed)], [.failed, .failed, nil]),
      ([(0, .failed), (1, .running), (2, .succeeded)], [.undecided]),
      ([(0, .failed), (1, .canceled), (2, .succeeded)], [.undecided]),
      ([(0, .lost), (1, .gone), (2, .partial), (3, .expired)], [.failed, .failed, .failed, nil]),
      ([(0, .failed), (1, .unknown)], [.undecided]), ([(0, .failed), (1, .queued)], [.undecided]),
    ] as [([(Int64, JobState)], [NextTry?])])
  func next(story: [(Int64, JobState)], expected: [NextTry?]) {
    let digests = attempt(7, story)
    let tries = tries(digests)
    #expect(digests.filter(\.state.isFailure).map { tries.next(after: $0) } == expected)
  }

  @Test("Jobs of another prompt or of none are no tries")
  func otherPrompts() {
    let failure = JobDigest.sample(1, .failed) { $0.attempt = 7 }
    let unknown = JobDigest.sample(2, .failed)
    let later = (3...6).map { number in
      JobDigest.sample(UInt64(number), .succeeded, at: .at(9)) { $0.attempt = number == 5 ? 8 : 0 }
    }
    let found = tries([failure, unknown] + later)
    #expect(found.next(after: failure) == nil)
    #expect(found.next(after: unknown) == nil)
    #expect(!found.isEmpty)
    #expect(tries([unknown] + later).isEmpty)
    #expect(tries([]).isEmpty)
  }

  @Test("It is the one that a walk over all jobs finds", arguments: [101, 102])
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let digests = (1...300).map { number in
      JobDigest.sample(
        UInt64(number), JobState.allCases.randomElement(using: &generator) ?? .failed,
        at: .at(.random(in: 0...40, using: &generator))
      ) { $0.attempt = .random(in: 0...20, using: &generator) }
    }.sorted { ($0.submitted, $0.number) < ($1.submitted, $1.number) }
    let tries = tries(digests)
    for (index, digest) in digests.enumerated() where digest.state.isFailure {
      let next = digests[(index + 1)...].first { $0.attempt == digest.attempt }?.state
      let expected: NextTry? =
        digest.attempt == 0
        ? nil
        : next.map { $0 == .succeeded ? .succeeded : $0.isFailure ? .failed : .undecided }
      #expect(tries.next(after: digest) == expected, "seed \(seed) job \(digest.number)")
    }
  }

  @Test("Failures are the states in which nothing, or not all, can be had; a wish is none")
  func failures() {
    #expect(
      JobState.allCases.filter(\.isFailure) == [
        .partial, .filtered, .failed, .expired, .lost, .gone,
      ])
  }

  private func groups(
    _ digests: [JobDigest], byReason: Bool = true, examples: Int = 2
  ) throws -> [FailureGroup] {
    FailureGroup.groups(
      of: digests.filter(\.state.isFailure).map { digest in
        let key =
          byReason
          ? FailureGroup.Key(state: digest.state, value: .word(digest.reason))
          : FailureGroup.Key(state: nil, value: .word(digest.model))
        return (digest, key)
      }, examples: examples, nextTries: tries(digests))
  }

  @Test("By reason, a group is a class and a reason, and counts what it holds")
  func byReason() throws {
    let reason = WordNumber(rawValue: 5)
    let models = (10...11).map { WordNumber(rawValue: $0) }
    var digests = attempt(
      7, [(0, .filtered), (1, .filtered), (2, .succeeded), (3, .filtered), (4, .failed)])
    for index in digests.indices {
      digests[index].reason = reason
      digests[index].model = models[index == 0 ? 0 : 1]
      digests[index].httpStatus = index == 1 ? nil : 200
    }
    digests.append(.sample(9, .filtered, at: .at(9)))
    let groups = try groups(digests)
    #expect(groups.map(\.state) == [.filtered, .filtered, .failed])
    #expect(groups.map(\.value) == [.word(reason), .word(nil), .word(reason)])
    #expect(groups.map(\.jobs) == [3, 1, 1])
    let first = groups[0]
    #expect(first.examples.map(\.rawValue) == [4, 2])
    #expect(first.modelsByCount == [models[1], models[0]])
    #expect(first.reasonsByCount == [reason])
    #expect(first.httpStatuses == [200, nil])
    #expect(first.nextTries == 3, "of job 1, job 2 failed; of 2, 3 succeeded; of 4, 5 failed")
    #expect(first.nextSucceeded == 1)
    #expect(groups[1].nextTries == 0)
  }

  @Test("By another key, classes do not part a group")
  func byModel() throws {
    let model = WordNumber(rawValue: 3)
    let digests = [JobState.failed, .filtered, .lost].enumerated().map { index, state in
      JobDigest.sample(UInt64(index), state) { $0.model = index == 2 ? nil : model }
    }
    let groups = try groups(digests, byReason: false)
    #expect(groups.map(\.state) == [nil, nil])
    #expect(groups.map(\.value) == [.word(model), .word(nil)])
    #expect(groups.map(\.jobs) == [2, 1])
  }

  @Test(
    "Groups of one size are in one order, the newest first, each with an example", arguments: 0...3)
  func order(examples: Int) throws {
    let digests = (1...8).map { number in
      JobDigest.sample(UInt64(number), .failed, at: .at(Int64(number))) {
        $0.reason = WordNumber(rawValue: UInt32(number % 4 + 1))
      }
    }
    let groups = try groups(digests, examples: examples)
    #expect(groups.map { $0.examples.first?.rawValue } == [8, 7, 6, 5])
    #expect(groups.allSatisfy { $0.examples.count == min(max(1, examples), 2) })
    #expect(try self.groups([]) == [])
  }
}
