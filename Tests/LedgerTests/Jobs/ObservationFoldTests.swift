import Testing

@testable import Ledger

struct ObservationFoldTests {
  private static let tables: [(rule: String, steps: [Step], conclusion: Conclusion)] = [
    ("just tracked is unknown", [], .init(.unknown)),
    ("the newest answer is the state", [.poll(1, .queued), .poll(2, .running)], .init(.running)),
    ("a queue may come back", [.poll(1, .running), .poll(2, .queued)], .init(.queued)),
    ("an unreadable answer shows", [.poll(1, .running), .poll(2, .unknown)], .init(.unknown)),
    ("an HTTP error changes nothing", [.poll(1, .running), .poll(2, nil)], .init(.running)),
    ("no answer changes nothing", [.poll(1, .running), .unreachable(2)], .init(.running)),
    (
      "older news is history", [.poll(5, .running), .poll(3, .queued)], .init(.running)
    ),
    ("the first verdict stands", [.poll(1, .succeeded)], .init(.succeeded, 2, .poll)),
    (
      "the same verdict again is nothing new", [.poll(1, .succeeded), .deliver(2, .succeeded)],
      .init(.succeeded, 2, .poll)
    ),
    (
      "another verdict is an anomaly", [.poll(1, .failed), .poll(2, .succeeded)],
      .init(.failed, 2, .poll, [.verdictChanged])
    ),
    (
      "a weaker word later is an anomaly", [.poll(1, .succeeded), .poll(2, .running)],
      .init(.succeeded, 2, .poll, [.stateBackwards])
    ),
    (
      "a weaker word from before is history", [.poll(9, .succeeded), .poll(2, .running)],
      .init(.succeeded, 2, .poll)
    ),
    (
      "an unreadable answer after the verdict is nothing",
      [.poll(1, .succeeded), .poll(2, .unknown)], .init(.succeeded, 2, .poll)
    ),
    (
      "assets that end after success are the usual end",
      [
        .poll(1, .succeeded), .poll(2, .expired), .deny(3), .deny(4), .deny(700), .poll(900, .gone),
      ],
      .init(.succeeded, 2, .poll)
    ),
    (
      "canceled after success is an anomaly", [.poll(1, .succeeded), .poll(2, .canceled)],
      .init(.succeeded, 2, .poll, [.verdictChanged])
    ),
    (
      "a positive answer overrides canceled", [.poll(1, .canceled), .poll(2, .succeeded)],
      .init(.succeeded, 3, .poll)
    ),
    (
      "a positive answer overrides expired", [.poll(1, .expired), .deliver(2, .partial)],
      .init(.partial, 3, .webhook)
    ),
    (
      "a running job was not gone", [.poll(1, .gone), .poll(2, .running)], .init(.running)
    ),
    (
      "gone stands against news from before", [.poll(9, .gone), .poll(2, .running)],
      .init(.gone, 2, .poll)
    ),
    (
      "old success is better than what came of it", [.poll(9, .expired), .poll(2, .succeeded)],
      .init(.succeeded, 3, .poll)
    ),
    (
      "expired after canceled changes nothing", [.poll(1, .canceled), .poll(2, .expired)],
      .init(.canceled, 2, .poll)
    ),
    (
      "progress may grow", [.progress(1, .running, 10), .progress(2, .running, 10)], .init(.running)
    ),
    (
      "progress must not shrink", [.progress(1, .running, 10), .progress(2, .running, 9)],
      .init(.running, nil, nil, [.progressBackwards])
    ),
    (
      "older progress is history", [.progress(5, .running, 10), .progress(2, .running, 9)],
      .init(.running)
    ),
    (
      "a delivery gives the verdict as well as a poll",
      [.poll(1, .running), .deliver(2, .succeeded), .poll(3, .succeeded)],
      .init(.succeeded, 3, .webhook)
    ),
    (
      "a claimed delivery never changes the state", [.claim(1, .succeeded)], .init(.unknown)
    ),
    ("a person's decision ends a job", [.close(1, .failed)], .init(.failed, 2, .person)),
    (
      "a decision after the verdict changes nothing", [.poll(1, .succeeded), .close(2, .gone)],
      .init(.succeeded, 2, .poll)
    ),
    ("a decision for no verdict is none", [.close(1, .running)], .init(.unknown)),
    (
      "a later answer overrides a job given up", [.close(1, .gone), .poll(2, .succeeded)],
      .init(.succeeded, 3, .poll)
    ),
  ]

