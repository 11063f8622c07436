import Testing

@testable import vgledger

@Suite("Recognising a file")
struct ImportRecognitionTests {
  private func recognition(_ text: String, isWhole: Bool = true) -> ImportRecognition {
    ImportRecognition(
      Array(text.utf8), isWhole: isWhole, columns: TableMapping().knownColumns)
  }

  private func found(_ text: String, isWhole: Bool = true) -> String {
    switch recognition(text, isWhole: isWhole) {
    case .recognized(let found): "\(found.format.rawValue) \(found.container)"
    case .empty: "empty"
    case .unrecognized: "unrecognized"
    }
  }

  @Test(
    "The first records decide",
    arguments: [
      (#"{"account":"sora","body":"{}"}"#, "observations lines"),
      (#"{"job":"x","body_base64":"e30="}"#, "observations lines"),
      ("not json\n{\"body\":\"{}\"}\n", "observations lines"),
      ("{\"broken\n{\"body\":\"{}\"}\n", "observations lines"),
      (#"{"id":"video_1","object":"video","status":"queued"}"#, "openai-videos lines"),
      ("{\n \"id\": \"video_1\",\n \"status\": \"queued\"\n}", "openai-videos values"),
      (#"{"object":"list","data":[]}"#, "openai-videos lines"),
      (#"[{"id":"video_1","status":"queued"}]"#, "openai-videos values"),
      (#"{"type":"video.completed","data":{"id":"video_1"}}"#, "openai-videos lines"),
      (#"{"id":"video_1","object":"video.deleted","deleted":true}"#, "openai-videos lines"),
      (#"{"name":"models/m/operations/x"}"#, "operations lines"),
      (#"{"operations":[]}"#, "operations lines"),
      (#"{"done":true,"response":{}}"#, "operations lines"),
      ("[\n{\"name\":\"models/m/operations/x\"}\n]", "operations values"),
      (#"{"call_type":"acompletion","request_id":"x"}"#, "litellm lines"),
      (#"{"data":[{"call_type":"avideo_status"}]}"#, "litellm lines"),
      (#"{"standard_logging_object":{"call_type":"avideo_status"}}"#, "litellm lines"),
      ("id,state\nx,y\n", "csv rows(separator: 44)"),
      ("\u{feff}id;state\r\nx;y\r\n", "csv rows(separator: 59)"),
      ("id\tstate\n", "csv rows(separator: 9)"), ("id\nvideo_1\n", "csv rows(separator: 44)"),
      ("", "empty"), (" \n\t", "empty"), ("\u{feff}", "empty"),
      ("hello, world", "unrecognized"), ("{}", "unrecognized"), ("[1,2]", "unrecognized"),
      (#"{"name":"Ann","age":3}"#, "unrecognized"), ("{\"a\":", "unrecognized"),
      ("\u{1b}[31m", "unrecognized"),
    ])
  func table(text: String, expected: String) {
    #expect(found(text) == expected)
  }

  @Test("A first record that goes beyond what was read is recognised by its beginning")
  func beginning() {
    let media = String(repeating: "QUJD", count: 100)
    let text =
      #"{"name":"projects/p/locations/l/publishers/google/models/m/operations/x","done":true,"#
      + #""response":{"videos":[{"bytesBase64Encoded":""# + media
    #expect(found(text, isWhole: false) == "operations lines")
  }
}
