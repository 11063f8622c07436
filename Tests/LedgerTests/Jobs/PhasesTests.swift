import Testing

@testable import Ledger

struct PhasesTests {
  private static func declaration(
    _ submitted: StatedMoment?, _ source: SubmissionSource? = .client
  ) -> Declaration {
    var declaration = Declaration.sample
    declaration.submitted = submitted
    declaration.submittedFrom = source
    return declaration
  }

  private static func phases(_ story: JobStory) throws -> Phases {
    Phases(try #require(story.job))
  }

  private static func word(_ state: JobState, _ text: String? = "word") -> Observation {
    .said(state) { $0.providerStatus = text }
  }

  @Test(
    "A duration's low end is never negative, its high end never below the low one",
    arguments: [
      (1, 5, 1, 5, 3), (1, 4, 1, 4, 2), (-5, 5, 0, 5, 2), (-5, 0, 0, 0, 0), (7, 3, 7, 7, 7),
      (.min, .max, 0, .max, .max / 2), (.max, 0, .max, .max, .max),
    ] as [(Int64, Int64, Int64, Int64, Int64)])
  func bounds(low: Int64, high: Int64, from: Int64, to: Int64, middle: Int64) throws {
    let duration = try #require(BoundedDuration(low: low, high: high))
    #expect([duration.low, duration.high, duration.middle] == [from, to, middle])
    #expect(duration.isExact == (from == to))
  }

  @Test("Clocks that contradict each other give no length at all, not 0")
  func contradictingClocks() throws {
    #expect(BoundedDuration(low: -5, high: -1) == nil)
    var story = JobStory(Self.declaration(StatedMoment(.at(1000), width: 1)))
    story.poll(10, Self.word(.running))
    story.poll(31, Self.word(.succeeded))
    let phases = try Self.phases(story)
    #expect(phases.total == nil)
    #expect(phases.finished == .at(10)...(.at(31)))
  }

  @Test("An end known from polling lies between the last not-done and the first done answer")
  func polled() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(2, Self.word(.queued))
    story.poll(4, Self.word(.queued))
    story.poll(10, Self.word(.running))
    story.poll(20, Self.word(.running))
    story.poll(31, Self.word(.succeeded))
    let phases = try Self.phases(story)
    #expect(phases.finished == .at(20)...(.at(31)))
    #expect(phases.finishedFrom == .poll)
    #expect(phases.total == BoundedDuration(low: 20_000, high: 31_000))
    #expect(phases.total?.middle == 25_500)
    #expect(phases.queued == BoundedDuration(low: 4_000, high: 10_000))
    #expect(phases.running == BoundedDuration(low: 10_000, high: 27_000))
    #expect(phases.lag == BoundedDuration(low: 0, high: 11_000))
    #expect(phases.fetch == nil)
  }

