import Ledger
import Testing

@testable import Providers

struct WebhookEventTests {
  private func event(_ body: String) -> WebhookEvent { WebhookEvent(Array(body.utf8)) }

  private func expected(
    _ type: String?, _ state: JobState?, _ id: String?, _ dialect: Dialect = .openAIVideos,
    _ describe: (inout Observation) -> Void = { _ in }
  ) -> WebhookEvent {
    var event = WebhookEvent([])
    event.type = type
    event.jobID = id.flatMap { JobID($0, dialect: dialect) }
    event.observation = .expected(state) {
      $0.providerStatus = state == nil ? nil : type
      describe(&$0)
    }
    return event
  }

  @Test("A completed video is fetched by its id")
  func completed() {
    #expect(
      event(#"{"id":"evt_1","type":"video.completed","data":{"id":"\#(Samples.openAI)"}}"#)
        == expected("video.completed", .succeeded, Samples.openAI) { $0.assets = [Asset()] })
  }

  @Test("A failed video says no more, unless a gateway adds the error")
  func failed() {
    #expect(
      event(#"{"type":"video.failed","data":{"id":"video_1"}}"#)
        == expected("video.failed", .failed, "video_1") { $0.reason = .other })
    #expect(
      event(
        #"{"type":"video.failed","data":{"id":"video_1","error":{"code":"content_policy","message":"m"}}}"#
      )
        == expected("video.failed", .filtered, "video_1") {
          $0.reason = .inputPrompt
          $0.errorCode = "content_policy"
          $0.errorText = "m"
        })
    #expect(
      event(#"{"type":"video.failed","data":{"id":"video_1","error":"m"}}"#).observation.errorText
        == "m")
  }

  @Test("The Gemini API sends the operation and the address of the file")
  func generated() {
    let body = """
      {"type":"video.generated","version":"v1","data":{"id":"\(Samples.gemini)",
       "output_file_uri":"https://g.example/files/a"}}
      """
    #expect(
      event(body)
        == expected("video.generated", .succeeded, Samples.gemini, .geminiOperations) {
          $0.assets = [Asset(uri: "https://g.example/files/a")]
        })
  }

  @Test("The job's id goes before the event's where a gateway nests it")
  func nested() {
    let body = #"{"type":"video.completed","data":{"id":"evt_1","object":{"id":"task-nested"}}}"#
    #expect(event(body).jobID?.text == "task-nested")
  }

  @Test(
    "Other events say nothing",
    arguments: [
      ("response.completed", #"{"id":"resp_1"}"#), ("video.progress", #"{"id":"video_1"}"#),
      ("batch.completed", "null"), ("VIDEO.COMPLETED", #"{"id":"video_1"}"#), ("", "{}"),
    ])
  func others(type: String, data: String) {
    #expect(
      event(#"{"type":"\#(type)","data":\#(data)}"#)
        == expected(type.isEmpty ? nil : type, nil, nil))
  }

  @Test(
    "Bodies that are no event say nothing",
    arguments: [
      "", "{", "[]", "null", #""video.completed""#, #"{"type":7,"data":{"id":"video_1"}}"#,
      #"{"code":500,"msg":"failed","data":{"taskId":"task-3","state":"fail"}}"#,
    ])
  func noEvent(body: String) {
    #expect(event(body) == expected(nil, nil, nil))
  }

  @Test(
    "An event without an id, or with a hostile one, is about no job",
    arguments: [
      "null", "{}", #"{"id":null}"#, #"{"id":7}"#, #"{"id":"../x"}"#, #"{"id":"a\u0000"}"#, #"[1]"#,
      #"{"id":"a b"}"#,
    ])
  func hostile(data: String) {
    let event = event(#"{"type":"video.completed","data":\#(data)}"#)
    #expect(event.jobID == nil)
    #expect(event.observation.state == .succeeded)
  }
}
