import HTTPTypes
import Hummingbird
import Synchronization

/// A server on this machine that answers as a test says, and remembers what it was asked.
final class LoopbackServer: Sendable {
  struct Reply: Sendable {
    var status = HTTPResponse.Status.ok
    var headers: HTTPFields = [:]
    var body = ""
    /// The connection breaks after so many bytes of the body; `nil` for not at all.
    var cutAfter: Int?
  }

  /// Breaks a connection off.
  private struct Cut: Error {}

  struct Asked: Equatable, Sendable {
    var path: String
    /// `authorization` or `x-goog-api-key`.
    var key: String?
    var range: String?
    var ifRange: String?
    /// What a `POST` brought.
    var body: String?
  }

  private let asked = Mutex<[Asked]>([])

  var requests: [Asked] { asked.withLock { $0 } }

  /// Runs `body` with the server's origin while it answers by `replies`, by path and query.
  func run(
    _ replies: @escaping @Sendable (String) -> Reply, _ body: (String) async throws -> Void
  ) async throws {
    try await run(answering: { asked, _ in replies(asked.path) }, body)
  }

  /// Runs `body` with the server's origin while it answers by `replies`, by what is asked and how
  /// many questions came before.
  func run(
    answering replies: @escaping @Sendable (Asked, Int) -> Reply,
    _ body: (String) async throws -> Void
  ) async throws {
    let router = Router()
    let answer: @Sendable (Request) async throws -> Response = { [self] request in
      let google = HTTPField.Name("x-goog-api-key").flatMap { request.headers[$0] }
      let question = Asked(
        path: request.uri.string, key: request.headers[.authorization] ?? google,
        range: request.headers[.range], ifRange: request.headers[.ifRange],
        body: try await Self.sent(request))
      let before = asked.withLock { asked in
        defer { asked.append(question) }
        return asked.count
      }
      let reply = replies(question, before)
      return Response(status: reply.status, headers: reply.headers, body: Self.body(reply))
    }
    router.get("**") { request, _ in try await answer(request) }
    router.post("**") { request, _ in try await answer(request) }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      for await number in ports {
        try await body("http://127.0.0.1:\(number)")
        break
      }
      group.cancelAll()
    }
  }

  private static func sent(_ request: Request) async throws -> String? {
    guard request.method == .post else { return nil }
    return String(buffer: try await request.body.collect(upTo: 1 << 16))
  }

  private static func body(_ reply: Reply) -> ResponseBody {
    guard let cut = reply.cutAfter else {
      return ResponseBody(byteBuffer: ByteBuffer(string: reply.body))
    }
    return ResponseBody(contentLength: reply.body.utf8.count) { writer in
      try await writer.write(ByteBuffer(bytes: reply.body.utf8.prefix(cut)))
      throw Cut()
    }
  }
}
