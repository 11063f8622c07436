import Ledger
import Testing

@testable import Providers

/// Answers composed for this file, after the types of the providers' packages.
@Suite("Runway, Replicate, Luma and Interactions")
struct NeighbourDialectsTests {
  private static let uuid = "17f20503-6c24-4c16-946b-35dbbce2af2f"
  private static let video = "https://cdn.example/video.mp4"

  private func read(_ dialect: Dialect, _ body: String, id: String = uuid) -> Observation {
    dialect.interpret(httpStatus: 200, body: Array(body.utf8), asked: id)
  }

  @Test(
    "Each word is a state; a word of nobody's is unknown; an end without a result is no success",
    arguments: [
      (.runway, "PENDING", .queued), (.runway, "THROTTLED", .queued),
      (.runway, "RUNNING", .running),
      (.runway, "SUCCEEDED", .unknown), (.runway, "FAILED", .failed),
      (.runway, "CANCELLED", .canceled), (.runway, "succeeded", .unknown),
      (.replicate, "starting", .queued), (.replicate, "processing", .running),
      (.replicate, "succeeded", .unknown), (.replicate, "failed", .failed),
      (.replicate, "canceled", .canceled), (.replicate, "aborted", .unknown),
      (.replicate, "dreaming", .unknown),
      (.luma, "queued", .queued), (.luma, "dreaming", .running), (.luma, "completed", .unknown),
      (.luma, "failed", .failed), (.luma, "paused", .unknown),
      (.geminiInteractions, "queued", .queued), (.geminiInteractions, "in_progress", .running),
      (.geminiInteractions, "requires_action", .unknown),
      (.geminiInteractions, "requires_continuation", .unknown),
      (.geminiInteractions, "completed", .unknown), (.geminiInteractions, "failed", .failed),
      (.geminiInteractions, "incomplete", .unknown),
      (.geminiInteractions, "budget_exceeded", .failed),
      (.geminiInteractions, "cancelled", .canceled), (.geminiInteractions, "asleep", .unknown),
    ] as [(Dialect, String, JobState)])
  func words(dialect: Dialect, word: String, state: JobState) {
    let name = dialect == .luma ? "state" : "status"
    let observation = read(dialect, #"{"id":"\#(Self.uuid)","\#(name)":"\#(word)"}"#)
    #expect(observation.state == state)
    #expect(observation.providerStatus == word)
    #expect(observation.otherID == nil)
  }

  @Test(
    "Results, each in its place",
    arguments: [
      (.runway, #"{"status":"SUCCEEDED","output":["URL","URL"]}"#),
      (.replicate, #"{"status":"succeeded","output":"URL"}"#),
      (.replicate, #"{"status":"succeeded","output":["URL","no address"]}"#),
      (.luma, #"{"state":"completed","assets":{"image":null,"video":"URL"}}"#),
      (.geminiInteractions, #"{"status":"completed","output_video":{"uri":"URL"}}"#),
      (
        .geminiInteractions,
        #"{"status":"completed","outputs":[{"type":"text"},{"mime_type":"video/mp4","uri":"URL"}]}"#
      ),
    ] as [(Dialect, String)])
  func results(dialect: Dialect, body: String) {
    let observation = read(dialect, body.replacing("URL", with: Self.video))
    #expect(observation.state == .succeeded)
    #expect(observation.assets == [Asset(uri: Self.video)])
  }

  @Test("A task of Runway: times, a fraction of progress, credits, a safety code")
  func runway() {
    let open = read(
      .runway,
      #"{"id":"x","status":"RUNNING","createdAt":"2026-08-12T01:20:00Z","progress":1,"#
        + #""estimatedCost":{"credits":25}}"#)
    #expect(open.created == StatedMoment(Moment(secondsSince1970: 1_786_497_600), width: 1000))
    #expect(open.progress == 100)
    #expect(open.statedCost == nil, "an estimate is no cost")
    #expect(open.otherID == "x")
    let blocked = read(
      .runway,
      #"{"status":"FAILED","failure":"(text)","failureCode":"SAFETY.INPUT.TEXT","#
        + #""cost":{"credits":0}}"#)
    #expect(blocked.state == .filtered)
    #expect(blocked.reason == .inputPrompt)
    #expect(blocked.statedCost == StatedCost(amount: "0", currency: "credits"))
    #expect(blocked.isCharged == false)
  }

  @Test("Replicate deletes outputs after an hour: that is expired, not unknown")
  func removed() {
    let body = #"{"status":"succeeded","output":null,"data_removed":true}"#
    #expect(read(.replicate, body).state == .expired)
  }

  @Test("An inline video of an interaction can be read, and is cut before it is stored")
  func inline() throws {
    let bytes = [UInt8](repeating: 7, count: 30_000)
    let text = String(decoding: MediaTextSample.base64(bytes), as: UTF8.self)
    let body = Array(
      #"{"status":"completed","output_video":{"mime_type":"video/mp4","data":"\#(text)"}}"#.utf8)
    #expect(InlineMedia.sample(0, in: body) == bytes)
    let (stored, observation) = AnswerReader(prompts: .full).read(
      Answer(httpStatus: 200, body: body), dialect: .geminiInteractions, asked: "x")
    #expect(stored.body.count < 500)
    #expect(stored.cuts == .inlineVideo)
    #expect(observation.assets.first?.inlineBytes == 30_000)
    #expect(observation.state == .succeeded)
  }

  @Test(
    "What is no object of theirs says nothing",
    arguments: [Dialect.runway, .replicate, .luma, .geminiInteractions],
    ["", "[]", "<html>", "{}", #"{"id":"../../etc","status":"failed","state":"failed"}"#])
  func unreadable(dialect: Dialect, body: String) {
    let observation = read(dialect, body)
    #expect(observation.state == .unknown)
    #expect(observation.reason == .unreadable)
  }

  @Test(
    "Requests",
    arguments: [
      (.runway, "https://a/v1/tasks/17f20503-6c24-4c16-946b-35dbbce2af2f", 1, .bearer),
      (.replicate, "https://a/v1/predictions/17f20503-6c24-4c16-946b-35dbbce2af2f", 0, .bearer),
      (.luma, "https://a/v1/generations/17f20503-6c24-4c16-946b-35dbbce2af2f", 0, .bearer),
      (
        .geminiInteractions, "https://a/v1/interactions/17f20503-6c24-4c16-946b-35dbbce2af2f", 0,
        .googleHeader
      ),
    ] as [(Dialect, String, Int, ProviderRequest.KeyPlace)])
  func requests(
    dialect: Dialect, url: String, headers: Int, keyPlace: ProviderRequest.KeyPlace
  ) throws {
    let request = try dialect.statusRequest(for: Self.uuid, baseURL: "https://a/v1")
    #expect(request.url == url)
    #expect(request.keyPlace == keyPlace)
    #expect(request.headers.count == headers)
  }

  @Test(
    "Their ids are nobody's without an account",
    arguments: [uuid, "gm3qorzdhgbfurvjtvhg6dckhu", "ChAzN2Y4ZTJjOTEyMzQ1Njc4"])
  func ids(text: String) {
    #expect(JobID(recognizing: text) == nil)
    #expect(JobID(text, dialect: .runway)?.text == text)
  }
}

/// Base 64 for tests.
private enum MediaTextSample {
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = Array(bytes[start..<min(start + 3, bytes.count)])
      var number = 0
      for place in 0..<3 { number = number << 8 | (place < part.count ? Int(part[place]) : 0) }
      for place in 0..<4 {
        let letter = letters[number >> (18 - 6 * place) & 63]
        text.append(place <= part.count ? letter : UInt8(ascii: "="))
      }
    }
    return text
  }
}
