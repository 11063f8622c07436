import Ledger
import Testing

@testable import Providers

struct OpenAIVideosConclusionTests {
  private let dialect = Dialect.openAIVideos

  private static func seconds(_ seconds: Int64) -> StatedMoment {
    StatedMoment(Moment(secondsSince1970: seconds), width: 1000)
  }

  @Test("A finished job is fetched by its id, until it expires")
  func completed() {
    let body = """
      {"id":"\(Samples.openAI)","status":"completed","completed_at":1786500000,
       "expires_at":1786503600}
      """
    #expect(
      dialect.read(body)
        == .expected(.succeeded) {
          $0.providerStatus = "completed"
          $0.completed = Self.seconds(1_786_500_000)
          $0.assets = [Asset(expires: Moment(secondsSince1970: 1_786_503_600))]
        })
  }

  @Test("A moderation code makes a failed job filtered")
  func filtered() {
    let body = """
      {"id":"\(Samples.openAI)","status":"failed","progress":0,
       "error":{"code":"moderation_blocked","message":"blocked"}}
      """
    #expect(
      dialect.read(body)
        == .expected(.filtered) {
          $0.providerStatus = "failed"
          $0.progress = 0
          $0.reason = .safety
          $0.errorCode = "moderation_blocked"
          $0.errorText = "blocked"
        })
  }

  @Test(
    "Tells a failure from a filter by code, in every place where an error stands",
    arguments: [
      (#""error":{"code":"render_failed"}"#, Conclusion(.failed, .other, "render_failed")),
      (
        #""error":{"code":null,"type":"server_error"}"#,
        Conclusion(.failed, .providerInternal, "server_error")
      ),
      (#""error":"upstream said no""#, Conclusion(.failed, .other)),
      (#""error":"content_filter""#, Conclusion(.filtered, .safety)),
      (#""error":null"#, Conclusion(.failed, .other)),
      (
        #""failure_reason":"output_moderation""#,
        Conclusion(.filtered, .outputVideoSafety, "output_moderation")
      ),
      (
        #""failure_reason":"internal_error""#,
        Conclusion(.failed, .providerInternal, "internal_error")
      ),
      (#""fail_reason":"a boat is not allowed""#, Conclusion(.failed, .other)),
      (
        #""failure":"no","failureCode":"SAFETY.INPUT.TEXT""#,
        Conclusion(.filtered, .inputPrompt, "SAFETY.INPUT.TEXT")
      ),
      (#""failMsg":"no","failCode":"500""#, Conclusion(.failed, .other, "500")),
      (#""error":{"message":"no. Support codes: 58061214"}"#, Conclusion(.filtered, .inputChild)),
    ])
  func failures(members: String, conclusion: Conclusion) {
    #expect(Conclusion(dialect.read(#"{"status":"failed",\#(members)}"#)) == conclusion)
  }

  @Test("A sentence for a reason stays private; only its code is kept in the open")
  func privateReason() {
    let observation = dialect.read(#"{"status":"failed","fail_reason":"a boat is not allowed"}"#)
    #expect(observation.errorCode == nil)
    #expect(observation.errorText == "a boat is not allowed")
  }

  @Test(
    "An end without a video is never success",
    arguments: [
      (#"{"status":"completed","generations":[]}"#, Conclusion(.unknown, .emptyResult)),
      (#"{"status":"succeeded","output":[]}"#, Conclusion(.unknown, .emptyResult)),
      (#"{"status":"COMPLETED","error":"timed out"}"#, Conclusion(.failed, .other)),
      (#"{"status":"complete"}"#, Conclusion(.unknown, .unknownWord)),
      (#"{"status":"done"}"#, Conclusion(.unknown, .unknownWord)),
      (
        #"{"status":"done","error":"x","url":"https://a.example/v"}"#,
        Conclusion(.unknown, .unknownWord)
      ),
      (
        #"{"status":"dreaming_deeply","url":"https://a.example/v"}"#,
        Conclusion(.unknown, .unknownWord)
      ),
      (#"{"status":"ok","url":"https://a.example/v"}"#, Conclusion(.unknown, .unknownWord)),
      (#"{"status":7}"#, Conclusion(.unknown, .unreadable)),
      (#"{"status":""}"#, Conclusion(.unknown, .unreadable)),
      (#"{"status":null}"#, Conclusion(.unknown, .unreadable)),
      (#"{"status":{"a":1}}"#, Conclusion(.unknown, .unreadable)),
    ])
  func emptyEnds(body: String, conclusion: Conclusion) {
    #expect(Conclusion(dialect.read(body)) == conclusion)
  }

  @Test(
    "Finds the video where relays put it",
    arguments: [
      (#""video_url":"https://a.example/v.mp4""#, ["https://a.example/v.mp4"]),
      (
        #""url":"https://a.example/v.mp4","result_url":"https://b.example/v""#,
        ["https://a.example/v.mp4"]
      ),
      (#""object":"https://a.example/v.mp4""#, ["https://a.example/v.mp4"]),
      (#""output":"https://a.example/v.mp4""#, ["https://a.example/v.mp4"]),
      (
        #""output":[{"url":"https://a.example/1"},"https://a.example/2"]"#,
        ["https://a.example/1", "https://a.example/2"]
      ),
      (#""unsigned_urls":["https://a.example/1","https://a.example/1"]"#, ["https://a.example/1"]),
      (#""content":{"video_url":"https://a.example/1"}"#, ["https://a.example/1"]),
      (#""video":{"url":"https://a.example/1","duration":8}"#, ["https://a.example/1"]),
      (#""metadata":{"url":"https://a.example/1"}"#, ["https://a.example/1"]),
      (#""data":[{"url":"https://a.example/1"}]"#, ["https://a.example/1"]),
      (#""task_result":{"videos":[{"url":"https://a.example/1"}]}"#, ["https://a.example/1"]),
      (#""output":{"video":"https://a.example/1"}"#, ["https://a.example/1"]),
      (#""result":"https://a.example/1""#, ["https://a.example/1"]),
      (#""url":"","video_url":null"#, nil), (#""url":"/var/tmp/v.mp4""#, nil),
      (#""url":"file:///etc/passwd""#, nil), (#""url":"javascript:alert(1)""#, nil),
      (#""urls":{"get":"https://a.example/job"}"#, nil),
    ] as [(String, [String]?)])
  func results(members: String, uris: [String]?) {
    let observation = dialect.read(#"{"status":"completed",\#(members)}"#)
    #expect(observation.state == .succeeded)
    #expect(observation.assets == (uris?.map { Asset(uri: $0) } ?? [Asset()]))
  }

  @Test(
    "Reads the neighbours whose jobs gateways hand through",
    arguments: [
      // Azure's first Sora jobs.
      (
        #"{"object":"video.generation.job","id":"task_1","status":"succeeded","generations":[{"id":"gen_1"}],"failure_reason":null}"#,
        Conclusion(.succeeded)
      ),
      (#"{"id":"task_1","status":"cancelled","generations":[]}"#, Conclusion(.canceled)),
      // Replicate.
      (#"{"id":"a","status":"starting","output":null,"error":null}"#, Conclusion(.running)),
      (
        #"{"id":"a","status":"succeeded","output":"https://r.example/v.mp4"}"#,
        Conclusion(.succeeded)
      ),
      (#"{"id":"a","status":"failed","error":"CUDA out of memory"}"#, Conclusion(.failed, .other)),
      // fal.
      (#"{"status":"IN_QUEUE","request_id":"a","queue_position":2}"#, Conclusion(.queued)),
      (#"{"status":"COMPLETED","error":"x","error_type":"y"}"#, Conclusion(.failed, .other)),
      // xAI.
      (#"{"status":"pending","progress":56}"#, Conclusion(.queued)),
      (
        #"{"status":"done","video":{"url":"https://x.example/v","duration":8}}"#,
        Conclusion(.succeeded)
      ),
      // Runway.
      (
        #"{"id":"a","status":"SUCCEEDED","output":["https://r.example/v.mp4"]}"#,
        Conclusion(.succeeded)
      ),
      (
        #"{"status":"FAILED","failure":"x","failureCode":"INTERNAL"}"#,
        Conclusion(.failed, .other, "INTERNAL")
      ),
      // Luma, MiniMax, Kling, kie, Bedrock.
      (#"{"id":"a","state":"dreaming"}"#, Conclusion(.running)),
      (
        #"{"task_id":"1","status":"Success","file_id":"2","base_resp":{"status_code":0}}"#,
        Conclusion(.succeeded)
      ),
      (
        #"{"code":0,"message":"SUCCEED","data":{"task_id":"1","task_status":"processing"}}"#,
        Conclusion(.running)
      ),
      (
        #"{"code":200,"msg":"success","data":{"taskId":"1","state":"fail","failMsg":"m"}}"#,
        Conclusion(.failed, .other)
      ),
      (#"{"status":"InProgress","invocationArn":"arn:a"}"#, Conclusion(.running)),
      // new-api.
      (
        #"{"code":"success","data":{"task_id":"t","status":"NOT_START","progress":"0%"}}"#,
        Conclusion(.queued)
      ),
      (
        #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#,
        Conclusion(.unknown, .unreadable)
      ),
    ])
  func neighbours(body: String, conclusion: Conclusion) {
    #expect(Conclusion(dialect.read(body)) == conclusion)
  }

  @Test("A word that only says that the job has ended is success beside a video")
  func done() {
    let observation = dialect.read(#"{"status":"done","video":{"url":"https://a.example/v"}}"#)
    #expect(
      observation
        == .expected(.succeeded) {
          $0.providerStatus = "done"
          $0.assets = [Asset(uri: "https://a.example/v")]
        })
  }

  @Test("The word decides, not what stands beside it")
  func word() {
    let body = #"{"status":"queued","progress":100,"completed_at":1712697900,"error":{"code":"x"}}"#
    #expect(Conclusion(dialect.read(body)) == Conclusion(.queued))
  }
}
