import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ProviderSimulator

@Suite("The faces of five other providers, over HTTP")
struct NeighbourRoutesTests {
  /// How a client of a provider speaks.
  struct Client: CustomTestStringConvertible, Sendable {
    let neighbour: Neighbour
    let create: String
    let order: String
    /// Where a job of that id is asked about.
    let status: @Sendable (String) -> String
    let headers: [(name: String, value: String)]
    /// What a job that has ended says.
    let ended: String

    var testDescription: String { neighbour.rawValue }
  }

  static let clients = [
    Client(
      neighbour: .interactions, create: "/v1beta/interactions",
      order: #"{"model":"gemini-omni-1.1-flash","input":"a boat"}"#,
      status: { "/v1beta/interactions/\($0)" }, headers: [("x-goog-api-key", "simulated")],
      ended: #""status":"completed""#),
    Client(
      neighbour: .runway, create: "/v1/text_to_video", order: #"{"promptText":"a boat"}"#,
      status: { "/v1/tasks/\($0)" },
      headers: [("authorization", "Bearer simulated"), ("x-runway-version", "2024-11-06")],
      ended: #""status":"SUCCEEDED""#),
    Client(
      neighbour: .replicate, create: "/v1/predictions", order: #"{"input":{"prompt":"a boat"}}"#,
      status: { "/v1/predictions/\($0)" }, headers: [("authorization", "Bearer simulated")],
      ended: #""status":"succeeded""#),
    Client(
      neighbour: .fal, create: "/fal-ai/veo3", order: #"{"prompt":"a boat"}"#,
      status: { "/fal-ai/veo3/requests/\($0)/status" },
      headers: [("authorization", "Key simulated")], ended: #""status":"COMPLETED""#),
    Client(
      neighbour: .luma, create: "/generations/video", order: #"{"prompt":"a boat"}"#,
      status: { "/generations/\($0)" }, headers: [("authorization", "Bearer simulated")],
      ended: #""state":"completed""#),
  ]

  private struct Named: Decodable {
    private enum CodingKeys: String, CodingKey {
      case id
      case requestID = "request_id"
    }

    var id: String?
    var requestID: String?
  }

  private func headers(of client: Client) throws -> HTTPFields {
    var fields: HTTPFields = [:]
    for (name, value) in client.headers {
      fields[try #require(HTTPField.Name(name))] = value
    }
    return fields
  }

  private func root(_ client: Client) -> String { "/neighbours/\(client.neighbour.rawValue)" }

  @Test("A job is made, ends, and its file can be fetched", arguments: clients)
  func story(client: Client) async throws {
    let simulator = LiveSimulator()
    let headers = try headers(of: client)
    let root = root(client)
    try await simulator.application.test(.live) { http in
      let made = try await http.execute(
        uri: root + client.create, method: .post, headers: headers,
        body: ByteBuffer(string: client.order))
      #expect(made.status == .ok)
      let named = try JSONDecoder().decode(Named.self, from: Data(made.body.readableBytesView))
      let id = try #require(named.id ?? named.requestID)
      let early = try await http.execute(
        uri: root + client.status(id), method: .get, headers: headers)
      #expect(early.status == .ok)
      #expect(!String(buffer: early.body).contains(client.ended))
      simulator.clock.advance(by: .seconds(600))
      let late = try await http.execute(
        uri: root + client.status(id), method: .get, headers: headers)
      #expect(String(buffer: late.body).contains(client.ended), "\(String(buffer: late.body))")
      let file = try await http.execute(uri: "/neighbours/files/\(id)", method: .get)
      #expect(file.status == .ok)
      #expect(file.body.readableBytes > 0)
    }
  }

  @Test("Without the key in its place nothing is made and nothing told", arguments: clients)
  func keyless(client: Client) async throws {
    let root = root(client)
    try await LiveSimulator().application.test(.live) { http in
      for (method, path) in [(HTTPRequest.Method.post, client.create), (.get, client.status("x"))] {
        let answer = try await http.execute(
          uri: root + path, method: method, body: ByteBuffer(string: client.order))
        #expect(answer.status == .unauthorized)
      }
    }
  }

  @Test("An id that is nobody's is not found", arguments: clients)
  func unknown(client: Client) async throws {
    let headers = try headers(of: client)
    let root = root(client)
    try await LiveSimulator().application.test(.live) { http in
      let answer = try await http.execute(
        uri: root + client.status("nobody"), method: .get, headers: headers)
      #expect(answer.status == .notFound)
    }
  }

  @Test("fal tells a result only when there is one")
  func falResult() async throws {
    let client = try #require(Self.clients.first { $0.neighbour == .fal })
    let headers = try headers(of: client)
    let simulator = LiveSimulator()
    try await simulator.application.test(.live) { http in
      let made = try await http.execute(
        uri: root(client) + client.create, method: .post, headers: headers,
        body: ByteBuffer(string: client.order))
      let named = try JSONDecoder().decode(Named.self, from: Data(made.body.readableBytesView))
      let path = "/neighbours/fal/fal-ai/veo3/requests/\(try #require(named.requestID))"
      let early = try await http.execute(uri: path, method: .get, headers: headers)
      #expect(early.status == .badRequest)
      simulator.clock.advance(by: .seconds(600))
      let late = try await http.execute(uri: path, method: .get, headers: headers)
      #expect(late.status == .ok)
      #expect(String(buffer: late.body).contains("/neighbours/files/"))
    }
  }
}
