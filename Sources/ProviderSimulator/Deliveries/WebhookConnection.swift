import NIOCore
import NIOHTTP1
import NIOPosix

/// Why a delivery got no answer.
enum DeliveryFailure: Error, Equatable, Sendable {
  case connectionClosed
  /// No answer in the time that a sender waits.
  case timedOut
}

/// One connection to a receiver, kept open; one request at a time.
///
/// On SwiftNIO itself, for a sender that shares its two cores with the receiver that it measures.
struct WebhookConnection: Sendable {
  /// How long a sender waits; Standard Webhooks advise 15 to 30 s.
  static let patience = TimeAmount.seconds(15)

  private let channel: any Channel
  private let target: WebhookTarget

  static func open(
    to target: WebhookTarget, on group: any EventLoopGroup
  ) async throws -> WebhookConnection {
    let channel = try await ClientBootstrap(group: group)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(ExchangeHandler())
        }
      }
      .connect(host: target.host, port: target.port).get()
    return WebhookConnection(channel: channel, target: target)
  }

  /// Posts a delivery, and returns the status of its answer.
  func post(_ delivery: SignedDelivery) async throws -> Int {
    var headers = HTTPHeaders([
      (
        "host", target.port == 80 ? target.host : "\(target.host):\(target.port)"
      )
    ])
    for (name, value) in delivery.headers { headers.add(name: name, value: value) }
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: target.path, headers: headers)
    let answered = channel.eventLoop.makePromise(of: Int.self)
    let exchange = Exchange(
      head: head, body: ByteBuffer(bytes: delivery.body), answered: answered,
      isCut: delivery.announcedLength.map { $0 > delivery.body.count } ?? false)
    channel.writeAndFlush(exchange, promise: nil)
    return try await answered.futureResult.get()
  }

  var isOpen: Bool { channel.isActive }

  func close() async { try? await channel.close() }
}

/// A request, and the promise of its status.
private struct Exchange: Sendable {
  let head: HTTPRequestHead
  let body: ByteBuffer
  let answered: EventLoopPromise<Int>
  /// Whether the connection ends before the body does.
  let isCut: Bool
}

/// Turns exchanges into the parts of HTTP, and their answers into statuses.
private final class ExchangeHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Exchange
  typealias OutboundOut = HTTPClientRequestPart

  private var waiting: EventLoopPromise<Int>?
  private var status = 0
  private var isLast = false
  private var timeout: Scheduled<Void>?

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let exchange = unwrapOutboundIn(data)
    guard context.channel.isActive, waiting == nil else {
      exchange.answered.fail(DeliveryFailure.connectionClosed)
      promise?.fail(DeliveryFailure.connectionClosed)
      return
    }
    waiting = exchange.answered
    let channel = context.channel
    timeout = context.eventLoop.scheduleTask(in: WebhookConnection.patience) {
      exchange.answered.fail(DeliveryFailure.timedOut)
      channel.close(promise: nil)
    }
    context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(exchange.body))), promise: nil)
    if exchange.isCut {
      context.flush()
      context.close(promise: promise)
    } else {
      context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      status = Int(head.status.code)
      isLast = !head.isKeepAlive
    case .body: break
    case .end:
      guard status >= 200 else { return }
      timeout?.cancel()
      let answered = waiting
      waiting = nil
      if isLast { context.close(promise: nil) }
      answered?.succeed(status)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    timeout?.cancel()
    waiting?.fail(DeliveryFailure.connectionClosed)
    waiting = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
