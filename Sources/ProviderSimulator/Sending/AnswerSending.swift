import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The end of an answer that was planned to break off.
struct BrokenOff: Error {}

extension Answer {
  /// The headers, with those that tell the middleware and the connection more.
  var fields: HTTPFields {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if let job, let name = HTTPField.Name.simulatedJob { fields[name] = job }
    if let date, let name = HTTPField.Name.simulatedDate { fields[name] = date.httpDate }
    return fields
  }

  /// The response, sent as ``sending`` says; `channel` is `nil` where there is no connection.
  func response(over channel: (any Channel)?) async -> Response {
    var response = Response(self)
    switch sending {
    case .whole: return response
    case .after(let span):
      // Somebody who goes away meanwhile gets nothing.
      try? await Task.sleep(for: span)
      return response
    case .nothing:
      try? await channel?.close()
      return response
    case .over, .reset, .short, .padded:
      response.body = brokenBody(over: channel)
      if let name = HTTPField.Name.simulatedStream { response.headers[name] = "1" }
      response.headers[.contentLength] = response.body.contentLength.map(String.init)
      return response
    }
  }

  private func brokenBody(over channel: (any Channel)?) -> ResponseBody {
    let bytes = body
    switch sending {
    case .whole, .after, .nothing: return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    case .over(let span): return Self.slowBody(bytes, over: span)
    case .padded(let size): return Self.paddedBody(bytes, to: size)
    case .reset(let count):
      return ResponseBody(contentLength: bytes.count) { writer in
        try await writer.write(ByteBuffer(bytes: bytes.prefix(count)))
        // A reset takes with it what the other side has not read yet; this lets it read.
        try? await Task.sleep(for: .milliseconds(50))
        await channel?.reset()
        throw BrokenOff()
      }
    case .short(let missing):
      return ResponseBody(contentLength: bytes.count + missing) { writer in
        try await writer.write(ByteBuffer(bytes: bytes))
        try? await channel?.close()
        throw BrokenOff()
      }
    }
  }

  private static func slowBody(_ bytes: [UInt8], over span: Duration) -> ResponseBody {
    let pieces = 20
    return ResponseBody(contentLength: bytes.count) { writer in
      for piece in 0..<pieces {
        let part = bytes[bytes.count * piece / pieces..<bytes.count * (piece + 1) / pieces]
        try await writer.write(ByteBuffer(bytes: part))
        try await Task.sleep(for: span / pieces)
      }
      try await writer.finish(nil)
    }
  }

  private static func paddedBody(_ bytes: [UInt8], to size: Int) -> ResponseBody {
    let padding = max(0, size - bytes.count)
    let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 16)
    return ResponseBody(contentLength: bytes.count + padding) { writer in
      try await writer.write(ByteBuffer(bytes: bytes.dropLast()))
      for _ in 0..<padding / piece.readableBytes { try await writer.write(piece) }
      let rest = padding % piece.readableBytes
      try await writer.write(ByteBuffer(repeating: UInt8(ascii: " "), count: rest))
      try await writer.write(ByteBuffer(bytes: bytes.suffix(1)))
      try await writer.finish(nil)
    }
  }
}

extension Channel {
  /// Ends the connection with a reset, as after a crash, and not with an orderly end.
  fileprivate func reset() async {
    if let options = self as? any SocketOptionProvider {
      try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await close()
  }
}

extension Moment {
  /// As in RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
  var httpDate: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = rfc3339.split { "-T.".contains($0) }
    let day = Int((secondsSince1970 / 86_400) % 7)
    let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
    return "\(weekdays[day]), \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
  }
}
