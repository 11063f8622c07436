import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ProviderSimulator

struct ControlRoutesTests {
  private struct JobLine: Decodable, Equatable {
    var id: String
    var dialect: String
    var fate: String
    var state: String
  }

  private func post(
    _ name: String, _ body: String, _ client: some TestClientProtocol
  ) async throws -> TestResponse {
    try await client.execute(
      uri: "/_control/\(name)", method: .post, body: ByteBuffer(string: body))
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ answer: TestResponse) throws -> Value
  {
    try JSONDecoder().decode(type, from: Data(answer.body.readableBytesView))
  }

  @Test("Makes a job, changes its fate, ends it, and lists it")
  func jobs() async throws {
    let simulator = LiveSimulator()
    try await simulator.application.test(.live) { client in
      let id = "video_abc123"
      let made = try await post(
        "jobs", #"{"dialect":"openai-videos","id":"\#(id)","takes":"5m"}"#, client)
      var line = JobLine(id: id, dialect: "openai-videos", fate: "success", state: "queued")
      #expect(try decode(JobLine.self, made) == line)
      simulator.clock.advance(by: .seconds(2))
      line.fate = "failed"
      line.state = "running"
      let changed = try await post("fate", #"{"id":"\#(id)","fate":"failed"}"#, client)
      #expect(try decode(JobLine.self, changed) == line)
      line.state = "ended"
      let ended = try await post("finish", #"{"id":"\#(id)"}"#, client)
      #expect(try decode(JobLine.self, ended) == line)
      let polled = try await client.execute(
        uri: "/v1/videos/\(id)", method: .get, headers: LiveSimulator.bearer)
      #expect(String(buffer: polled.body).contains(#""status":"failed""#))
      let listed = try await client.execute(uri: "/_control/jobs", method: .get)
      #expect(try decode(JobLine.self, listed) == line)
      let requests = try await client.execute(uri: "/_control/requests", method: .get)
      let lines = String(buffer: requests.body).split(separator: "\n")
      #expect(lines.count == 1)
      #expect(lines.first?.contains(#""path":"/v1/videos/video_abc123""#) == true)
      _ = try await client.execute(uri: "/_control/requests", method: .delete)
      #expect(simulator.log.recentLines.isEmpty)
    }
  }

  @Test("Stops the clock, sends it ahead, and lets it go on")
  func clock() async throws {
    struct Line: Decodable {
      var now: String
      var stopped: Bool
    }
    let simulator = LiveSimulator()
    try await simulator.application.test(.live) { client in
      let stopped = try decode(
        Line.self, try await post("clock", #"{"advance":"10m","stopped":true}"#, client))
      #expect(stopped.now == "2026-08-12T01:58:35.000Z")
      #expect(stopped.stopped)
      simulator.clock.advance(by: .seconds(5))
      let still = try decode(
        Line.self, try await client.execute(uri: "/_control/clock", method: .get))
      #expect(still.now == stopped.now)
      let going = try decode(Line.self, try await post("clock", #"{"stopped":false}"#, client))
      #expect(going.now == stopped.now)
      #expect(!going.stopped)
    }
  }

  @Test("Sets limits, and takes them away")
  func limits() async throws {
    let simulator = LiveSimulator()
    try await simulator.application.test(.live) { client in
      let set = try await post("limits", #"{"rate":0.5,"concurrent":3}"#, client)
      #expect(String(buffer: set.body) == #"{"concurrent":3,"rate":0.5,"burst":null}"#)
      #expect(simulator.gate.limits == RequestLimits(concurrent: 3, rate: 0.5))
      _ = try await post("limits", "{}", client)
      #expect(simulator.gate.limits == RequestLimits())
    }
  }

  @Test(
    "Says what is wrong with an order",
    arguments: [
      ("jobs", #"{"dialect":"x"}"#, 400, "there is no dialect 'x'"),
      ("jobs", #"{"dialect":"openai-videos","fate":"x"}"#, 400, "there is no fate 'x'"),
      ("jobs", #"{"dialect":"openai-videos","id":"x"}"#, 400, "'x' is not a name"),
      ("jobs", #"{"dialect":"openai-videos","takes":"5"}"#, 400, "'takes' is a span"),
      ("jobs", "[]", 400, "the body is not the JSON"),
      ("finish", #"{"id":"x"}"#, 404, "there is no job 'x'"),
      ("fate", #"{"id":"x"}"#, 400, "'fate' is missing"),
      ("clock", #"{"advance":"x"}"#, 400, "'advance' is a span"),
      ("limits", #"{"rate":0}"#, 400, "'rate' at 0.001"),
      ("deliveries", #"{"job":"x"}"#, 400, "no --webhook is set for 'openai'"),
    ])
  func problems(name: String, body: String, status: Int, words: String) async throws {
    try await LiveSimulator().application.test(.live) { client in
      let answer = try await post(name, body, client)
      #expect(answer.status.code == status)
      #expect(String(buffer: answer.body).contains(words))
    }
  }

  @Test("Obeys this machine and no page in a browser")
  func pages() async throws {
    try await LiveSimulator().application.test(.live) { client in
      let origin = try #require(HTTPField.Name("origin"))
      let answer = try await client.execute(
        uri: "/_control/jobs", method: .get, headers: [origin: "http://example.com"])
      #expect(answer.status == .forbidden)
    }
  }
}
