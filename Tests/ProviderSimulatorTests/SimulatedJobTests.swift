import FoundationEssentials
import Testing

@testable import ProviderSimulator

struct SimulatedJobTests {
  @Test(
    "Takes its simulated time divided by the speed",
    arguments: [(1.0, 120_000), (60, 2000), (600, 200)])
  func speed(factor: Double, milliseconds: Int64) {
    let job = Dialect.openAIVideos.job(.success, speed: factor)
    #expect((job.endsAt - job.createdAt).wholeMilliseconds == milliseconds)
    #expect(job.phase(at: job.createdAt + .milliseconds(milliseconds - 1)) != .ended)
    #expect(job.phase(at: job.createdAt + .milliseconds(milliseconds)) == .ended)
    let slow = Dialect.openAIVideos.job(.slowSuccess, speed: factor)
    #expect((slow.endsAt - slow.createdAt).wholeMilliseconds == 3 * milliseconds)
  }

  static let phased = Fate.allCases.filter { ![.progressBack, .stuckAt99].contains($0) }

  @Test("Is queued, then runs, then ends; its progress only rises", arguments: phased)
  func phases(fate: Fate) {
    let job = Dialect.openAIVideos.job(fate)
    var percents: [Int] = []
    for step in 0...1000 {
      let span = (job.endsAt - job.createdAt) * step / 1000
      switch job.phase(at: job.createdAt + span) {
      case .queued: percents.append(-1)
      case .running(let percent): percents.append(percent)
      case .ended, .expired: percents.append(100)
      }
    }
    let queued = [Fate.slowSuccess: 500, .queuedForAnHour: 968][fate] ?? 200
    #expect(percents == percents.sorted())
    #expect(percents.first == -1)
    #expect(percents.last == 100)
    #expect(percents.filter { $0 == -1 }.count == queued)
  }

  @Test("The content stays one hour, in wall time")
  func expiresAt() throws {
    let job = Dialect.openAIVideos.job(.success)
    let text = job.answer(after: .seconds(6)).text
    #expect(text.contains(#""completed_at":1786499907,"expires_at":1786503507"#))
  }

  @Test("The whole video object, as it goes over the wire")
  func wholeObject() {
    let answer = Dialect.openAIVideos.job(.success).answer(after: .milliseconds(1200))
    let expected = """
      {"id":"video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617","object":"video",\
      "model":"veo-test","status":"in_progress","progress":50,"created_at":1786499905,\
      "completed_at":null,"expires_at":null,"prompt":"a paper boat","size":"1280x720",\
      "seconds":"8","remixed_from_video_id":null,"error":null}
      """
    #expect(answer.text == expected)
    #expect(answer.headers["openai-poll-after-ms"] == "166")
  }

  @Test("Vertex AI gives the bytes inline, or an address where a folder was named")
  func vertexDelivery() throws {
    let inline = Dialect.vertexOperations.job(.success)
    let video = try inline.answer(after: .seconds(6)).decoded().response?.videos?.first
    let bytes = Data(base64Encoded: video?.bytesBase64Encoded ?? "")
    #expect(bytes.map(Array.init) == inline.video(sample: 0, at: inline.endsAt))
    let stored = Dialect.vertexOperations.job(.success, storageURI: "gs://demo-bucket/out/")
    let object = try stored.answer(after: .seconds(6)).decoded().response?.videos?.first
    #expect(
      object?.gcsUri == "gs://demo-bucket/out/5b0c7a1e-2f34-4d6b-9a10-0c1d2e3f4a5b/sample_0.mp4")
    #expect(object?.bytesBase64Encoded == nil)
  }

  @Test("A video has the boxes of an MP4 file, and is another for another job or sample")
  func videoBytes() throws {
    let first = SampleMedia.video(seed: "a")
    #expect(first.count == 65_536)
    #expect(first == SampleMedia.video(seed: "a"))
    #expect(first != SampleMedia.video(seed: "b"))
    #expect(Array(first[..<12]) == [0, 0, 0, 32] + Array("ftypisom".utf8))
    #expect(Array(first[32..<40]) == [0, 0, 0xFF, 0xE0] + Array("mdat".utf8))
    let job = Dialect.geminiOperations.job(.success, samples: 2)
    #expect(job.video(sample: 0, at: job.endsAt) != job.video(sample: 1, at: job.endsAt))
    #expect(job.video(sample: 2, at: job.endsAt) == nil)
    #expect(job.video(sample: 0, at: job.createdAt) == nil)
  }

  @Test(
    "A new name looks native, and holds what a native one holds",
    arguments: [
      JobPlace.openAIVideos, .gemini(model: "veo-test"),
      .vertex(resource: "projects/p/locations/global/publishers/google/models/veo-test"),
    ])
  func names(place: JobPlace) {
    var random = SeededGenerator(state: 7)
    let name = place.newName(at: TestClock().now, using: &random)
    #expect(place.dialect.isName(name))
    #expect(name != place.newName(at: TestClock().now, using: &random))
    if place == .openAIVideos {
      #expect(name.wholeMatch(of: /video_6a7bd341[0-9a-f]{4}8190[0-9a-f]{32}/) != nil)
    } else {
      #expect(place.dialect.model(inName: name) == "veo-test")
    }
  }
}
