import Crypto
import FoundationEssentials

/// A delivery that breaks a rule; a receiver must refuse each of them.
///
/// | forgery | what is wrong |
/// |---|---|
/// | `wrong_secret` | signed with a secret that the receiver does not have |
/// | `changed_body` | another job's id in a body that was signed before |
/// | `changed_type` | `video.failed` and `video.completed` swapped after the signature |
/// | `other_id` | a good signature under another webhook-id |
/// | `other_timestamp` | a good signature under a timestamp a second later |
/// | `stale` | signed well, 301 s to a day ago |
/// | `future` | signed well, for a moment at least 305 s ahead |
/// | `cut_body` | the end of the body is missing |
/// | `reencoded` | the same JSON in other bytes |
/// | `oversized` | signed well, but larger than 256 KiB |
/// | `no_id`, `no_timestamp`, `no_signature` | that header is missing |
/// | `empty_signature` | the header is there and empty |
/// | `wrong_scheme` | a good signature that is called `v1a` |
/// | `no_scheme` | a good signature without `v1,` |
/// | `cut_signature` | the first half of a good signature |
/// | `changed_signature` | one character of a good signature changed |
/// | `no_number` | a timestamp that is no number, signed well |
/// | `empty_body` | no body under the signature of one |
enum Forgery: String, CaseIterable, Sendable {
  case wrongSecret = "wrong_secret"
  case changedBody = "changed_body"
  case changedType = "changed_type"
  case otherID = "other_id"
  case otherTimestamp = "other_timestamp"
  case stale
  case future
  case cutBody = "cut_body"
  case reencoded
  case oversized
  case noID = "no_id"
  case noTimestamp = "no_timestamp"
  case noSignature = "no_signature"
  case emptySignature = "empty_signature"
  case wrongScheme = "wrong_scheme"
  case noScheme = "no_scheme"
  case cutSignature = "cut_signature"
  case changedSignature = "changed_signature"
  case noNumber = "no_number"
  case emptyBody = "empty_body"

  /// What a receiver takes at most (the issue of this project; Standard Webhooks advise 20 kB).
  static let bodyBytesMax = 256 << 10
}

extension Forgery {
  /// The delivery of `event` at `now` with this rule broken; everything else about it is right.
  func delivery(
    of event: JobEvent, secret: WebhookSecret, at now: Moment,
    using random: inout some RandomNumberGenerator
  ) -> SignedDelivery {
    func signed(
      _ body: [UInt8], at moment: Moment = now, by key: WebhookSecret = secret
    ) -> SignedDelivery {
      let timestamp = String(moment.secondsSince1970)
      return SignedDelivery(
        id: event.webhookID, timestamp: timestamp,
        signature: key.signature(id: event.webhookID, timestamp: timestamp, body: body), body: body)
    }
    var delivery = signed(event.body)
    switch self {
    case .wrongSecret:
      let key = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      delivery = signed(event.body, by: WebhookSecret(key: key))
    case .stale:
      delivery = signed(
        event.body, at: now + .seconds(-random.between(301...86_400)))
    case .future:
      delivery = signed(event.body, at: now + .seconds(random.between(305...86_400)))
    case .oversized:
      let padding = [UInt8](repeating: UInt8(ascii: " "), count: Self.bodyBytesMax)
      delivery = signed(event.body + padding)
    case .noNumber:
      let timestamp = now.rfc3339
      delivery.timestamp = timestamp
      delivery.signature = secret.signature(
        id: event.webhookID, timestamp: timestamp, body: event.body)
    case .changedBody, .changedType, .otherID, .otherTimestamp, .cutBody, .reencoded, .noID,
      .noTimestamp, .noSignature, .emptySignature, .wrongScheme, .noScheme, .cutSignature,
      .changedSignature, .emptyBody:
      change(&delivery, of: event, at: now, using: &random)
    }
    return delivery
  }

  /// What is done to a delivery after it was signed.
  private func change(
    _ delivery: inout SignedDelivery, of event: JobEvent, at now: Moment,
    using random: inout some RandomNumberGenerator
  ) {
    let signature = delivery.signature ?? ""
    switch self {
    case .changedBody:
      let other = "video_" + RandomText.hexadecimal(digits: 48, using: &random)
      delivery.body = Array(event.body.text.replacing(event.job, with: other).utf8)
    case .changedType:
      let other = event.type == "video.failed" ? "video.completed" : "video.failed"
      delivery.body = Array(event.body.text.replacing(event.type, with: other).utf8)
    case .otherID: delivery.id = "wh_" + RandomText.hexadecimal(digits: 32, using: &random)
    case .otherTimestamp: delivery.timestamp = String(now.secondsSince1970 + 1)
    case .cutBody: delivery.body.removeLast(Int(random.between(1...40)))
    case .reencoded:
      delivery.body = Array(event.body.text.replacing("\":", with: "\": ").utf8)
    case .noID: delivery.id = nil
    case .noTimestamp: delivery.timestamp = nil
    case .noSignature: delivery.signature = nil
    case .emptySignature: delivery.signature = ""
    case .wrongScheme: delivery.signature = "v1a" + signature.dropFirst(2)
    case .noScheme: delivery.signature = String(signature.dropFirst(3))
    case .cutSignature: delivery.signature = String(signature.prefix(signature.count / 2))
    case .changedSignature:
      var bytes = Array(signature.utf8)
      let place = 3 + Int(random.below(40))
      bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      delivery.signature = bytes.text
    case .emptyBody: delivery.body = []
    case .wrongSecret, .stale, .future, .oversized, .noNumber: break
    }
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}
