internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Keeps a sender from holding a connection by being slow.
///
/// The first request's head must be whole in time; those that follow on the same connection are under
/// the limit of silence, which bytes of a head that is not whole do not put off. An answer that comes
/// before its request is whole, such as one to a body that is too long, ends the connection.
final class RequestLimitHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let headTime: TimeAmount
  private let lingerTime: TimeAmount
  private var timer: Scheduled<Void>?
  /// Requests that came whole, and answers that were begun.
  private var wholeRequests = 0
  private var answers = 0
  private var endsWithAnswer = false
  private var isEnding = false

  /// - Parameters:
  ///   - headTime: From the connection's begin to the end of its first head.
  ///   - lingerTime: How long the sender is still listened to after its last answer: closing while
  ///     it sends would reset the connection, and it might never read that answer.
  init(headTime: Duration, lingerTime: Duration) {
    self.headTime = .nanoseconds(headTime.nanoseconds)
    self.lingerTime = .nanoseconds(lingerTime.nanoseconds)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { close(context, after: headTime) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  func channelActive(context: ChannelHandlerContext) {
    close(context, after: headTime)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isEnding else { return }
    switch unwrapInboundIn(data) {
    case .head:
      timer?.cancel()
      timer = nil
    case .body: break
    case .end: wholeRequests += 1
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head) where wholeRequests <= answers:
      endsWithAnswer = true
      head.headerFields[.connection] = "close"
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .head, .body: context.write(data, promise: promise)
    case .end:
      answers += 1
      guard endsWithAnswer else { return context.write(data, promise: promise) }
      isEnding = true
      context.writeAndFlush(data, promise: promise)
      context.close(mode: .output, promise: nil)
      close(context, after: lingerTime)
    }
  }

  private func close(_ context: ChannelHandlerContext, after time: TimeAmount) {
    timer?.cancel()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
      context.close(promise: nil)
    }
  }
}
