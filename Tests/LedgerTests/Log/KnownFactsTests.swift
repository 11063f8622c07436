import Testing

@testable import Ledger

struct KnownFactsTests {
  @Test("Only what the row says already is left out of an answer")
  func leavesOut() throws {
    let observation = Observation.said(.running) { observation in
      observation.model = "sora-2"
      observation.size = "1280x720"
      observation.resolution = "720p"
      observation.videoMilliseconds = 8000
      observation.remixedFrom = "video_0"
      observation.created = StatedMoment(.at(-1), width: 1000)
      observation.prompt = PromptRecord("fox", policy: .full)
      observation.progress = 10
      observation.errorText = "slow"
      observation.isDenial = true
    }
    var story = JobStory()
    story.poll(1, observation)
    let job = try #require(story.job)
    let expected = Observation.said(.running) { expected in
      expected.progress = 10
      expected.errorText = "slow"
      expected.isDenial = true
    }
    #expect(
      Fact.statusObserved(.ok(), observation).withoutWhatIsKnown(of: job)
        == .statusObserved(.ok(), expected))
    var other = observation
    other.model = "sora-2-pro"
    other.created = StatedMoment(.at(-1), width: 1)
    #expect(
      Fact.statusObserved(.ok(), other).withoutWhatIsKnown(of: job).observation
        == .said(.running) { left in
          left.model = "sora-2-pro"
          left.created = other.created
          left.progress = 10
          left.errorText = "slow"
          left.isDenial = true
        })
  }

  @Test("What is left out changes nothing in the job that the events tell")
  func sameJob() throws {
    for state in JobState.allCases {
      var rich = JobStory()
      var poor = JobStory()
      for (second, fact) in SampleFacts.all.enumerated() where fact.observation != nil {
        let told = Self.saying(state, fact)
        rich.tell(told, .poll, at: .at(Int64(second)))
        let known = try #require(poor.job)
        poor.tell(told.withoutWhatIsKnown(of: known), .poll, at: .at(Int64(second)))
      }
      #expect(rich.job == poor.job)
    }
  }

  private static func saying(_ state: JobState, _ fact: Fact) -> Fact {
    guard case .statusObserved(let answer, var observation) = fact else { return fact }
    observation.state = state
    return .statusObserved(answer, observation)
  }
}
