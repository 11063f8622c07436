import FoundationEssentials
import Testing

@testable import ProviderSimulator

struct AnswerTests {
  static let bytes = Array("0123456789".utf8)
  static var tag: String? { Answer.media(bytes, contentType: "video/mp4").headers["etag"] }

  @Test(
    "Gives the range that was asked for",
    arguments: [
      ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=7-", 206, "789", "bytes 7-9/10"),
      ("bytes=-4", 206, "6789", "bytes 6-9/10"), ("bytes=8-99", 206, "89", "bytes 8-9/10"),
      ("bytes=10-", 416, "", "bytes */10"), ("bytes=5-2", 416, "", "bytes */10"),
      ("bytes=x", 416, "", "bytes */10"), ("lines=1-2", 200, "0123456789", nil),
    ] as [(String, Int, String, String?)])
  func ranges(range: String, status: Int, text: String, contentRange: String?) {
    let conditions = MediaConditions(range: range)
    let answer = Answer.media(Self.bytes, contentType: "video/mp4", conditions: conditions)
    #expect(answer.status == status)
    #expect(answer.text == text)
    #expect(answer.headers["content-range"] == contentRange)
  }

  @Test("Gives a range only of the file that the client knows")
  func ifRange() {
    let known = MediaConditions(range: "bytes=5-", ifRange: Self.tag)
    #expect(Answer.media(Self.bytes, contentType: "video/mp4", conditions: known).status == 206)
    let other = MediaConditions(range: "bytes=5-", ifRange: "\"other\"")
    #expect(Answer.media(Self.bytes, contentType: "video/mp4", conditions: other).status == 200)
  }

  @Test("Says when the client has the file already")
  func ifNoneMatch() {
    let known = MediaConditions(ifNoneMatch: Self.tag)
    let answer = Answer.media(Self.bytes, contentType: "video/mp4", conditions: known)
    #expect(answer.status == 304)
    #expect(answer.body.isEmpty)
  }

  @Test(
    "Any text survives the way through JSON",
    arguments: ["", "plain", "\"\\/\n\r\t\u{1}\u{1F}\u{7F}", "Sch\u{F6}n \u{1F3AC}"])
  func text(text: String) throws {
    let bytes = JSON.array([.string(text)]).bytes
    #expect(try JSONDecoder().decode([String].self, from: Data(bytes)) == [text])
  }

  @Test("Members keep their order")
  func order() {
    let value: JSON = ["b": 1, "a": [true, nil, "x"], "c": [:]]
    #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"b":1,"a":[true,null,"x"],"c":{}}"#)
  }

  @Test(
    "Words a refusal as its dialect does",
    arguments: [
      (Dialect.openAIVideos, Refusal.missingKey, 401, #""code":"invalid_api_key""#),
      (.geminiOperations, .missingKey, 403, #""status":"PERMISSION_DENIED""#),
      (.vertexOperations, .missingKey, 401, #""status":"UNAUTHENTICATED""#),
      (.openAIVideos, .invalidRequest("no", parameter: "size"), 400, #""param":"size""#),
      (.geminiOperations, .invalidRequest("no", parameter: nil), 400, "INVALID_ARGUMENT"),
      (.vertexOperations, .noSuchJob("x"), 404, #"{"error":{"code":404,"message":"'x' was"#),
    ])
  func refusals(dialect: Dialect, refusal: Refusal, status: Int, text: String) {
    let answer = dialect.answer(refusal)
    #expect(answer.status == status)
    #expect(answer.text.contains(text))
  }

  @Test(
    "A moment has three digits of milliseconds",
    arguments: [(1_786_499_905_007, "2026-08-12T01:58:25.007Z"), (0, "1970-01-01T00:00:00.000Z")])
  func moments(milliseconds: Int64, text: String) {
    #expect(Moment(millisecondsSince1970: milliseconds).rfc3339 == text)
  }
}
