import Ledger
import Testing

@testable import Providers

struct BodyIDTests {
  @Test(
    "Finds the job's name in every dialect's body",
    arguments: [
      (#"{"id":"video_1","status":"queued"}"#, "video_1"),
      (#"{"task_id":"task_1"}"#, "task_1"), (#"{"code":0,"data":{"id":"video_1"}}"#, "video_1"),
      (#"{"metadata":{"id":"video_1"},"status":"submitted"}"#, "video_1"),
      (#"{"name":"models/m/operations/a","done":true}"#, "models/m/operations/a"),
      (#"{"name":"a video","id":"video_1"}"#, "video_1"), (#"{"name":"a video"}"#, nil),
      (#"{"id":154,"task_id":"task_1"}"#, "task_1"), (#"{"id":""}"#, nil), ("[]", nil), ("", nil),
    ] as [(String, String?)])
  func names(body: String, name: String?) {
    #expect(BodyID.read(Array(body.utf8)) == name)
  }

  @Test(
    "An error in the place of a job is one, a job that failed is none",
    arguments: [
      (#"{"error":{"message":"x"}}"#, true), (#"[{"error":{"code":403}}]"#, true),
      (#"{"error":"x"}"#, true), (#"{"success":false,"status":403,"error":{"code":"x"}}"#, true),
      (#"{"status":"failed","error":{"code":"x"}}"#, false),
      (#"{"done":true,"error":{"code":13}}"#, false), (#"{"error":null}"#, false), ("{}", false),
      ("<html>", false),
    ])
  func errors(body: String, isError: Bool) {
    #expect(BodyID.isError(Array(body.utf8)) == isError)
  }

  @Test("A refused call's name depends on answer and moment alone, and is an id")
  func localNames() {
    let moment = Moment(rawValue: 1_786_500_000_000)
    let name = BodyID.localName([1, 2], moment)
    #expect(name == BodyID.localName([1, 2], moment))
    #expect(name != BodyID.localName([1, 3], moment))
    #expect(name != BodyID.localName([1, 2], nil))
    #expect(JobID(name, dialect: .geminiOperations)?.text == name)
  }
}
