import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Puts the date that an answer is to have in the place of the server's own.
final class SimulatedDateHandler: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), let name = HTTPField.Name.simulatedDate,
      let date = head.headerFields[name]
    else {
      context.write(data, promise: promise)
      return
    }
    head.headerFields[name] = nil
    head.headerFields[.date] = date
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
