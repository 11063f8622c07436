import Ledger
import Testing

@testable import Providers

struct FalQueueTests {
  @Test(
    "Every answer of the queue and of a result",
    arguments: [
      (#"{"status":"IN_QUEUE","queue_position":3}"#, 200, Conclusion(.queued)),
      (#"{"status":"IN_PROGRESS"}"#, 200, Conclusion(.running)),
      (#"{"status":"COMPLETED"}"#, 200, Conclusion(.unknown, .emptyResult)),
      (
        #"{"status":"COMPLETED","error":"(provider text)","error_type":"runner_error"}"#, 200,
        Conclusion(.failed, .other, "runner_error")
      ),
      (
        #"{"status":"COMPLETED","error":"no","error_type":"content_policy_violation"}"#, 200,
        Conclusion(.filtered, .inputPrompt, "content_policy_violation")
      ),
      (#"{"video":{"url":"https://f.example/a.mp4"}}"#, 200, Conclusion(.succeeded)),
      (#"{"videos":[{"url":"https://f.example/a.mp4"}]}"#, 200, Conclusion(.succeeded)),
      (#"{"seed":1}"#, 200, Conclusion(.unknown, .unreadable)),
      (
        #"{"detail":[{"loc":["body","prompt"],"msg":"no","type":"content_policy_violation"}]}"#,
        422,
        Conclusion(.filtered, .inputPrompt, "content_policy_violation")
      ),
      (
        #"{"detail":[{"loc":["body","seed"],"msg":"no","type":"int_parsing"}]}"#, 422,
        Conclusion(.failed, .invalidRequest, "int_parsing")
      ),
    ])
  func answers(body: String, status: Int, conclusion: Conclusion) {
    #expect(Conclusion(Dialect.fal.read(body, httpStatus: status)) == conclusion)
  }

  @Test(
    "An error about the question says nothing about the job",
    arguments: [
      (#"{"detail":[{"loc":["path","request_id"],"msg":"no","type":"uuid_parsing"}]}"#, 422),
      (#"{"detail":"Request is still in progress"}"#, 400), ("", 422), ("busy", 503),
    ])
  func questions(body: String, status: Int) {
    #expect(Dialect.fal.read(body, httpStatus: status).state == nil)
  }

  @Test(
    "The state and the result lie below owner and alias",
    arguments: [
      ("fal-ai/veo3/requests/7", "fal-ai/veo3/requests/7"),
      ("fal-ai/veo3/fast/image-to-video/requests/7", "fal-ai/veo3/requests/7"),
      ("workflows/me/mine/requests/7", "workflows/me/mine/requests/7"),
    ])
  func requests(id: String, path: String) throws {
    let base = "https://queue.fal.run"
    #expect(
      try Dialect.fal.statusRequest(for: id, baseURL: base)
        == ProviderRequest(method: .get, url: "\(base)/\(path)/status", keyPlace: .falKey))
    let ended = Dialect.fal.read(#"{"status":"COMPLETED"}"#)
    #expect(
      Dialect.fal.leavesResultOpen(ended))
    #expect(
      try Dialect.fal.resultRequest(for: id, baseURL: base)
        == ProviderRequest(method: .get, url: "\(base)/\(path)", keyPlace: .falKey))
  }

  @Test(
    "An answer that tells how the job ended, or that it has not, leaves nothing open",
    arguments: [
      #"{"status":"IN_PROGRESS","response_url":"https://evil.example/x"}"#,
      #"{"status":"COMPLETED","error":"no","response_url":"https://evil.example/x"}"#,
      #"{"video":{"url":"https://f.example/a.mp4"}}"#,
    ])
  func nothingOpen(body: String) {
    #expect(!Dialect.fal.leavesResultOpen(Dialect.fal.read(body)))
  }

  @Test("A bare request id cannot be asked about")
  func bare() {
    #expect(throws: NotAskable.self) {
      try Dialect.fal.statusRequest(
        for: "764cabcf-b745-4b3e-ae38-1200304cf45b", baseURL: "https://queue.fal.run")
    }
  }
}
