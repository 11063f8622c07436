import Ledger
import Testing

@testable import vgledger

@Suite("LiteLLM's logs")
struct LiteLLMRecordsTests {
  private static let video = "video_6a7bd343b7c08190a1f2e3d4c5b6a7988071625344352619"

  private func one(_ json: String) throws -> ImportRecord {
    var records = LiteLLMRecords()
    return try #require(try records.read(Array(json.utf8)).first)
  }

  @Test("A call that made a video declares what was asked and states the cost, response or not")
  func making() throws {
    let record = try one(
      """
      {"call_type":"acreate_video","request_id":"\(Self.video)","spend":0.8,"model":"sora-2",
       "startTime":"2026-08-12 02:38:25.100","endTime":"2026-08-12T02:38:26.2+00:00",
       "api_key":"secret-hash","requester_ip_address":"10.0.0.1","status":"success",
       "proxy_server_request":"{\\"prompt\\":\\"a boat\\",\\"seconds\\":\\"8\\",\\"size\\":\\"1280x720\\"}"}
      """)
    #expect(record.line.job == Self.video)
    #expect(record.line.observed?.rfc3339 == "2026-08-12T02:38:26.200Z")
    #expect(record.statedCost == StatedCost(amount: "0.8", currency: "USD"))
    var expected = DeclaredFacts()
    expected.submitted = StatedMoment(
      try #require(Moment(rfc3339: "2026-08-12T02:38:25.100Z")), width: 1)
    expected.model = "sora-2"
    expected.videoMilliseconds = 8000
    expected.size = "1280x720"
    expected.prompt = "a boat"
    #expect(record.declared == expected)
    let body = String(decoding: record.line.body, as: UTF8.self)
    #expect(!body.contains("secret") && !body.contains("10.0.0.1") && !body.contains("status"))
  }

  @Test("An answer inside is stored as it stands, as JSON or as a text of it; 0 is no cost")
  func answers() throws {
    let answer = #"{"id":"\#(Self.video)", "object":"video","status":"completed" }"#
    let inner = answer.replacing("\"", with: "\\\"")
    for response in [answer, "\"\(inner)\""] {
      let record = try one(
        #"{"call_type":"avideo_generation","id":"c","response_cost":0.0,"response":\#(response)}"#)
      #expect(String(decoding: record.line.body, as: UTF8.self) == answer)
      #expect(record.line.job == Self.video && record.statedCost == nil)
    }
  }

  @Test("Calls about anything else give no record")
  func others() throws {
    var records = LiteLLMRecords()
    for call in ["acompletion", "avideo_content", "aimage_generation"] {
      #expect(try records.read(Array(#"{"call_type":"\#(call)"}"#.utf8)).isEmpty)
    }
  }

  @Test("The names that a proxy gives one video become one job")
  func names() throws {
    func id(_ model: String) -> String {
      // video_ and base 64 of litellm:custom_llm_provider:openai;model_id:…;video_id:v1
      model.isEmpty
        ? "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDo7dmlkZW9faWQ6djE="
        : "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDptO3ZpZGVvX2lkOnYx"
    }
    var records = LiteLLMRecords()
    for name in [id("m"), id("")] {
      let json =
        #"{"call_type":"avideo_status","response":{"id":"\#(name)","status":"queued"}}"#
      #expect(try records.read(Array(json.utf8)).first?.line.job == id("m"))
    }
  }

  @Test("A failed call that made nothing is a refusal, one about no video cannot be used")
  func failures() throws {
    let error = #"{"error_code":"400","error_class":"BadRequestError","error_message":"blocked"}"#
    let record = try one(
      #"{"call_type":"avideo_generation","status":"failure","metadata":{"error_information":\#(error)}}"#
    )
    guard case .refused(let reading) = record.kind else {
      Issue.record("it is no refusal")
      return
    }
    #expect(record.line.httpStatus == 400 && reading.errorCode == "BadRequestError")
    #expect(reading.state == .failed && reading.errorText == "blocked")
    #expect(String(decoding: record.line.body, as: UTF8.self) == error)
    var records = LiteLLMRecords()
    #expect(throws: ObservationLine.Unusable.self) {
      try records.read(Array(#"{"call_type":"avideo_status","response":{}}"#.utf8))
    }
  }
}
