import Testing

@testable import Ledger

struct JobFoldTests {
  @Test("The whole job, from its events in order")
  func wholeJob() throws {
    var declaration = Declaration.sample
    declaration.model = "sora-2"
    declaration.project = "trailer"
    declaration.labels = [Label(name: "b", value: "1"), Label(name: "a", value: "2")]
    declaration.submitted = StatedMoment(.at(-2), width: 1)
    var story = JobStory(declaration)
    story.poll(1, .said(.queued) { $0.providerStatus = "queued" })
    story.tell(.statusUnreachable(Unreachable(cause: .nameResolution)), .poll, at: .at(2))
    story.poll(
      3,
      .said(.running) { observation in
        observation.providerStatus = "in_progress"
        observation.progress = 50
      })
    let asset = Asset(uri: "https://a/1")
    story.deliver(
      5,
      .said(.succeeded) { observation in
        observation.providerStatus = "completed"
        observation.progress = 100
        observation.assets = [asset]
      })
    let saved = SavedAsset(variant: "video", path: "/v", bytes: 7, sha256: [1])
    story.tell(.assetSaved(saved), .tool, at: .at(6))
    var annotation = Annotation()
    annotation.note = "good"
    annotation.labels = [Label(name: "c", value: "3"), Label(name: "a", value: "4")]
    annotation.removedLabels = ["b"]
    story.tell(.jobAnnotated(annotation), .person, at: .at(7))

    let first = try #require(story.events.first)
    var expected = Job(number: JobNumber(rawValue: 1), declaration: declaration, event: first)
    expected.state = .succeeded
    expected.providerStatus = "completed"
    expected.progress = 100
    expected.httpStatus = 200
    expected.model = "sora-2"
    expected.project = "trailer"
    expected.labels = [Label(name: "a", value: "4"), Label(name: "c", value: "3")]
    expected.submitted = declaration.submitted
    expected.submittedFrom = .client
    expected.lastSeen = .at(5)
    expected.marks.lastQueued = .at(1)
    expected.marks.firstRunning = .at(3)
    expected.marks.lastOpen = .at(3)
    expected.marks.firstDone = .at(5)
    expected.marks.tellsQueue = true
    var jobAsset = JobAsset(asset: asset)
    jobAsset.saved = saved
    jobAsset.savedAt = .at(6)
    expected.assets = [jobAsset]
    expected.polls = 3
    expected.deliveries = 1
    expected.notes = 1
    expected.eventCount = 7
    expected.lastSequence = LogSequence(rawValue: 7)
    expected.verdictSequence = LogSequence(rawValue: 5)
    expected.verdictSource = .webhook
    expected.stateObserved = .at(5)
    expected.lastRecorded = .at(6)
    expected.newestAnswer = .at(3)
    #expect(story.job == expected)
  }

  @Test("A clock that steps back is noticed, and nothing is repaired")
  func clock() {
    var story = JobStory()
    story.tell(.statusObserved(.ok(), .said(.running)), .poll, at: .at(5), recorded: .at(5))
    #expect(story.job?.anomalies == [])
    story.tell(.statusObserved(.ok(), .said(.queued)), .poll, at: .at(6), recorded: .at(4))
    #expect(story.job?.anomalies == [.clockSteppedBack])
    #expect(story.job?.state == .queued)
  }

  @Test("A conflict is counted as an anomaly")
  func conflict() {
    var story = JobStory()
    let delivery = Delivery(id: "wh_1", sent: nil, type: nil, body: [])
    story.tell(.webhookReceived(delivery, .said(nil)), .webhook, at: .at(1), marks: .conflict)
    #expect(story.job?.anomalies == [.conflict])
  }

  @Test("A later declaration adds and corrects, and takes nothing away")
  func declarations() throws {
    var first = Declaration.sample
    first.model = "sora-2"
    first.audio = true
    var second = Declaration.sample
    second.size = "1280x720"
    second.audio = false
    var story = JobStory(first)
    story.tell(.jobTracked(second), .imported, at: .at(-60))
    let job = try #require(story.job)
    #expect(job.model == "sora-2")
    #expect(job.size == "1280x720")
    #expect(job.audio == false)
    #expect(job.firstSeen == .at(-60))
  }

  @Test("A closing names its reason in the place of the provider's")
  func closing() throws {
    var story = JobStory()
    story.poll(1, .said(nil) { $0.reason = .auth })
    story.close(2, .gone)
    let job = try #require(story.job)
    #expect(job.reason == nil)
    #expect(job.errorText == "decided")
    #expect(job.verdictSource == .person)
    #expect(job.marks.firstDone == nil)
  }

  @Test("A refused create call is told by its answer")
  func refused() throws {
    var story = JobStory()
    story.tell(
      .jobRefused(Answer(httpStatus: 400, body: []), .said(.failed) { $0.reason = .inputPrompt }),
      .record, at: .at(1))
    let job = try #require(story.job)
    #expect(job.state == .failed)
    #expect(job.httpStatus == 400)
    #expect(job.polls == 0)
  }

  @Test(
    "An asset's place is its index among its variant, however odd the index",
    arguments: [
      (0, [0]), (2, [0, 0, 2]), (-4, [0]), (Int.max, Array(repeating: 0, count: 99) + [Int.max]),
    ])
  func assetPlaces(index: Int, saved: [Int]) throws {
    var story = JobStory()
    for second in 1...3 {
      story.tell(
        .assetSaved(SavedAsset(variant: "video", index: index, path: "/v", bytes: 1, sha256: [])),
        .tool, at: .at(Int64(second)))
      story.tell(
        .assetFailed(AssetFailure(variant: "video", index: index, why: "again")), .tool,
        at: .at(Int64(second)))
    }
    let job = try #require(story.job)
    #expect(job.assets.count == saved.count)
    #expect(job.assets.last?.saved?.index == index)
    #expect(job.assets.last?.failure == "again")
    #expect(job.assets.dropLast().allSatisfy { $0.saved == nil && $0.failure == nil })
  }
}
