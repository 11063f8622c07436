import AsyncHTTPClient
import Crypto
import Foundation
import Ledger
import NIOCore
import NIOHTTP1
import NIOPosix
import Providers
import Testing

@testable import Poller

@Suite("The receiver over loopback, with a real ledger")
struct ReceiverServerTests {
  private static let secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
  private static let now = Moment(secondsSince1970: 1_786_500_000)

  private static func body(_ number: Int, type: String = "video.completed") -> String {
    let id = "video_6a7bd3\(String(format: "%026x", number))"
    return #"{"id":"evt_1","object":"event","created_at":1786499999,"type":"\#(type)","#
      + #""data":{"id":"\#(id)"}}"#
  }

  /// The headers of a delivery that is signed rightly.
  private static func headers(
    _ id: String, _ body: String, timestamp: String = "1786500000"
  ) throws -> [(String, String)] {
    let key = try #require(Data(base64Encoded: String(secret.dropFirst(6))))
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(timestamp).\(body)".utf8), using: SymmetricKey(data: key))
    return [
      ("webhook-id", id), ("webhook-timestamp", timestamp),
      ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
    ]
  }

  @Test("A 200 comes after the append; the same delivery is kept once")
  func keeps() async throws {
    try await Receiving.run { receiving in
      let body = Self.body(1)
      for _ in 0..<2 {
        let answer = try await receiving.send(Self.headers("wh_1", body), body)
        #expect(answer == .init(status: 200, text: "ok\n"))
        #expect(try receiving.kept() == ["wh_1"])
      }
      let failed = Self.body(1, type: "video.failed")
      #expect(try await receiving.send(Self.headers("wh_2", failed), failed).status == 200)
      #expect(try receiving.kept() == ["wh_1", "wh_2"])
      // Another body under a known id is no retry; both stay, for nothing signed may be lost.
      #expect(try await receiving.send(Self.headers("wh_1", failed), failed).status == 200)
      #expect(try receiving.kept() == ["wh_1", "wh_2", "wh_1"])
      #expect(
        receiving.counts.all.map { "\($0.place.endpoint) \($0.place.outcome) \($0.count)" }
          == ["openai appended 3", "openai duplicate 1"])
    }
  }

  @Test(
    "What tells of nothing that is kept is answered 200, and leaves nothing",
    arguments: [
      #"{"type":"response.completed","data":{"id":"resp_1"}}"#, "no json", "", "[]",
      #"{"type":"video.completed"}"#, #"{"type":"video.completed","data":{"id":7}}"#,
      #"{"type":"video.generated","data":{"id":"models/veo-3.1/operations/abc123"}}"#,
    ])
  func ignores(body: String) async throws {
    try await Receiving.run { receiving in
      let answer = try await receiving.send(Self.headers("wh_1", body), body)
      #expect(answer.status == 200)
      #expect(try receiving.kept() == [])
    }
  }

  /// What an attacker or a broken sender changes in a good delivery, and the answer.
  struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    let text: String
    var id = "wh_1"
    var timestamp = "1786500000"
    var without: String?
    var more: [String] = []
    var signature: String?
    var sent: String?
    var endpoint = "openai"

    var testDescription: String { name }

    static let all = [
      Change(name: "no id", status: 400, text: "missing_header", without: "webhook-id"),
      Change(name: "no time", status: 400, text: "missing_header", without: "webhook-timestamp"),
      Change(name: "unsigned", status: 400, text: "missing_header", without: "webhook-signature"),
      Change(name: "two ids", status: 400, text: "repeated_header", more: ["webhook-id"]),
      Change(name: "two times", status: 400, text: "repeated_header", more: ["Webhook-Timestamp"]),
      Change(
        name: "two headers of signatures", status: 400, text: "repeated_header",
        more: ["webhook-signature"]),
      Change(name: "no number", status: 400, text: "malformed_timestamp", timestamp: "soon"),
      Change(
        name: "largest number", status: 401, text: "stale", timestamp: "9223372036854775807"),
      Change(name: "old", status: 401, text: "stale", timestamp: "1786499699"),
      Change(name: "from the future", status: 401, text: "stale", timestamp: "1786500301"),
      Change(name: "another kind", status: 401, text: "no_usable_signature", signature: "v1a,AAAA"),
      Change(name: "a token", status: 401, text: "no_usable_signature", signature: "e30.e30.AAAA"),
      Change(name: "forged", status: 401, text: "no_match", signature: "v1,AAAA"),
      Change(
        name: "thousands of signatures", status: 401, text: "no_match",
        signature: String(repeating: "v1,AAAA ", count: 1900)),
      Change(name: "another body", status: 401, text: "no_match", sent: body(2)),
      Change(
        name: "a long id", status: 400, text: "bad_id", id: String(repeating: "w", count: 257)),
      Change(name: "no secret", status: 401, text: "no_secret", endpoint: "open"),
      Change(name: "nowhere", status: 404, text: "", endpoint: "nowhere"),
      Change(name: "a path", status: 404, text: "", endpoint: "openai/..%2fopenai"),
    ]
  }

  @Test("What breaks a rule is refused by its name, and leaves nothing", arguments: Change.all)
  func refuses(change: Change) async throws {
    try await Receiving.run { receiving in
      let body = Self.body(1)
      var headers = try Self.headers(change.id, body, timestamp: change.timestamp)
      headers.removeAll { $0.0 == change.without }
      if let signature = change.signature { headers[2].1 = signature }
      headers += change.more.map { name in (name, "1786500000") }
      let answer = try await receiving.send(headers, change.sent ?? body, to: change.endpoint)
      #expect(answer.status == change.status)
      if !change.text.isEmpty { #expect(answer.text == change.text + "\n") }
      #expect(try receiving.kept() == [])
      let good = try await receiving.send(Self.headers("wh_1", body), body)
      #expect(good.status == 200, "it goes on after that")
    }
  }

  @Test(
    "A body that is too long is refused, with and without its length", arguments: [true, false])
  func tooLarge(hasLength: Bool) async throws {
    try await Receiving.run { receiving in
      let body = String(repeating: " ", count: (256 << 10) + 1)
      let bytes = ByteBuffer(string: body)
      let (pieces, end) = AsyncStream.makeStream(of: ByteBuffer.self)
      end.yield(bytes)
      end.finish()
      let answer = try await receiving.send(
        Self.headers("wh_1", body),
        body: hasLength
          ? .bytes(bytes)
          : .stream(pieces, length: .unknown))
      #expect(answer == .init(status: 413, text: "too_large\n"))
      let longest = String(repeating: " ", count: 256 << 10)
      #expect(try await receiving.send(Self.headers("wh_2", longest), longest).status == 200)
    }
  }

  @Test("A body that does not come in time is refused")
  func tooSlow() async throws {
    var limits = ReceiverServer.Limits()
    limits.bodyTime = .milliseconds(50)
    try await Receiving.run(limits) { receiving in
      let (pieces, end) = AsyncStream.makeStream(of: ByteBuffer.self)
      let answer = try await receiving.send(
        Self.headers("wh_1", Self.body(1)), body: .stream(pieces, length: .known(Int64(100))))
      end.finish()
      #expect(answer == .init(status: 408, text: "too_slow\n"))
      #expect(try receiving.kept() == [])
    }
  }

  @Test(
    "An answer before the body is whole ends the connection, while its sender still trickles",
    arguments: [("openai", "413"), ("nowhere", "404")])
  func endsAfterEarlyAnswer(endpoint: String, status: String) async throws {
    var limits = ReceiverServer.Limits()
    limits.lingerTime = .milliseconds(50)
    try await Receiving.run(limits) { receiving in
      let said = try await receiving.talk(
        "POST /webhooks/\(endpoint) HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n ")
      #expect(said.hasPrefix("HTTP/1.1 \(status) "))
      #expect(said.lowercased().contains("\r\nconnection: close\r\n"))
    }
  }

  @Test("A head that is not whole in time ends its connection without an answer")
  func slowHead() async throws {
    var limits = ReceiverServer.Limits()
    limits.headTime = .milliseconds(50)
    try await Receiving.run(limits) { receiving in
      let said = try await receiving.talk("POST /webhooks/openai HTTP/1.1\r\nHost: x\r\nX-Slow: ")
      #expect(said.isEmpty)
    }
  }

  @Test("Senders of slow heads that hold every connection do not starve the rest")
  func starvesNobody() async throws {
    var limits = ReceiverServer.Limits()
    limits.headTime = .milliseconds(100)
    limits.connections = 2
    try await Receiving.run(limits) { receiving in
      let body = Self.body(1)
      async let first = receiving.talk("POST /")
      async let second = receiving.talk("POST /")
      let answer = try await receiving.send(Self.headers("wh_1", body), body)
      #expect(answer.status == 200)
      #expect(try await [first, second] == ["", ""])
    }
  }

  @Test("A port that is taken is said in the system's words")
  func taken() async throws {
    try await Receiving.run { receiving in
      let port = try #require(URL(string: receiving.origin)?.port)
      let second = Receiving.server(receiving.ledger, port: port) { _ in }
      let error = await #expect(throws: ReceiverServer.CannotListen.self) { try await second.run() }
      #expect(error?.why == "address already in use")
    }
  }

  /// A receiver that listens, with its ledger.
  private struct Receiving {
    struct Answer: Equatable {
      let status: Int
      let text: String
    }

    let ledger: Ledger
    let counts: ReceiverCounts
    let origin: String

    static func server(
      _ ledger: Ledger, port: Int = 0, counts: ReceiverCounts = ReceiverCounts(),
      limits: ReceiverServer.Limits = .init(),
      report: @escaping @Sendable (ReceiverServer.Report) async -> Void
    ) -> ReceiverServer {
      let access = AccountAccess(
        account: Account(
          name: "sora", dialect: .openAIVideos, baseURL: "https://api.openai.com/v1"),
        key: nil, keyName: "KEY")
      let signature = try? WebhookSignature(secrets: [secret])
      return ReceiverServer(
        host: "127.0.0.1", port: port,
        endpoints: [
          "openai": WebhookEndpoint(
            name: "openai", access: access, signature: signature, keys: nil),
          "open": WebhookEndpoint(name: "open", access: access, signature: nil, keys: nil),
        ],
        intake: DeliveryIntake(ledger: ledger, prompts: .full, keys: { [] }, now: { now }),
        counts: counts, limits: limits, pages: [:], report: report)
    }

    static func run(
      _ limits: ReceiverServer.Limits = .init(), _ body: (Receiving) async throws -> Void
    ) async throws {
      let folder = try ScratchFolder()
      let ledger = try await Ledger.create(
        folder.path + "/ledger", origin: nil, tool: "test", now: { now })
      let counts = ReceiverCounts()
      let (ports, port) = AsyncStream.makeStream(of: Int.self)
      let server = server(ledger, counts: counts, limits: limits) { report in
        if case .listening(let number) = report { port.yield(number) }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        for await number in ports {
          try await body(
            Receiving(ledger: ledger, counts: counts, origin: "http://127.0.0.1:\(number)"))
          break
        }
        group.cancelAll()
      }
      withExtendedLifetime(folder) {}
    }

    func send(
      _ headers: [(String, String)], _ body: String, to endpoint: String = "openai"
    ) async throws -> Answer {
      try await send(headers, body: .bytes(ByteBuffer(string: body)), to: endpoint)
    }

    func send(
      _ headers: [(String, String)], body: HTTPClientRequest.Body, to endpoint: String = "openai"
    ) async throws -> Answer {
      var request = HTTPClientRequest(url: "\(origin)/webhooks/\(endpoint)")
      request.method = .POST
      request.headers = HTTPHeaders(headers)
      request.body = body
      let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
      let text = try await answer.body.collect(upTo: 1 << 16)
      return Answer(
        status: Int(answer.status.code),
        text: String(decoding: text.readableBytesView, as: UTF8.self))
    }

    /// Sends the text, and gives what comes until the receiver ends the connection.
    func talk(_ text: String) async throws -> String {
      let port = try #require(URL(string: origin)?.port)
      do {
        return try await talk(text, port)
      } catch ChannelError.ioOnClosedChannel {
        return ""  // It ended the connection before it was used.
      }
    }

    private func talk(_ text: String, _ port: Int) async throws -> String {
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        var said = ""
        do {
          try await outbound.write(ByteBuffer(string: text))
          for try await piece in inbound { said += String(buffer: piece) }
        } catch is IOError {
          return said  // The connection was reset: what was said is all.
        }
        return said
      }
    }

    /// The ids of the deliveries in the log.
    func kept() throws -> [String?] {
      let snapshot = try ledger.snapshot()
      var ids: [String?] = []
      for number in 1...(try snapshot.head().rawValue) {
        let event = try #require(try snapshot.event(at: LogSequence(rawValue: number)))
        if case .webhookReceived(let delivery, _) = event.fact { ids.append(delivery.id) }
      }
      return ids
    }
  }
}
