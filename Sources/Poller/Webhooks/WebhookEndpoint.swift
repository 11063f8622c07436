internal import Crypto
internal import Ledger
public import Providers

/// A path that takes deliveries for one account, and what verifies them.
public struct WebhookEndpoint: Sendable {
  /// The last part of its path: `openai`, `gemini`, or the account's name.
  public var name: String
  public var access: AccountAccess
  /// Standard Webhooks; `nil` where no secret is set.
  public var signature: WebhookSignature?
  /// RS256 tokens; `nil` where no keys are set.
  public var keys: TokenKeys?

  public init(
    name: String, access: AccountAccess, signature: WebhookSignature?, keys: TokenKeys?
  ) {
    self.name = name
    self.access = access
    self.signature = signature
    self.keys = keys
  }

  /// The paths under which the built-in accounts take deliveries, beside their own names.
  public static func names(of account: String) -> [String] {
    switch account {
    case "sora": ["openai", "sora"]
    case "veo": ["gemini", "veo"]
    case _: [account]
    }
  }

  /// A delivery that was verified.
  struct Verified {
    var id: String
    var sent: StatedMoment?
    /// Whether the body is known to be the sender's.
    var isBound: Bool
  }

  /// Checks a delivery.
  ///
  /// - Throws: ``DeliveryRefusal``, the rule that it breaks.
  func verify(
    _ headers: [(name: String, value: String)], _ body: [UInt8], now: Moment
  ) throws(DeliveryRefusal) -> Verified {
    let signatures = headers.filter { $0.name.lowercased() == "webhook-signature" }
    guard signatures.count < 2 else { throw .repeatedHeader("webhook-signature") }
    let said = signatures.first?.value ?? ""
    if let keys, WebhookToken.isToken(said) {
      guard let token = keys.current else { throw .keysMissing }
      do throws(WebhookToken.Refusal) {
        let claims = try token.check(said, body: body, now: now)
        // A token does not sign the header webhook-id; the body is the same for each retry.
        let id = "sha256:" + Array(SHA256.hash(data: body)).hexadecimal
        return Verified(id: id, sent: nil, isBound: claims.bindsBody)
      } catch {
        throw .token(error)
      }
    }
    guard let signature else { throw .noSecret }
    do throws(WebhookSignature.Refusal) {
      let delivery = try signature.check(headers: headers, body: body, now: now)
      return Verified(id: delivery.id, sent: delivery.sent, isBound: true)
    } catch {
      throw DeliveryRefusal(error)
    }
  }
}

/// Why a delivery is refused; nothing of it is kept.
public enum DeliveryRefusal: Error, Hashable, Sendable {
  case missingHeader(String)
  case repeatedHeader(String)
  case malformedTimestamp
  case stale
  case noUsableSignature
  case noMatch
  case token(WebhookToken.Refusal)
  /// The endpoint has no secret for deliveries of that kind.
  case noSecret
  /// The keys of tokens could not be fetched yet; the sender should try again.
  case keysMissing
  case tooLarge
  /// It did not come whole in time.
  case tooSlow
  /// The id is longer than an id may be.
  case badID

  init(_ refusal: WebhookSignature.Refusal) {
    switch refusal {
    case .missingHeader(let name): self = .missingHeader(name)
    case .repeatedHeader(let name): self = .repeatedHeader(name)
    case .malformedTimestamp: self = .malformedTimestamp
    case .stale: self = .stale
    case .noUsableSignature: self = .noUsableSignature
    case .noMatch: self = .noMatch
    }
  }

  /// One word for counters and logs.
  public var word: String {
    switch self {
    case .missingHeader: "missing_header"
    case .repeatedHeader: "repeated_header"
    case .malformedTimestamp: "malformed_timestamp"
    case .stale: "stale"
    case .noUsableSignature: "no_usable_signature"
    case .noMatch: "no_match"
    case .token(.malformed): "token_malformed"
    case .token(.algorithm): "token_algorithm"
    case .token(.keyUnknown): "token_key_unknown"
    case .token(.noMatch): "token_no_match"
    case .token(.audience): "token_audience"
    case .token(.stale): "token_stale"
    case .token(.otherBody): "token_other_body"
    case .noSecret: "no_secret"
    case .keysMissing: "keys_missing"
    case .tooLarge: "too_large"
    case .tooSlow: "too_slow"
    case .badID: "bad_id"
    }
  }

  /// The HTTP status that says so.
  public var httpStatus: Int {
    switch self {
    case .missingHeader, .repeatedHeader, .malformedTimestamp, .badID: 400
    case .stale, .noUsableSignature, .noMatch, .token, .noSecret: 401
    case .tooLarge: 413
    case .tooSlow: 408
    case .keysMissing: 503
    }
  }
}