  @Test("A job's events come to one conclusion", arguments: tables.indices)
  func conclusions(index: Int) throws {
    let row = Self.tables[index]
    let job = try #require(JobStory(row.steps).job)
    #expect(Conclusion(job) == row.conclusion, "\(row.rule)")
  }

  private static let denials: [(rule: String, steps: [Step], conclusion: Conclusion)] = [
    ("two are not enough", [.deny(0), .deny(9999)], .init(.unknown)),
    ("less than ten minutes is not enough", [.deny(0), .deny(300), .deny(599)], .init(.unknown)),
    (
      "three over ten minutes", [.deny(0), .deny(300), .deny(600)], .init(.lost, 4, .poll)
    ),
    (
      "many in a row, once ten minutes are over", [.deny(0), .deny(1), .deny(2), .deny(600)],
      .init(.lost, 5, .poll)
    ),
    (
      "in any order", [.deny(0), .deny(700), .deny(300)], .init(.lost, 4, .poll)
    ),
    (
      "an answer between them begins anew",
      [.deny(0), .deny(300), .poll(400, .running), .deny(600), .deny(900)], .init(.running)
    ),
    (
      "an unreadable answer does not", [.deny(0), .deny(300), .poll(400, .unknown), .deny(600)],
      .init(.lost, 5, .poll)
    ),
    (
      "silence and errors do not",
      [.deny(0), .deny(300), .unreachable(400), .poll(500, nil), .deny(600)],
      .init(.lost, 6, .poll)
    ),
    (
      "a positive answer overrides lost",
      [.deny(0), .deny(300), .deny(600), .poll(700, .running), .deny(800)], .init(.running)
    ),
    (
      "old history does not", [.deny(100), .deny(300), .deny(700), .poll(50, .running)],
      .init(.lost, 4, .poll)
    ),
    (
      "old success does", [.deny(100), .deny(300), .deny(700), .poll(50, .succeeded)],
      .init(.succeeded, 5, .poll)
    ),
    (
      "denials after a verdict are the usual end",
      [.poll(0, .failed), .deny(1), .deny(300), .deny(700)], .init(.failed, 2, .poll)
    ),
  ]

  @Test("Three denials over at least ten minutes make a job lost", arguments: denials.indices)
  func lost(index: Int) throws {
    let row = Self.denials[index]
    let job = try #require(JobStory(row.steps).job)
    #expect(Conclusion(job) == row.conclusion, "\(row.rule)")
  }

  @Test("Ten minutes are ten minutes to the millisecond")
  func lostExactly() {
    for (millisecond, state) in [(Int64(599_999), JobState.unknown), (600_000, .lost)] {
      var story = JobStory([.deny(0), .deny(1)])
      story.tell(.statusObserved(.ok(), .denial), .poll, at: .at(0, millisecond))
      #expect(story.job?.state == state)
    }
  }

  @Test("A lost job shows why")
  func lostReason() throws {
    let job = try #require(JobStory([.deny(0), .deny(300), .deny(600)]).job)
    #expect(job.reason == .notFound)
  }

  @Test(
    "Fewer videos than a known number asked is partial",
    arguments: [
      (nil, 1, JobState.succeeded), (1, 1, .succeeded), (2, 2, .succeeded), (2, 3, .succeeded),
      (2, 1, .partial), (2, 0, .partial), (2, nil, .succeeded),
    ] as [(Int?, Int?, JobState)])
  func partial(asked: Int?, given: Int?, state: JobState) throws {
    var declaration = Declaration.sample
    declaration.samplesAsked = asked
    var story = JobStory(declaration)
    story.poll(1, .said(.succeeded) { $0.samplesGiven = given })
    #expect(story.job?.state == state)
  }

  @Test("A number asked that is declared after the end makes no contradiction of it")
  func declaredLate() throws {
    var story = JobStory()
    story.poll(1, .said(.succeeded) { $0.samplesGiven = 1 })
    var declaration = Declaration.sample
    declaration.samplesAsked = 2
    story.tell(.jobTracked(declaration), .imported, at: .at(2))
    story.poll(3, .said(.succeeded) { $0.samplesGiven = 1 })
    #expect(Conclusion(try #require(story.job)) == Conclusion(.succeeded, 2, .poll))
  }

