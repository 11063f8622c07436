import Ledger
import Testing

@testable import Providers

struct GoogleOperationTests {
  private static let both = [Dialect.geminiOperations, .vertexOperations]
  private static let uri =
    "https://generativelanguage.googleapis.com/v1beta/files/a:download?alt=media"

  private func conclude(_ body: String) -> Conclusion {
    Conclusion(Dialect.geminiOperations.read(body))
  }

  @Test(
    "Pending and running look alike",
    arguments: [
      #"{"name":"n"}"#, #"{"name":"n","done":false}"#, #"{"done":false}"#,
      #"{"name":"n","done":null,"error":null,"response":null,"metadata":{}}"#,
      #"{"name":"n","done":"false"}"#, #"[{"name":"n"}]"#, #"{"name":"n","error":{}}"#,
      #"{"name":"n","done":false,"error":{"code":0}}"#,
    ])
  func running(body: String) {
    #expect(conclude(body) == Conclusion(.running))
  }

  @Test(
    "A broker's word tells them apart; an end is said by `done` alone",
    arguments: [
      ("PENDING", Conclusion(.queued)), ("queued", Conclusion(.queued)),
      ("RUNNING", Conclusion(.running)), ("JOB_STATE_RUNNING", Conclusion(.running)),
      ("PROCESSING", Conclusion(.running)), ("SUCCEEDED", Conclusion(.unknown, .unknownWord)),
      ("FAILED", Conclusion(.unknown, .unknownWord)),
      ("ACTIVE", Conclusion(.unknown, .unknownWord)),
    ])
  func metadataState(word: String, conclusion: Conclusion) {
    let observation = Dialect.geminiOperations.read(
      #"{"name":"n","metadata":{"state":"\#(word)","progressPercent":"40"}}"#, asked: "n")
    #expect(Conclusion(observation) == conclusion)
    #expect(observation.providerStatus == word)
    #expect(observation.progress == 40)
  }

  @Test("Reads a whole answer", arguments: both)
  func succeeded(dialect: Dialect) {
    let body = """
      {"name":"n","done":true,"metadata":{"createTime":"2026-08-12T02:38:25.5Z"},
       "response":{"@type":"t","generateVideoResponse":
       {"generatedSamples":[{"video":{"uri":"\(Self.uri)"}}]}}}
      """
    #expect(
      dialect.read(body)
        == .expected(.succeeded) {
          $0.samplesGiven = 1
          $0.samplesFiltered = 0
          $0.assets = [Asset(uri: Self.uri)]
          $0.created = StatedMoment(Moment(rawValue: 1_786_502_305_500), width: 1)
          $0.otherID = "n"
        })
  }

