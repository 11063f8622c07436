import FoundationEssentials
import Ledger
import Testing

@testable import Providers

enum InlineSample {
  static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}

struct InlineMediaTests {
  private func sample(_ index: Int, _ body: String) -> String? {
    InlineMedia.sample(index, in: Array(body.utf8))?.text
  }

  private static let first = InlineSample.base64("first")
  private static let second = InlineSample.base64("second!")

  @Test(
    "Finds an inline video in every nesting",
    arguments: [
      "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"\(first)\"}]}}",
      "{\"response\":{\"generateVideoResponse\":{\"generatedSamples\":"
        + "[{\"video\":{\"encodedVideo\":\"\(first)\"}}]}}}",
      "{\"result\":{\"generated_videos\":[{\"video\":{\"video_bytes\":\"\(first)\"}}]}}",
      "[{\"response\":{\"videos\":[{\"bytes\":\"\(first)\"}]}}]",
      "{\"response\":{\"videos\":[{\"uri\":\"data:video/mp4;base64,\(first)\"}]}}",
      "{\"response\":{\"videos\":[{\"encodedVideo\":\"\(first.dropLast())\"}]}}",
    ])
  func nestings(body: String) {
    #expect(sample(0, body) == "first")
    #expect(sample(1, body) == nil)
    #expect(sample(-1, body) == nil)
  }

  @Test("Counts samples as the observation counts its assets")
  func places() {
    let body =
      "{\"name\":\"n\",\"done\":true,\"response\":{\"videos\":[{},{\"bytesBase64Encoded\":\"\(Self.first)\"},"
      + "{\"gcsUri\":\"gs://b/v.mp4\"},{\"bytesBase64Encoded\":\"\(Self.second)\"}]}}"
    #expect(Dialect.vertexOperations.read(body).assets.count == 3)
    #expect(sample(0, body) == "first")
    #expect(sample(1, body) == nil)
    #expect(sample(2, body) == "second!")
  }

  @Test(
    "Finds none where there is none",
    arguments: [
      "", "{", "{}", "[]", #"{"done":true}"#, #"{"response":{"videos":[]}}"#,
      #"{"response":{"videos":[{"bytesBase64Encoded":"<html>"}]}}"#,
      #"{"response":{"videos":[{"uri":"https://a.example/v.mp4"}]}}"#,
    ])
  func none(body: String) {
    #expect(sample(0, body) == nil)
  }

  @Test("What was cut before it was stored is not found again")
  func cut() {
    let body = "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"\(Self.first)\"}]}}"
    let stored = BodyCutting.cutInlineVideos(Array(body.utf8)).body
    #expect(InlineMedia.sample(0, in: stored) == nil)
  }
}