  @Test("A number of samples never makes a failure partial")
  func failureStaysFailure() {
    var declaration = Declaration.sample
    declaration.samplesAsked = 4
    for state in JobState.allCases where state != .succeeded {
      var story = JobStory(declaration)
      story.poll(1, .said(state) { $0.samplesGiven = 1 })
      #expect(story.job?.state == state)
    }
  }

  @Test("A person's word on the charge outweighs the provider's, whoever speaks last")
  func charges() throws {
    var story = JobStory()
    #expect(story.job?.isCharged == nil)
    story.poll(1, .said(.failed) { $0.isCharged = true })
    #expect(story.job?.isCharged == true)
    #expect(story.job?.chargedBy == .provider)
    var annotation = Annotation()
    annotation.isCharged = false
    story.tell(.jobAnnotated(annotation), .person, at: .at(2))
    story.poll(3, .said(.failed) { $0.isCharged = true })
    #expect(story.job?.isCharged == false)
    #expect(story.job?.chargedBy == .person)
  }

  @Test("What was known first about the video stands; costs and counts are the newest")
  func describes() throws {
    var story = JobStory()
    story.poll(
      1,
      .said(.running) { observation in
        observation.model = "sora-2"
        observation.size = "1280x720"
        observation.samplesGiven = 1
        observation.statedCost = StatedCost(amount: "1", currency: nil)
      })
    story.poll(
      2,
      .said(.running) { observation in
        observation.model = "other"
        observation.resolution = "720p"
        observation.samplesGiven = 2
        observation.statedCost = StatedCost(amount: "2", currency: "USD")
      })
    let job = try #require(story.job)
    #expect([job.model, job.size, job.resolution] == ["sora-2", "1280x720", "720p"])
    #expect(job.samplesGiven == 2)
    #expect(job.statedCost == StatedCost(amount: "2", currency: "USD"))
  }

  @Test("Trouble shows while the job is open, and goes with the next good answer")
  func trouble() throws {
    var story = JobStory()
    story.poll(1, .said(.running))
    story.poll(
      2,
      .said(nil) { observation in
        observation.reason = .rateLimited
        observation.errorCode = "429"
        observation.errorText = "slow down"
      })
    #expect(story.job?.reason == .rateLimited)
    #expect(story.job?.errorText == "slow down")
    story.poll(3, .said(.succeeded))
    #expect(story.job?.reason == nil)
    story.poll(4, .said(nil) { $0.reason = .auth })
    #expect(story.job?.reason == nil)
    #expect(story.job?.state == .succeeded)
  }

  @Test("The client's time of submission outweighs the provider's, and the provider's the id's")
  func submission() {
    let provider = StatedMoment(.at(-5), width: 1000)
    var ofID = Declaration.sample
    ofID.submitted = StatedMoment(.at(-9), width: 1)
    ofID.submittedFrom = .id
    var story = JobStory(ofID)
    story.poll(1, .said(.running) { $0.created = provider })
    #expect(story.job?.submitted == provider)
    #expect(story.job?.submittedFrom == .provider)
    var ofClient = Declaration.sample
    ofClient.submitted = StatedMoment(.at(-7), width: 1)
    story.tell(.jobTracked(ofClient), .person, at: .at(2))
    story.tell(.jobTracked(ofID), .person, at: .at(3))
    story.poll(4, .said(.running) { $0.created = provider })
    #expect(story.job?.submitted == ofClient.submitted)
    #expect(story.job?.submittedFrom == .client)
  }

  @Test("Fresh addresses replace old ones, and what was saved stays with its asset")
  func assets() throws {
    var story = JobStory()
    let old = [Asset(uri: "https://a/1"), Asset(uri: "https://a/2"), Asset(variant: "thumbnail")]
    let fresh = [Asset(variant: "spritesheet"), Asset(uri: "https://b/1")]
    story.poll(1, .said(.succeeded) { $0.assets = old })
    let saved = SavedAsset(variant: "video", index: 1, path: "/2", bytes: 1, sha256: [2])
    story.tell(.assetSaved(saved), .tool, at: .at(2))
    story.tell(.assetFailed(AssetFailure(variant: "video", why: "403")), .tool, at: .at(3))
    story.poll(4, .said(.succeeded) { $0.assets = fresh })
    let job = try #require(story.job)
    #expect(job.assets.map(\.asset) == [fresh[0], fresh[1], old[1]])
    #expect(job.assets.map(\.saved) == [nil, nil, saved])
    #expect(job.assets.map(\.savedAt) == [nil, nil, .at(2)])
    #expect(job.assets.map(\.failure) == [nil, "403", nil])
  }
}
