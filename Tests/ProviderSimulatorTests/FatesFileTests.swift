import FoundationEssentials
import Testing

@testable import ProviderSimulator

struct FatesFileTests {
  private func read(_ text: String) throws(FatesFileError) -> [ScriptedJob] {
    try FatesFile(Data(text.utf8)).jobs
  }

  @Test("Reads a job with all its members")
  func whole() throws {
    let id = Dialect.vertexOperations.job(.success).id
    let jobs = try read(
      """
      {"jobs": [{"dialect": "vertex-operations", "id": "\(id)", "prompt": "a boat", "seconds": 6,
        "size": "1920x1080", "samples": 2, "fate": "partial", "takes": 90,
        "storage_uri": "gs://demo/out"}]}
      """)
    var order = JobOrder(model: "veo-test", prompt: "a boat", seconds: 6)
    order.size = "1920x1080"
    order.samples = 2
    order.fate = .partial
    order.takes = .seconds(90)
    order.storageURI = "gs://demo/out"
    #expect(jobs == [ScriptedJob(dialect: .vertexOperations, id: id, order: order)])
  }

  @Test("Needs no more than a dialect and an id", arguments: Dialect.allCases)
  func least(dialect: Dialect) throws {
    let id = dialect.job(.success).id
    let job = try #require(
      try read(#"{"jobs":[{"dialect":"\#(dialect.rawValue)","id":"\#(id)"}]}"#).first)
    #expect(job.order.fate == .success)
    #expect(job.order.takes == .seconds(60))
    #expect(job.order.model == (dialect == .openAIVideos ? "sora-2" : "veo-test"))
  }

  @Test(
    "Says what is wrong, and where",
    arguments: [
      (#"{"id":"video_1"}"#, "jobs[0].dialect: is missing"),
      (#"{"dialect":"sora","id":"video_1"}"#, "jobs[0].dialect: there is no dialect 'sora'"),
      (
        #"{"dialect":"openai-videos","id":"models/v/operations/a"}"#,
        "jobs[0].id: 'models/v/operations/a' is not a name of openai-videos"
      ),
      (
        #"{"dialect":"openai-videos","id":"video_1","fate":"glory"}"#,
        "jobs[0].fate: there is no fate 'glory'"
      ),
      (
        #"{"dialect":"openai-videos","id":"video_1","takes":0}"#,
        "jobs[0].takes: must be 1 to 86400"
      ),
      (
        #"{"dialect":"openai-videos","id":"video_1","samples":"2"}"#,
        "jobs[0].samples: is not of type Int"
      ),
      (
        #"{"dialect":"openai-videos","id":"video_1"},{"dialect":"openai-videos","id":"video_1"}"#,
        "jobs[1].id: the same as in jobs[0]"
      ),
    ])
  func errors(jobs: String, message: String) {
    let error = #expect(throws: FatesFileError.self) { try read(#"{"jobs":[\#(jobs)]}"#) }
    #expect(error?.description == message)
  }

  @Test("A file that is no JSON, or none at all, is refused in one line")
  func unreadable() {
    let noJSON = #expect(throws: FatesFileError.self) { try read("{") }
    #expect(noJSON?.description.contains("\n") == false)
    #expect(noJSON?.description.hasPrefix("not JSON") == true)
    #expect(throws: FatesFileError(problem: "the file cannot be read")) {
      try FatesFile(contentsOf: "/there/is/no/such/file")
    }
  }
}
