import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import ProviderSimulator

/// Over HTTP on the loopback interface; time passes only when a test says so.
struct LiveTests {
  private let clock = TestClock()
  private let bearer: HTTPFields = [.authorization: "Bearer simulated"]
  private let vertexModel = "projects/demo-1/locations/us-central1/publishers/google/models/veo"

  private struct Named: Decodable {
    var id: String?
    var name: String?
  }

  private func application(
    scripted: [ScriptedJob] = [], log: RequestLog? = nil
  ) -> some ApplicationProtocol {
    let providers = SimulatedProviders(
      speed: Speed(factor: 60), scripted: scripted, clock: { [clock] in clock.now },
      random: SeededGenerator(state: 1))
    var logger = Logger(label: "test")
    logger.logLevel = .warning
    return Application(
      router: simulatorRouter(
        SimulatorParts(providers: providers, log: log), logger: logger),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      logger: logger)
  }

  private func key(_ value: String) throws -> HTTPFields {
    [try #require(HTTPField.Name("x-goog-api-key")): value]
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ response: TestResponse) throws
    -> Value
  {
    try JSONDecoder().decode(type, from: Data(response.body.readableBytesView))
  }

  @Test("OpenAI: create, poll, content, delete")
  func openAI() async throws {
    try await application().test(.live) { client in
      let created = try await client.execute(
        uri: "/v1/videos", method: .post, headers: bearer,
        body: ByteBuffer(string: #"{"prompt":"a boat"}"#))
      let id = try #require(try decode(Named.self, created).id)
      let path = "/v1/videos/\(id)"
      let early = try await client.execute(
        uri: "\(path)/content", method: .get, headers: bearer)
      #expect(early.status == .notFound)
      let undeletable = try await client.execute(uri: path, method: .delete, headers: bearer)
      #expect(undeletable.status == .badRequest)
      clock.advance(by: .seconds(1))
      let polled = try await client.execute(uri: path, method: .get, headers: bearer)
      #expect(try decode(Body.self, polled).status == "completed")
      let content = try await client.execute(uri: "\(path)/content", method: .get, headers: bearer)
      #expect(Array(content.body.readableBytesView) == SampleMedia.video(seed: id))
      #expect(content.headers[.contentType] == "video/mp4")
      try await client.execute(uri: path, method: .delete, headers: bearer)
      let gone = try await client.execute(uri: path, method: .get, headers: bearer)
      #expect(gone.status == .notFound)
    }
  }

  @Test("Gemini: create, poll, and a download by way of a redirect")
  func gemini() async throws {
    try await application().test(.live) { client in
      let created = try await client.execute(
        uri: "/v1beta/models/veo:predictLongRunning", method: .post, headers: try key("simulated"),
        body: ByteBuffer(string: #"{"instances":[{"prompt":"a boat"}]}"#))
      let name = try #require(try decode(Named.self, created).name)
      clock.advance(by: .seconds(1))
      let polled = try await client.execute(
        uri: "/v1beta/\(name)", method: .get, headers: try key("simulated"))
      let samples = try decode(Body.self, polled).response?.generateVideoResponse?.generatedSamples
      let uri = try #require(samples?.first?.video.uri)
      let path = try #require(uri.firstRange(of: "/v1beta/").map { String(uri[$0.lowerBound...]) })
      let redirect = try await client.execute(
        uri: path, method: .get, headers: try key("simulated"))
      #expect(redirect.status == .found)
      #expect(String(buffer: redirect.body).contains(#""code":302"#))
      #expect(redirect.headers[.location]?.hasSuffix("/download\(path)") == true)
      let video = try await client.execute(
        uri: "/download\(path)", method: .get, headers: try key("simulated"))
      #expect(Array(video.body.readableBytesView) == SampleMedia.video(seed: name))
      let keyInQuery = try await client.execute(uri: "\(path)&key=simulated", method: .get)
      #expect(keyInQuery.status == .ok)
      #expect(keyInQuery.body.readableBytes == 0)
    }
  }

  @Test("Vertex AI: create and poll under both versions; a plain GET finds nothing")
  func vertex() async throws {
    try await application().test(.live) { client in
      for version in ["v1", "v1beta1"] {
        let created = try await client.execute(
          uri: "/\(version)/\(vertexModel):predictLongRunning", method: .post, headers: bearer,
          body: ByteBuffer(
            string: #"""
              {"instances":[{"prompt":"a boat"}],"parameters":{"storageUri":"gs://demo/out"}}
              """#))
        let name = try #require(try decode(Named.self, created).name)
        clock.advance(by: .seconds(1))
        let polled = try await client.execute(
          uri: "/\(version)/\(vertexModel):fetchPredictOperation", method: .post, headers: bearer,
          body: ByteBuffer(string: #"{"operationName":"\#(name)"}"#))
        let address = try decode(Body.self, polled).response?.videos?.first?.gcsUri
        let object = try #require(address?.split(separator: "gs://demo/").last)
        let video = try await client.execute(
          uri: "/storage/v1/b/demo/o/\(object.replacing("/", with: "%2F"))?alt=media", method: .get,
          headers: bearer)
        #expect(Array(video.body.readableBytesView) == SampleMedia.video(seed: name))
        let plain = try await client.execute(
          uri: "/\(version)/\(name)", method: .get, headers: bearer)
        #expect(plain.status == .notFound)
      }
    }
  }

  @Test(
    "Without a key every surface refuses in its own words",
    arguments: [
      ("/v1/videos/video_1", 401, "invalid_api_key"),
      ("/v1beta/models/veo/operations/abc", 403, "PERMISSION_DENIED"),
      ("/storage/v1/b/demo/o/a?alt=media", 401, "UNAUTHENTICATED"),
      ("/v1/videos/video_1/nothing", 404, "invalid_request_error"),
      ("/nothing", 404, "NOT_FOUND"),
    ])
  func refusals(path: String, status: Int, word: String) async throws {
    try await application().test(.live) { client in
      let response = try await client.execute(uri: path, method: .get)
      #expect(response.status.code == status)
      #expect(String(buffer: response.body).contains(word))
    }
  }

  @Test("Scripted jobs are there from the start, and each poll of one is counted")
  func scripted() async throws {
    let job = Dialect.openAIVideos.job(.rateLimited)
    let script = ScriptedJob(dialect: job.dialect, id: job.id, order: job.order)
    try await application(scripted: [script]).test(.live) { client in
      var statuses: [Int] = []
      for _ in 0..<4 {
        let answer = try await client.execute(
          uri: "/v1/videos/\(job.id)", method: .get, headers: bearer)
        statuses.append(answer.status.code)
      }
      #expect(statuses == [429, 429, 200, 200])
    }
  }

  @Test("Every answer has its own request id, and its line in the log")
  func requestLog() async throws {
    struct Line: Decodable, Equatable {
      var at: String
      var method: String
      var path: String
      var status: Int
      var requestID: String
      var job: String?
      var account: String?

      enum CodingKeys: String, CodingKey {
        case at, method, path, status, job, account
        case requestID = "request_id"
      }
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let requestID = try #require(HTTPField.Name("x-request-id"))
    var expected: [Line] = []
    let application = application(log: try RequestLog(path: file.path()))
    let paths = ["/healthz", "/nothing?key=secret", "/v1/videos/video_1", "/v1/videos"]
    for (path, status) in zip(paths, [200, 404, 404, 200]) {
      let line = try await application.test(.live) { client in
        let answer = try await client.execute(uri: path, method: .get, headers: bearer)
        #expect(answer.headers[.date] != nil)
        return Line(
          at: clock.now.rfc3339, method: "GET", path: String(path.prefix { $0 != "?" }),
          status: status, requestID: try #require(answer.headers[requestID]),
          job: path.hasSuffix("video_1") ? "video_1" : nil,
          account: AccountFingerprint.of(key: "simulated"))
      }
      expected.append(line)
    }
    let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
    #expect(lines == expected)
    #expect(Set(lines.map(\.requestID)).count == lines.count)
  }
}
