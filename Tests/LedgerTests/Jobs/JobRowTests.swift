import Testing

@testable import Ledger

struct JobRowTests {
  @Test("A job comes back from its row, and equal jobs give equal bytes", arguments: [51, 52, 53])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let job = try #require(Self.randomJob(&generator))
      let read = try #require(Job(number: job.number, row: job.row))
      #expect(read == job, "seed \(seed), round \(round)")
      #expect(read.row == job.row, "seed \(seed), round \(round)")
    }
  }

  @Test("A job just tracked comes back from its row")
  func least() throws {
    let job = try #require(JobStory().job)
    #expect(Job(number: job.number, row: job.row) == job)
  }

  @Test("Bytes that are no row give no job, and never a trap", arguments: [61, 62])
  func mutated(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let row = try #require(Self.randomJob(&generator)).row
    for count in 0..<row.count {
      _ = Job(number: JobNumber(rawValue: 1), row: Array(row.prefix(count)))
    }
    for _ in 0..<5000 {
      var bytes = row
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      guard let job = Job(number: JobNumber(rawValue: 1), row: bytes) else { continue }
      _ = (job.row, Phases(job))
    }
  }

  /// A job that random events have told, each kind of fact and each state among them.
  private static func randomJob(_ generator: inout SeededGenerator) -> Job? {
    var story = JobStory()
    for second in 0..<Int.random(in: 0..<12, using: &generator) {
      var fact = SampleFacts.all.randomElement(using: &generator) ?? .ledgerOther(.ledgerKey)
      if case .statusObserved(let answer, var observation) = fact {
        observation.state = JobState.allCases.randomElement(using: &generator)
        observation.isDenial = Bool.random(using: &generator)
        observation.progress = Int.random(in: 0...100, using: &generator)
        fact = .statusObserved(answer, observation)
      }
      story.tell(
        fact, EventSource.allCases.randomElement(using: &generator) ?? .poll,
        at: .at(Int64(second) * Int64.random(in: -2...400, using: &generator)),
        recorded: .at(Int64.random(in: 0..<20, using: &generator)),
        marks: Bool.random(using: &generator) ? .conflict : [])
    }
    return story.job
  }
}
