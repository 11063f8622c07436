import Ledger
import Testing

@testable import Providers

struct OpenAIVideosTests {
  private let dialect = Dialect.openAIVideos

  private static func seconds(_ seconds: Int64) -> StatedMoment {
    StatedMoment(Moment(secondsSince1970: seconds), width: 1000)
  }

  @Test("Asks for a job by GET, its id encoded, the key as a bearer token")
  func request() throws {
    #expect(
      try dialect.statusRequest(for: "video_a/b+c=", baseURL: "https://g.example/v1")
        == ProviderRequest(
          method: .get, url: "https://g.example/v1/videos/video_a%2Fb%2Bc%3D", keyPlace: .bearer))
  }

  @Test("Reads a whole job")
  func running() {
    let body = """
      {"id":"\(Samples.openAI)","object":"video","model":"sora-2","status":"in_progress",
       "progress":42,"created_at":1786499905,"completed_at":null,"expires_at":null,
       "prompt":"a paper boat","size":"1280x720","seconds":"8","remixed_from_video_id":"video_1",
       "error":null}
      """
    #expect(
      dialect.read(body)
        == .expected(.running) {
          $0.providerStatus = "in_progress"
          $0.progress = 42
          $0.model = "sora-2"
          $0.created = Self.seconds(1_786_499_905)
          $0.prompt = PromptRecord(text: "a paper boat")
          $0.size = "1280x720"
          $0.videoMilliseconds = 8000
          $0.remixedFrom = "video_1"
        })
  }

  @Test(
    "Bodies that nobody can read change nothing",
    arguments: [
      "", " ", "{", "null", "[]", "42", #""completed""#, "<html><body>502</body></html>",
      #"{"status":"completed","id":"video_1""#, "{'status': 'completed'}", "{}",
      #"{"object":"list","data":[{"id":"video_1","status":"completed"}]}"#,
      #"{"id":"../escape","status":"completed"}"#, #"{"task_id":"a\\b","status":"queued"}"#,
      #"{"data":{"id":"a\u0000b","status":"completed"}}"#,
    ])
  func unreadable(body: String) {
    #expect(dialect.read(body) == .expected(.unknown) { $0.reason = .unreadable })
  }

  @Test("An error in the place of a job says nothing about it")
  func errorBody() {
    let body = #"{"error":{"message":"busy","type":"server_error","code":null}}"#
    #expect(
      dialect.read(body)
        == .expected(nil) {
          $0.reason = .other
          $0.errorCode = "server_error"
          $0.errorText = "busy"
        })
  }

  @Test("A deleted job's assets can no longer be fetched")
  func deleted() {
    #expect(
      dialect.read(#"{"id":"\#(Samples.openAI)","object":"video.deleted","deleted":true}"#)
        == .expected(.expired) { $0.reason = .deleted })
    #expect(
      dialect.read(#"{"object":"video.deleted","deleted":false}"#)
        == .expected(.unknown) { $0.reason = .unreadable })
  }

  @Test(
    "Finds the job in its wrappings; an envelope's own success is not the job's",
    arguments: [
      (
        #"{"status":"submitted","metadata":{"object":"video","status":"in_progress"}}"#,
        JobState.running
      ),
      (#"{"code":"success","data":{"status":"FAILURE"}}"#, .failed),
      (#"{"status":"success","data":{"status":"processing"}}"#, .running),
      (#"{"status":"success","data":{"status":"completed"}}"#, .succeeded),
      (#"{"status":"ok","result":{"status":"failed"}}"#, .failed),
      (#"{"status":"completed","metadata":{"status":"queued"}}"#, .succeeded),
      (#"{"status":"failed","data":{"status":"completed"}}"#, .failed),
      (#"{"code":0,"data":{"task_id":"1","task_status":"succeed"}}"#, .succeeded),
      (#"{"code":200,"data":{"taskId":"a","state":"waiting"}}"#, .queued),
      (#"{"output":{"task_status":"PENDING"}}"#, .queued),
    ])
  func wrapped(body: String, state: JobState) {
    #expect(dialect.read(body).state == state)
  }

  @Test(
    "Reads times in seconds, milliseconds, as text, and not at all",
    arguments: [
      ("1786499905", seconds(1_786_499_905)), (#""1786499905""#, seconds(1_786_499_905)),
      ("1786499905123", StatedMoment(Moment(rawValue: 1_786_499_905_123), width: 1)),
      ("1786499905.25", StatedMoment(Moment(rawValue: 1_786_499_905_250), width: 1)),
      (#""2026-08-12T02:38:25Z""#, seconds(1_786_502_305)),
      (#""2026-08-12T02:38:25.5Z""#, StatedMoment(Moment(rawValue: 1_786_502_305_500), width: 1)),
      ("0", nil), ("-5", nil), ("1e300", nil), ("9223372036854775807", nil),
      ("1786499905123456", nil), (#""yesterday""#, nil), ("true", nil), ("[]", nil),
    ] as [(String, StatedMoment?)])
  func times(value: String, moment: StatedMoment?) {
    #expect(dialect.read(#"{"status":"queued","created_at":\#(value)}"#).created == moment)
  }

  @Test(
    "Reads progress as percent or fraction",
    arguments: [
      ("0", 0), ("42", 42), (#""42""#, 42), (#""42%""#, 42), ("0.29", 29), ("0.999", 99),
      ("99.9", 99), ("100", 100), ("101", nil), ("-1", nil), (#""half""#, nil), ("null", nil),
      ("1e400", nil),
    ] as [(String, Int?)])
  func progress(value: String, percent: Int?) {
    #expect(dialect.read(#"{"status":"running","progress":\#(value)}"#).progress == percent)
  }

  @Test(
    "Reads length, size, cost and charge from either type",
    arguments: [
      (#""seconds":8"#, queued { $0.videoMilliseconds = 8000 }),
      (#""seconds":"5.5""#, queued { $0.videoMilliseconds = 5500 }),
      (#""n_seconds":5"#, queued { $0.videoMilliseconds = 5000 }),
      (#""width":480,"height":"270""#, queued { $0.size = "480x270" }),
      (#""seconds":-1"#, queued()), (#""seconds":"long""#, queued()),
      (
        #""usage":{"cost":0.05}"#,
        queued { $0.statedCost = StatedCost(amount: "0.05", currency: nil) }
      ),
      (#""usage":{"cost":"free"}"#, queued()),
      (#""payment_status":"not_charged""#, queued { $0.isCharged = false }),
      (#""payment_status":"verified""#, queued()),
      (#""id":"video_2""#, queued { $0.otherID = "video_2" }),
      (#""id":154,"task_id":"task_1""#, queued { $0.otherID = "task_1" }),
      (#""id":"\#(Samples.openAI)","task_id":"task_1""#, queued()),
    ])
  func facts(members: String, observation: Observation) {
    #expect(dialect.read(#"{"status":"queued",\#(members)}"#) == observation)
  }

  private static func queued(_ describe: (inout Observation) -> Void = { _ in }) -> Observation {
    .expected(.queued) {
      $0.providerStatus = "queued"
      describe(&$0)
    }
  }

  @Test("Keeps no more of a stranger's strings than a row can hold")
  func lengths() {
    let long = String(repeating: "x", count: 100_000)
    let observation = dialect.read(
      #"{"status":"\#(long)","model":"\#(long)","size":"\#(long)","id":"\#(long)"}"#)
    #expect(observation.providerStatus?.count == 256)
    #expect(observation.model?.count == 256)
    #expect(observation.size?.count == 256)
    #expect(observation.otherID == nil)
  }
}
