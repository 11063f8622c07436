import NIOCore
import NIOPosix
import Synchronization

/// A proxy on this machine that answers in the place of every host, and remembers what it was
/// asked.
final class LoopbackProxy: Sendable {
  private let lines = Mutex<[String]>([])

  /// The first lines of requests and their headers, as they came.
  var asked: [String] { lines.withLock { $0 } }

  /// Runs `body` with the proxy's port.
  func run(_ body: (Int) async throws -> Void) async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            Answers { text in self.lines.withLock { $0.append(text) } })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      try await body(channel.localAddress?.port ?? 0)
      try await channel.close()
    } catch {
      try? await channel.close()
      throw error
    }
  }

  /// Opens a way to hosts without encryption; what is asked there it answers itself.
  private final class Answers: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let tell: @Sendable (String) -> Void
    private var text = ""

    init(tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      text += String(buffer: unwrapInboundIn(data))
      guard text.hasSuffix("\r\n\r\n") else { return }
      defer { text = "" }
      tell(text)
      let answer =
        if text.contains(":443 HTTP") {
          "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"
        } else if text.hasPrefix("CONNECT ") {
          "HTTP/1.1 200 OK\r\n\r\n"
        } else {
          "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nvideo"
        }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }
  }
}
