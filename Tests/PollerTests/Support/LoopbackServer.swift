import HTTPTypes
import Hummingbird
import Synchronization

/// A server on this machine that answers as a test says, and remembers what it was asked.
final class LoopbackServer: Sendable {
  struct Reply: Sendable {
    var status = HTTPResponse.Status.ok
    var headers: HTTPFields = [:]
    var body = ""
  }

  struct Asked: Equatable, Sendable {
    var path: String
    /// `authorization` or `x-goog-api-key`.
    var key: String?
  }

  private let asked = Mutex<[Asked]>([])

  var requests: [Asked] { asked.withLock { $0 } }

  /// Runs `body` with the server's origin while it answers by `replies`, by path and query.
  func run(
    _ replies: @escaping @Sendable (String) -> Reply, _ body: (String) async throws -> Void
  ) async throws {
    let router = Router()
    router.get("**") { [self] request, _ in
      let google = HTTPField.Name("x-goog-api-key").flatMap { request.headers[$0] }
      let path = request.uri.string
      asked.withLock {
        $0.append(Asked(path: path, key: request.headers[.authorization] ?? google))
      }
      let reply = replies(path)
      return Response(
        status: reply.status, headers: reply.headers,
        body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
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
}
