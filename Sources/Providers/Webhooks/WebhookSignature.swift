internal import Crypto
internal import FoundationEssentials
public import Ledger

/// Checks deliveries by Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, in constant time.
///
/// Source: standard-webhooks specification 1.0.0; OpenAI's SDK agrees but for secrets without
/// `whsec_`, on which the libraries differ and which are therefore refused.
public struct WebhookSignature: Sendable {
  /// How far the sender's clock may be off, in milliseconds: 300 s both ways.
  public static let toleranceMilliseconds: Int64 = 300_000

  /// Which rule a delivery breaks.
  public enum Refusal: Error, Hashable, Sendable {
    case missingHeader(String)
    /// A header is there twice: what is checked could be another one than what is read later.
    case repeatedHeader(String)
    case malformedTimestamp(String)
    /// Milliseconds that the delivery is too old; negative when it comes from the future.
    case stale(milliseconds: Int64)
    /// No signature of the kind `v1` is there.
    case noUsableSignature
    case noMatch
  }

  /// Why a secret cannot be used.
  public enum BadSecret: Error, Hashable, Sendable {
    case noPrefix
    case notBase64
    /// Fewer than 16 bytes; the specification asks for 24 to 64.
    case tooShort(bytes: Int)
  }

  private static let prefix = "whsec_"
  private static let keyBytesLeast = 16
  private let keys: [SymmetricKey]

  /// Takes the secrets of one endpoint; several while a secret is being rotated.
  ///
  /// - Parameter secrets: Each `whsec_` and base 64.
  /// - Throws: ``BadSecret`` for the first that cannot be used.
  public init(secrets: [String]) throws(BadSecret) {
    var keys: [SymmetricKey] = []
    for secret in secrets {
      guard secret.hasPrefix(Self.prefix) else { throw .noPrefix }
      guard let key = Data(base64Encoded: String(secret.dropFirst(Self.prefix.count))) else {
        throw .notBase64
      }
      guard key.count >= Self.keyBytesLeast else { throw .tooShort(bytes: key.count) }
      keys.append(SymmetricKey(data: key))
    }
    self.keys = keys
  }

  /// Checks one delivery.
  ///
  /// - Parameters:
  ///   - headers: Names are compared without regard to case.
  ///   - body: The raw bytes.
  ///   - now: When it arrived, or the moment at which a stored delivery is checked again.
  /// - Returns: The delivery's id and the moment it was sent.
  /// - Throws: ``Refusal``, the first rule that it breaks.
  /// - Complexity: One hash of the body for each secret, however many signatures are offered: the
  ///   sender is nobody until one of them matches.
  public func check(
    headers: [(name: String, value: String)], body: [UInt8], now: Moment
  ) throws(Refusal) -> (id: String, sent: StatedMoment) {
    let id = try value("webhook-id", headers)
    let timestamp = try value("webhook-timestamp", headers)
    let signatures = try value("webhook-signature", headers)
    guard let seconds = Int64(timestamp) else { throw .malformedTimestamp(timestamp) }
    let sent = Moment(secondsSince1970: seconds)
    // The sender's whole second is compared with ours, as the SDKs do.
    let age = Moment(secondsSince1970: now.rawValue / 1000).milliseconds(since: sent)
    guard age.magnitude <= Self.toleranceMilliseconds.magnitude else {
      throw .stale(milliseconds: age)
    }
    let signed = Array("\(id).\(timestamp).".utf8) + body
    let codes = signatures.split(whereSeparator: \.isWhitespace).compactMap { part -> Data? in
      part.hasPrefix("v1,") ? Data(base64Encoded: String(part.dropFirst(3))) : nil
    }
    guard !codes.isEmpty else { throw .noUsableSignature }
    var isValid = false
    for key in keys {
      let right = HMAC<SHA256>.authenticationCode(for: signed, using: key)
      // This comparison takes the same time for any code of the right length.
      for code in codes where right == code { isValid = true }
    }
    guard isValid else { throw .noMatch }
    return (id, StatedMoment(sent, width: 1000))
  }

  /// The header `webhook-signature` of a delivery of one's own, a signature for each secret.
  ///
  /// - Parameters:
  ///   - id: The header `webhook-id`.
  ///   - seconds: The header `webhook-timestamp`.
  ///   - body: The raw bytes.
  /// - Returns: `v1,` and base 64, with spaces between.
  public func sign(id: String, seconds: Int64, body: [UInt8]) -> String {
    let signed = Array("\(id).\(seconds).".utf8) + body
    return keys.map { key in
      let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
      return "v1," + Data(code).base64EncodedString()
    }.joined(separator: " ")
  }

  private func value(
    _ name: String, _ headers: [(name: String, value: String)]
  ) throws(Refusal) -> String {
    let values = headers.filter { $0.name.lowercased() == name }
    guard let value = values.first?.value, !value.isEmpty else { throw .missingHeader(name) }
    guard values.count == 1 else { throw .repeatedHeader(name) }
    return value
  }
}
