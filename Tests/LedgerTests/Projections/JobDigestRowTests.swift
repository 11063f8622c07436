import Testing

@testable import Ledger

@Suite("The stored form of a digest", .serialized)
struct JobDigestRowTests {
  private static let ends: [Int64] = [
    .min, .min + 1, -1, 0, 1, 999, 1 << 31, 1 << 32, (1 << 32) + 1, .max - 1, .max,
  ]

  /// A digest with extreme values in every place.
  private static func digest(_ generator: inout SeededGenerator) -> JobDigest {
    func number(_ generator: inout SeededGenerator) -> Int64? {
      Bool.random(using: &generator) ? ends.randomElement(using: &generator) : nil
    }
    func moment(_ generator: inout SeededGenerator) -> Moment? {
      number(&generator).map(Moment.init(rawValue:))
    }
    func word(_ generator: inout SeededGenerator) -> WordNumber? {
      let all: [UInt32?] = [nil, 1, 77, .max]
      return (all.randomElement(using: &generator) ?? nil).map(WordNumber.init(rawValue:))
    }
    func count(_ generator: inout SeededGenerator) -> Int32? {
      [nil, .min, -1, 0, 4, .max].randomElement(using: &generator) ?? nil
    }
    var marks = PhaseMarks()
    marks.lastQueued = moment(&generator)
    marks.firstRunning = moment(&generator)
    marks.lastOpen = moment(&generator)
    marks.firstDone = moment(&generator)
    marks.completed = moment(&generator).map {
      StatedMoment($0, width: number(&generator) ?? 1000)
    }
    marks.tellsQueue = .random(using: &generator)
    let submitted = Moment(rawValue: number(&generator) ?? 7)
    let state = JobState.allCases.randomElement(using: &generator) ?? .failed
    return JobDigest(
      number: JobNumber(rawValue: [1, .max].randomElement(using: &generator) ?? 2),
      submitted: submitted,
      submittedFrom: SubmissionSource.allCases.randomElement(using: &generator) ?? .client,
      state: state, flags: DigestFlags(rawValue: .random(in: 0...(.max), using: &generator)),
      account: WordNumber(rawValue: 1), dialect: WordNumber(rawValue: .max),
      model: word(&generator), project: word(&generator), size: word(&generator),
      resolution: word(&generator), reason: word(&generator), errorCode: word(&generator),
      by: word(&generator), currency: word(&generator),
      httpStatus: [nil, 1, 404, .max].randomElement(using: &generator) ?? nil,
      videoMilliseconds: number(&generator), samplesAsked: count(&generator),
      samplesGiven: count(&generator), samplesFiltered: count(&generator),
      phaseFacts: PhaseFacts(
        state: state,
        start: Bool.random(using: &generator)
          ? StatedMoment(submitted, width: number(&generator) ?? 1).range : nil,
        marks: marks,
        verdictSource: EventSource.allCases.randomElement(using: &generator),
        firstSaved: moment(&generator)),
      lastSeen: moment(&generator) ?? submitted, verdictObserved: moment(&generator),
      expires: moment(&generator), statedCost: number(&generator),
      attempt: .random(in: 0...(.max), using: &generator),
      lastSequence: LogSequence(rawValue: .max))
  }

  private static func read(_ digest: JobDigest) -> JobDigest? {
    let key = DigestKey(digest.submitted, digest.number).bytes
    return JobDigest(key: key.span, row: digest.row.span)
  }

  @Test("A digest with any values comes back whole", arguments: [111, 112, 113])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let digest = Self.digest(&generator)
      let read = try #require(Self.read(digest), "seed \(seed)")
      #expect(read == digest, "seed \(seed)")
      #expect(read.row == digest.row, "seed \(seed)")
      #expect(read.phases == digest.phases, "seed \(seed)")
      #expect(read.ended == digest.ended, "seed \(seed)")
    }
  }

  @Test("Bytes that are no row are none")
  func damaged() {
    let digest = JobDigest.sample(1)
    let key = DigestKey(digest.submitted, digest.number).bytes
    let row = digest.row
    func isRow(_ key: [UInt8], _ row: [UInt8]) -> Bool {
      JobDigest(key: key.span, row: row.span) != nil
    }
    #expect(isRow(key, row))
    #expect(!isRow(key, []))
    #expect(!isRow(key, row.dropLast()))
    #expect(!isRow(key, row + [0]))
    #expect(!isRow(key.dropLast(), row))
    #expect(!isRow(key, [0] + row.dropFirst()), "no state")
    #expect(!isRow(key, [99] + row.dropFirst()), "a state of nobody's")
  }

  @Test("Keys sort as moments do, from one end of time to the other, then by number")
  func keys() {
    let keys = Self.ends.flatMap { end in
      [1, 2, 256, UInt64.max].map { DigestKey(Moment(rawValue: end), JobNumber(rawValue: $0)) }
    }
    for (left, right) in zip(keys, keys.dropFirst()) {
      #expect(left.bytes.lexicographicallyPrecedes(right.bytes))
      #expect(DigestKey(left.bytes.span) == left)
    }
  }

  @Test("What a job with extreme times tells, its digest tells too")
  func extremeJobs() async throws {
    let temporary = try await TemporaryLedger()
    var drafts: [EventDraft] = []
    for submitted in Self.ends {
      for (completed, width) in zip(Self.ends.reversed(), Self.ends) {
        var declaration = Declaration("sora", "video_\(drafts.count)")
        declaration.submitted = StatedMoment(Moment(rawValue: submitted), width: width)
        declaration.submittedFrom = .client
        declaration.videoMilliseconds = completed
        declaration.samplesAsked = Int(width)
        drafts.append(
          .observed(
            declaration, at: Moment(rawValue: width), .ok(),
            .said(.succeeded) { observation in
              observation.completed = StatedMoment(Moment(rawValue: completed), width: width)
              observation.assets = [Asset(expires: Moment(rawValue: submitted))]
              observation.statedCost = StatedCost(
                amount: "\(completed / 1_000_000_000).854775808", currency: "USD")
            }))
      }
    }
    _ = try await temporary.ledger.append(drafts)
    let snapshot = try temporary.ledger.snapshot()
    for order in [DigestRange.Order.submitted, .ended] {
      var count = 0
      try snapshot.forEachDigest(DigestRange(order: order)) { digest throws(LedgerError) in
        count += 1
        let job = try snapshot.job(digest.number)
        #expect(job.map { Phases($0) } == digest.phases, "job \(digest.number)")
        #expect(job?.ended == digest.ended)
        #expect(try snapshot.digest(digest.number) == digest)
        return true
      }
      #expect(count == drafts.count)
    }
    let scratch = try TemporaryFolder()
    #expect(try temporary.ledger.checkProjections(scratch: scratch.path).isClean)
  }
}