  @Test(
    "Finds the samples in every nesting, from REST, SDK dumps and brokers",
    arguments: [
      #"{"done":true,"response":{"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"gs://b/v"}}]}}}"#,
      #"{"done":true,"response":{"generateVideoResponse":{"generatedVideos":[{"video":{"uri":"gs://b/v"}}]}}}"#,
      #"{"done":true,"response":{"generatedSamples":[{"video":{"uri":"gs://b/v"}}]}}"#,
      #"{"done":true,"response":{"generatedVideos":[{"video":{"uri":"gs://b/v"}}]}}"#,
      #"{"done":true,"result":{"generated_videos":[{"video":{"uri":"gs://b/v","video_bytes":null}}]}}"#,
      #"{"done":true,"error":null,"response":{"generate_video_response":{"generated_videos":[{"video":{"uri":"gs://b/v"}}]}}}"#,
      #"{"done":true,"response":{"videos":[{"gcsUri":"gs://b/v","mimeType":"video/mp4"}]}}"#,
      #"{"done":true,"response":{"videos":[{"gcs_uri":"gs://b/v"}],"raiMediaFilteredCount":0}}"#,
      #"{"done":"true","response":{"raiMediaFilteredCount":"0","videos":[{"gcsUri":"gs://b/v"}]}}"#,
      #"[{"done":true,"response":{"generatedVideos":[],"videos":[{"url":"gs://b/v"}]}}]"#,
      #"{"done":true,"error":{"code":0,"message":""},"response":{"videos":[{"gcsUri":"gs://b/v"}]}}"#,
    ])
  func nestings(body: String) {
    #expect(
      Dialect.vertexOperations.read(body)
        == .expected(.succeeded) {
          $0.samplesGiven = 1
          $0.samplesFiltered = 0
          $0.assets = [Asset(uri: "gs://b/v")]
        })
  }

  @Test(
    "A video that came inline was cut out; its mark says what it was",
    arguments: ["bytesBase64Encoded", "encodedVideo", "videoBytes", "video_bytes", "uri"])
  func inline(name: String) {
    let mark = InlineMark(of: Array("film".utf8))
    let body = #"{"done":true,"response":{"videos":[{"\#(name)":"\#(mark.text)"}]}}"#
    #expect(
      Dialect.vertexOperations.read(body).assets
        == [Asset(inlineSHA256: mark.sha256, inlineBytes: 4)])
    let uncut = #"{"done":true,"response":{"videos":[{"\#(name)":"data:video/mp4;base64,QUJD"}]}}"#
    #expect(Dialect.vertexOperations.read(uncut).assets == [Asset()])
  }

  @Test("Done without an error, but for a filter, is filtered")
  func filtered() {
    let body = """
      {"done":true,"response":{"generateVideoResponse":{"raiMediaFilteredCount":2,
       "raiMediaFilteredReasons":["No. Support codes: 58061214","You have not been charged."]}}}
      """
    #expect(
      Dialect.geminiOperations.read(body)
        == .expected(.filtered) {
          $0.reason = .inputChild
          $0.errorCode = "58061214"
          $0.errorText = "No. Support codes: 58061214\nYou have not been charged."
          $0.isCharged = false
          $0.samplesGiven = 0
          $0.samplesFiltered = 2
        })
  }

  @Test(
    "Tells filtered, partial and empty by what is there",
    arguments: [
      (#""raiMediaFilteredCount":1"#, Conclusion(.filtered, .safety)),
      (#""raiMediaFilteredCount":"1","generatedSamples":[]"#, Conclusion(.filtered, .safety)),
      (#""raiMediaFilteredReasons":["audio"]"#, Conclusion(.filtered, .outputAudioSafety)),
      (#""raiMediaFilteredReasons":"61493863""#, Conclusion(.filtered, .safety, "61493863")),
      (#""raiMediaFilteredReasons":[61493863]"#, Conclusion(.filtered, .safety, "61493863")),
      (
        #""rai_media_filtered_count":1,"rai_media_filtered_reasons":null"#,
        Conclusion(.filtered, .safety)
      ),
      (
        #""raiMediaFilteredCount":0,"raiMediaFilteredReasons":["unsafe"]"#,
        Conclusion(.filtered, .safety)
      ),
      (#""raiErrorMessage":"the prompt was blocked""#, Conclusion(.filtered, .inputPrompt)),
      (
        #""videos":[{"raiFilteredReason":"17301594"}]"#,
        Conclusion(.filtered, .inputChild, "17301594")
      ),
      (#""videos":[{"uri":"gs://b/v"}],"raiMediaFilteredCount":1"#, Conclusion(.partial, .safety)),
      (#""videos":[{"uri":"gs://b/v"}],"raiMediaFilteredReasons":[]"#, Conclusion(.succeeded)),
      (#""videos":[{"uri":"gs://b/v"}],"raiMediaFilteredCount":-1"#, Conclusion(.succeeded)),
      (#""videos":[]"#, Conclusion(.unknown, .emptyResult)),
      (#""videos":[{}]"#, Conclusion(.unknown, .emptyResult)),
      (
        #""videos":[{"video":{"uri":""}},{"video":null},null,7]"#,
        Conclusion(.unknown, .emptyResult)
      ),
      (#""raiMediaFilteredCount":0"#, Conclusion(.unknown, .emptyResult)),
    ])
  func ends(members: String, conclusion: Conclusion) {
    #expect(conclude(#"{"done":true,"response":{\#(members)}}"#) == conclusion)
  }

  @Test(
    "Done with nothing is unknown, and asked for again",
    arguments: [
      #"{"name":"n","done":true}"#, #"{"name":"n","done":true,"response":null,"error":null}"#,
      #"{"done":true,"response":{}}"#, #"{"done":true,"response":"ok"}"#,
      #"{"done":true,"response":{"generateVideoResponse":{}}}"#, #"{"done":true,"error":{}}"#,
    ])
  func empty(body: String) {
    #expect(conclude(body) == Conclusion(.unknown, .emptyResult))
  }

  @Test(
    "An operation's error is an rpc code, not an HTTP status",
    arguments: [
      (#"{"code":13,"message":"x"}"#, Conclusion(.failed, .providerInternal, "13")),
      (#"{"code":14,"message":"x"}"#, Conclusion(.failed, .providerUnavailable, "14")),
      (#"{"code":3,"message":"x"}"#, Conclusion(.failed, .invalidRequest, "3")),
      (#"{"code":"8","message":"x"}"#, Conclusion(.failed, .rateLimited, "8")),
      (#"{"code":4}"#, Conclusion(.failed, .deadline, "4")),
      (#"{"code":1,"message":"x"}"#, Conclusion(.canceled, .canceled, "1")),
      (#"{"code":5,"message":"x"}"#, Conclusion(.failed, .notFound, "5")),
      (#"{"code":500,"details":"x"}"#, Conclusion(.failed, .providerInternal, "500")),
      (#"{"code":13,"status":"INTERNAL"}"#, Conclusion(.failed, .providerInternal, "INTERNAL")),
      (#"{"message":"generation failed"}"#, Conclusion(.failed, .other)),
      (#""generation failed""#, Conclusion(.failed, .other)),
      (
        #"{"code":3,"message":"no. Support codes: 17301594"}"#,
        Conclusion(.filtered, .inputChild, "3")
      ),
      (
        #"{"code":3,"message":"violates Responsible AI practices"}"#,
        Conclusion(.filtered, .safety, "3")
      ),
    ])
  func errors(error: String, conclusion: Conclusion) {
    #expect(conclude(#"{"name":"n","done":true,"error":\#(error)}"#) == conclusion)
    #expect(
      conclude(#"{"done":true,"error":\#(error),"response":{"videos":[{"uri":"gs://b/v"}]}}"#)
        == conclusion)
  }

  @Test(
    "An error without `done` is the operation's, unless it is about the question",
    arguments: [
      (
        #"{"name":"n","error":{"code":13,"message":"x"}}"#,
        Conclusion(.failed, .providerInternal, "13")
      ),
      (#"{"error":{"code":13,"message":"x"}}"#, Conclusion(.failed, .providerInternal, "13")),
      (#"{"name":"n","error":{"message":"x"}}"#, Conclusion(.failed, .other)),
      (#"{"name":"n","error":{"code":5,"message":"x"}}"#, Conclusion(nil, .notFound, "5")),
      (#"{"error":{"code":16,"message":"x"}}"#, Conclusion(nil, .auth, "16")),
      (#"{"name":"n","error":{"code":429}}"#, Conclusion(nil, .rateLimited, "429")),
      (#"{"error":{"code":404,"status":"NOT_FOUND"}}"#, Conclusion(nil, .notFound, "NOT_FOUND")),
      (
        #"{"error":{"code":503,"status":"UNAVAILABLE"}}"#,
        Conclusion(nil, .providerUnavailable, "UNAVAILABLE")
      ),
      (
        #"[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}]"#,
        Conclusion(nil, .rateLimited, "RESOURCE_EXHAUSTED")
      ),
    ])
  func withoutDone(body: String, conclusion: Conclusion) {
    #expect(conclude(body) == conclusion)
  }

  @Test("An operation that is not found is a denial, not a failure")
  func denial() {
    let body = #"{"name":"n","error":{"code":5,"message":"Operation not found"}}"#
    #expect(Dialect.vertexOperations.read(body).isDenial)
    #expect(!Dialect.vertexOperations.read(#"{"error":{"code":7,"message":"x"}}"#).isDenial)
  }

  @Test(
    "Answers that nobody can read change nothing",
    arguments: [
      "", "{", "[]", "{}", "null", #""done""#, "<html>504</html>", #"{"done":1}"#,
      #"{"done":"yes"}"#,
      #"{"name":"n","done":true,"response":{"videos":[{"uri":"https://a.exam"#,
      #"{"response":{"videos":[{"gcsUri":"gs://b/v"}]}}"#, #"{"raiMediaFilteredCount":1}"#,
      #"{"name":"../../x","done":true,"error":{"code":13}}"#, #"{"name":"a\u0000b","done":false}"#,
      "name='models/m/operations/o' done=None", #"[{"name":"n"},{"name":"m"}]"#, #"{"name":7}"#,
    ], both)
  func unreadable(body: String, dialect: Dialect) {
    #expect(dialect.read(body) == .expected(.unknown) { $0.reason = .unreadable })
  }

  @Test("Progress and creation are read defensively")
  func metadata() {
    let observation = Dialect.vertexOperations.read(
      #"{"name":"n","metadata":{"progressPercent":140,"createTime":"soon"}}"#, asked: "n")
    #expect(observation == .expected(.running))
    let listed = Dialect.vertexOperations.read(#"{"name":"n","metadata":[1]}"#, asked: "n")
    #expect(listed == .expected(.running))
  }

  @Test("Times of Google's have up to nine digits after the second")
  func nanoseconds() {
    let observation = Dialect.vertexOperations.read(
      #"{"name":"n","metadata":{"createTime":"2026-08-12T02:38:25.123456789Z"}}"#, asked: "n")
    #expect(observation.created == StatedMoment(Moment(rawValue: 1_786_502_305_123), width: 1))
  }
}
