import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Synchronization

@testable import ProviderSimulator

/// What a receiver must check, written down once more from the specification.
struct ReferenceReceiver {
  static let secretText = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
  static let key = SymmetricKey(data: Array(UInt8(1)...32))

  static func status(_ delivery: SignedDelivery, now: Moment) -> Int {
    guard delivery.body.count <= 256 << 10 else { return 413 }
    guard let id = delivery.id, let timestamp = delivery.timestamp,
      let second = Int64(timestamp), abs(second - now.secondsSince1970) <= 300
    else { return 400 }
    let signed = Array("\(id).\(timestamp).".utf8) + delivery.body
    let isGood = (delivery.signature ?? "").split(separator: " ").contains { part in
      guard part.hasPrefix("v1,"), let code = Data(base64Encoded: String(part.dropFirst(3))) else {
        return false
      }
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
    }
    return isGood ? 200 : 401
  }
}

/// A receiver over HTTP that keeps what it acknowledged.
final class LiveReceiver: Sendable {
  private let kept = Mutex<[(id: String, body: String)]>([])

  var deliveries: [(id: String, body: String)] { kept.withLock { $0 } }

  /// `refusals`: answers 503 to so many deliveries first.
  func router(refusals: Int = 0) -> Router<BasicRequestContext> {
    let left = RefusalsLeft(refusals)
    let router = Router()
    router.post("/webhooks") { [self] request, _ -> HTTPResponse.Status in
      let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
      func field(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
      }
      let delivery = SignedDelivery(
        id: field("webhook-id"), timestamp: field("webhook-timestamp"),
        signature: field("webhook-signature"), body: body)
      let status = ReferenceReceiver.status(delivery, now: Moment.now())
      guard status == 200, let id = delivery.id else { return HTTPResponse.Status(code: status) }
      guard left.take() else { return .serviceUnavailable }
      kept.withLock { $0.append((id: id, body: body.text)) }
      return .ok
    }
    return router
  }

  private final class RefusalsLeft: Sendable {
    private let count: Mutex<Int>

    init(_ count: Int) { self.count = Mutex(count) }

    /// Whether no refusal is left.
    func take() -> Bool {
      count.withLock { count in
        guard count > 0 else { return true }
        count -= 1
        return false
      }
    }
  }
}