  @Test("A provider's whole second is the thousand milliseconds from it on")
  func wholeSeconds() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1000), .provider))
    story.poll(40, Self.word(.running))
    story.poll(60, .said(.succeeded) { $0.completed = StatedMoment(.at(50), width: 1000) })
    let phases = try Self.phases(story)
    #expect(phases.finished == .at(50)...(.at(50, 999)))
    #expect(phases.finishedFrom == .provider)
    #expect(phases.total == BoundedDuration(low: 49_001, high: 50_999))
    #expect(phases.total?.middle == 50_000)
    #expect(phases.lag == BoundedDuration(low: 9_001, high: 10_000))
  }

  @Test("Nothing seen before the end gives a total from 0")
  func nothingEarlier() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1000)))
    story.poll(31, Self.word(.succeeded))
    let phases = try Self.phases(story)
    #expect(phases.finished == .at(0)...(.at(31)))
    #expect(phases.total == BoundedDuration(low: 0, high: 31_000))
    #expect(phases.queued == nil)
    #expect(phases.running == nil)
  }

  @Test(
    "A start that is only first seen gives no total and no time in the queue",
    arguments: [
      SubmissionSource.firstSeen, nil,
    ])
  func firstSeen(source: SubmissionSource?) throws {
    let submitted = source.map { _ in StatedMoment(.at(0), width: 1) }
    var story = JobStory(Self.declaration(submitted, source))
    story.poll(10, Self.word(.running))
    story.poll(31, Self.word(.succeeded))
    let phases = try Self.phases(story)
    #expect(phases.total == nil)
    #expect(phases.queued == nil)
    #expect(phases.running == BoundedDuration(low: 0, high: 21_000))
    #expect(phases.finished == .at(10)...(.at(31)))
  }

  @Test("Where answers cannot tell queued from running, neither has a length")
  func noQueueWords() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(10, Self.word(.running, nil))
    story.poll(31, Self.word(.succeeded, nil))
    let phases = try Self.phases(story)
    #expect(phases.queued == nil)
    #expect(phases.running == nil)
    #expect(phases.total == BoundedDuration(low: 10_000, high: 31_000))
  }

  @Test("A job that is open has no end, and as much of a queue as was seen")
  func open() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(5, Self.word(.queued))
    #expect(try Self.phases(story).queued == nil)
    story.poll(9, Self.word(.running))
    let phases = try Self.phases(story)
    #expect(phases.queued == BoundedDuration(low: 5_000, high: 9_000))
    #expect(phases.finished == nil)
    #expect(phases.total == nil)
  }

  @Test(
    "A state that nobody saw end has no end",
    arguments: [
      JobState.lost, .gone, .expired,
    ])
  func noEnd(state: JobState) throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(5, Self.word(.running))
    story.close(9, state)
    #expect(try Self.phases(story).finished == nil)
    #expect(try Self.phases(story).total == nil)
  }

  @Test("A decision is no end of the work")
  func closed() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.close(9, .failed)
    #expect(try Self.phases(story).finished == nil)
  }

  @Test("A delivery that came first names the end's source")
  func delivered() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(10, Self.word(.running))
    story.deliver(12, Self.word(.succeeded))
    story.poll(20, Self.word(.succeeded))
    let phases = try Self.phases(story)
    #expect(phases.finished == .at(10)...(.at(12)))
    #expect(phases.finishedFrom == .webhook)
  }

  @Test("The time to fetch runs from the seen end to the first saved asset")
  func fetched() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(0), width: 1)))
    story.poll(10, Self.word(.succeeded))
    for (index, second) in [(1, Int64(19)), (0, 14)] {
      let saved = SavedAsset(variant: "video", index: index, path: "/v", bytes: 1, sha256: [])
      story.tell(.assetSaved(saved), .tool, at: .at(second))
    }
    #expect(try Self.phases(story).fetch == BoundedDuration(low: 4_000, high: 4_000))
  }

  @Test("A provider's clock that is ahead gives no lengths, neither negative ones nor 0")
  func clockAhead() throws {
    var story = JobStory(Self.declaration(StatedMoment(.at(100), width: 1)))
    story.poll(10, Self.word(.running))
    story.poll(20, .said(.succeeded) { $0.completed = StatedMoment(.at(90), width: 1) })
    let phases = try Self.phases(story)
    #expect(phases.total == nil)
    #expect(phases.lag == nil)
  }

  @Test("A width that makes no sense is one millisecond", arguments: [Int64.min, -1, 0, 1])
  func oddWidths(width: Int64) {
    #expect(StatedMoment(.at(3), width: width).range == .at(3)...(.at(3)))
  }

  @Test("Moments at the ends of the range give lengths, and no trap")
  func extremes() throws {
    var story = JobStory(
      Self.declaration(StatedMoment(Moment(rawValue: .min), width: .max), .provider))
    story.tell(
      .statusObserved(.ok(), Self.word(.running)), .poll, at: Moment(rawValue: .min))
    story.tell(
      .statusObserved(
        .ok(),
        .said(.succeeded) { $0.completed = StatedMoment(Moment(rawValue: .max), width: .max) }),
      .poll, at: Moment(rawValue: .max))
    let phases = try Self.phases(story)
    #expect(phases.total?.high == .max)
  }
}
