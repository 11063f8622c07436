import Ledger
import Testing

@testable import Providers

struct ErrorAnswerTests {
  private func read(_ status: Int, _ body: String) -> Observation {
    Dialect.geminiOperations.read(body, httpStatus: status)
  }

  @Test("An HTTP error says nothing about the job, in every dialect", arguments: Dialect.allCases)
  func noState(dialect: Dialect) {
    let body = #"{"error":{"message":"busy","type":"server_error","param":null,"code":null}}"#
    #expect(
      dialect.read(body, httpStatus: 500)
        == .expected(nil) {
          $0.reason = .providerInternal
          $0.errorCode = "server_error"
          $0.errorText = "busy"
        })
  }

  @Test(
    "The status gives the reason where the code does not",
    arguments: [
      (301, Reason.unreadable), (400, .invalidRequest), (401, .auth), (402, .quota), (403, .auth),
      (404, .notFound), (408, .deadline), (409, .invalidRequest), (410, .notFound),
      (418, .invalidRequest), (429, .rateLimited), (500, .providerInternal),
      (502, .providerUnavailable), (503, .providerUnavailable), (504, .deadline),
      (599, .providerInternal),
    ])
  func reasons(status: Int, reason: Reason) {
    for body in ["", "<html><script>alert(1)</script></html>", #"{"error":"#] {
      #expect(read(status, body) == .expected(nil) { $0.reason = reason })
    }
  }

  @Test(
    "The body gives it where it says more",
    arguments: [
      (
        400,
        #"{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
        Conclusion(nil, .auth, "INVALID_ARGUMENT")
      ),
      (
        400, #"{"error":{"type":"invalid_request_error","code":"sentinel_block"}}"#,
        Conclusion(nil, .inputPrompt, "sentinel_block")
      ),
      (
        403, #"{"error":{"code":"x","message":"insufficient_user_quota"}}"#,
        Conclusion(nil, .quota, "x")
      ),
      (
        429, #"{"error":{"code":"insufficient_quota"}}"#,
        Conclusion(nil, .quota, "insufficient_quota")
      ),
      (
        429, #"{"error":{"type":"video_generation_user_error","code":null}}"#,
        Conclusion(nil, .rateLimited, "video_generation_user_error")
      ),
    ])
  func codes(status: Int, body: String, conclusion: Conclusion) {
    #expect(Conclusion(read(status, body)) == conclusion)
  }

  @Test(
    "Finds code and text in every wrapping",
    arguments: [
      (#"{"error":{"code":"a","message":"b"}}"#, "a", "b"),
      (#"{"error":{"code":401,"message":"b"}}"#, "401", "b"),
      (#"{"error":{"code":"401","type":"t","message":"b"}}"#, "401", "b"),
      (#"{"error":{"code":"","type":"t","message":"","msg":"b"}}"#, "t", "b"),
      (#"[{"error":{"code":404,"message":"b","status":"NOT_FOUND"}}]"#, "NOT_FOUND", "b"),
      (#"{"code":2001,"msg":"b"}"#, "2001", "b"), (#"{"error":"b"}"#, nil, "b"),
      (#"{"detail":"b"}"#, nil, "b"), (#"{"message":"b"}"#, nil, "b"), (#""b""#, nil, "b"),
      (#"{"detail":[{"msg":"b"}]}"#, nil, nil), ("[]", nil, nil), ("42", nil, nil),
    ] as [(String, String?, String?)])
  func wrappings(body: String, code: String?, text: String?) {
    let observation = read(400, body)
    #expect(observation.state == nil)
    #expect(observation.errorCode == code)
    #expect(observation.errorText == text)
  }

  @Test(
    "A denial is a 404 or 410 in the provider's own words",
    arguments: [
      (404, #"{"error":{"message":"Video not found","code":"video_not_found"}}"#, true),
      (404, #"{"error":{"code":404,"status":"NOT_FOUND","message":"x"}}"#, true),
      (404, #"{"detail":"Video video_1 not found"}"#, true), (410, #"{"error":"gone"}"#, true),
      (404, "", false), (404, "<html>404</html>", false), (404, "{}", false), (404, "[]", false),
      (404, #"{"id":"task_1","status":"queued"}"#, false),
      (404, #"{"id":"task_1","status":"failed","message":"x"}"#, false),
      (404, #"{"detail":"Not Found"}"#, false),
      (404, #"{"error":{"message":"Invalid URL (GET /v1/v1/videos/a)","code":null}}"#, false),
      (404, #"{"error":{"message":"x","code":"unknown_url"}}"#, false),
      (404, #"{"message":"no Route matched with those values"}"#, false),
      (400, #"{"error":{"message":"Video not found"}}"#, false),
      (500, #"{"error":{"message":"Video not found"}}"#, false),
    ])
  func denials(status: Int, body: String, isDenial: Bool) {
    let observation = Dialect.openAIVideos.read(body, httpStatus: status)
    #expect(observation.state == nil)
    #expect(observation.isDenial == isDenial)
  }

  @Test(
    "A retired model or service will never answer",
    arguments: [
      "models/veo-3.1 is no longer available", "The Videos API has been shut down.",
      "This model HAS BEEN RETIRED", "sora-2 has been discontinued",
    ])
  func retired(text: String) {
    let body = #"{"error":{"code":404,"status":"NOT_FOUND","message":"\#(text)"}}"#
    #expect(
      read(404, body)
        == .expected(.gone) {
          $0.reason = .modelRetired
          $0.errorCode = "NOT_FOUND"
          $0.errorText = text
        })
    #expect(read(500, body).state == nil)
  }

  @Test("One video that is no longer there is no retired service")
  func goneVideo() {
    let body = #"{"error":{"message":"This video is no longer available"}}"#
    #expect(Conclusion(read(404, body)) == Conclusion(nil, .notFound))
  }

  @Test(
    "Reads waits that stand in the body",
    arguments: [
      (#"{"code":2001,"retryAfter":15}"#, 15_000),
      (#"{"error":{"retry_after":"1.5"}}"#, 1500),
      (#"{"error":{"details":[{"a":1},{"retryDelay":"34.4s"}]}}"#, 34_400),
      (#"{"error":{"details":[{"retryDelay":"0.0001s"}]}}"#, 1),
      (#"{"retryAfter":-1}"#, nil), (#"{"retryAfter":100000}"#, nil),
      (#"{"retryAfter":"soon"}"#, nil), (#"{"error":{"details":"x"}}"#, nil),
      (#"{"error":{"details":[{"retryDelay":"soons"}]}}"#, nil),
    ] as [(String, Int64?)])
  func waits(body: String, milliseconds: Int64?) {
    #expect(read(429, body).retryAfterMilliseconds == milliseconds)
  }
}
