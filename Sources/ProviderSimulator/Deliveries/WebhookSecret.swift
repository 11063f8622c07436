import ArgumentParser
import Crypto
import FoundationEssentials

/// A key of Standard Webhooks, written `whsec_` and base64.
struct WebhookSecret: Equatable, Sendable, ExpressibleByArgument {
  private let key: [UInt8]

  /// Reads what an endpoint's owner is shown once; `nil` for anything else.
  init?(argument: String) {
    guard argument.hasPrefix("whsec_"),
      let data = Data(base64Encoded: String(argument.dropFirst("whsec_".count))), !data.isEmpty
    else { return nil }
    key = Array(data)
  }

  init(key: [UInt8]) { self.key = key }

  /// `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64 (specification 1.0.0).
  func signature(id: String, timestamp: String, body: [UInt8]) -> String {
    var hmac = HMAC<SHA256>(key: SymmetricKey(data: key))
    hmac.update(data: Array("\(id).\(timestamp).".utf8))
    hmac.update(data: body)
    return "v1," + Data(hmac.finalize()).base64EncodedString()
  }
}
