internal import Crypto
internal import FoundationEssentials
public import Ledger
internal import _CryptoExtras

/// Checks deliveries that are signed with an RS256 token in `webhook-signature`, as the Gemini API's
/// dynamic webhooks are (ai.google.dev/gemini-api/docs/webhooks, 2026-05-08).
///
/// RFC 7515, 7517, 7519. Whether Google's tokens bind the body is not published: a token that does
/// not is good for having a job asked about, and not for believing what the body says.
public struct WebhookToken: Sendable {
  /// What a good token says.
  public struct Claims: Hashable, Sendable {
    /// The body is the one that was signed; else only the sender is known.
    public let bindsBody: Bool
  }

  /// Which rule a token breaks.
  public enum Refusal: Error, Hashable, Sendable {
    case malformed
    /// Another algorithm than RS256, or an extension that must be understood.
    case algorithm
    /// The set of keys has none of that name.
    case keyUnknown(String)
    case noMatch
    case audience
    /// It has no `exp` or `iat`, or not of now.
    case stale
    /// It was made for another body.
    case otherBody
  }

  /// Why a set of keys cannot be used.
  public struct BadKeys: Error, Hashable, Sendable {
    /// One sentence without a full stop.
    public let why: String
  }

  /// Keys below this are refused.
  private static let bitsLeast = 2048
  private let keys: [String: _RSA.Signing.PublicKey]
  private let audience: String

  /// Reads a JWK Set (RFC 7517); members of other kinds than RSA for signatures are passed over.
  ///
  /// - Parameters:
  ///   - keySet: The JSON of `/.well-known/jwks.json`.
  ///   - audience: What `aud` must be, or hold.
  /// - Throws: ``BadKeys`` for what is no set, or holds no key that can be used, and for an empty
  ///   audience, which would take tokens that were made for nobody.
  public init(keySet: [UInt8], audience: String) throws(BadKeys) {
    guard !audience.isEmpty else { throw BadKeys(why: "webhook_audience is empty") }
    guard let members = JSONReader.read(keySet)?["keys"]?.elements else {
      throw BadKeys(why: "it is no JWK Set: it has no member 'keys'")
    }
    var keys: [String: _RSA.Signing.PublicKey] = [:]
    for member in members where member["kty"]?.text == "RSA" {
      guard let algorithm = member["alg"]?.text ?? .some("RS256"), algorithm == "RS256",
        member["use"]?.text ?? "sig" == "sig",
        let modulus = member["n"]?.text.flatMap(Self.decoded),
        let exponent = member["e"]?.text.flatMap(Self.decoded),
        let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent),
        key.keySizeInBits >= Self.bitsLeast
      else { continue }
      keys[member["kid"]?.text ?? ""] = key
    }
    guard !keys.isEmpty else { throw BadKeys(why: "it holds no RSA key of 2048 bits or more") }
    self.keys = keys
    self.audience = audience
  }

  /// Whether the text has the form of a token, and not of Standard Webhooks' signatures.
  public static func isToken(_ signature: String) -> Bool {
    !signature.hasPrefix("v1") && signature.split(separator: ".").count == 3
  }

  /// Checks one token and the body that came with it.
  ///
  /// - Parameters:
  ///   - token: `webhook-signature`.
  ///   - body: The raw bytes.
  ///   - now: When it arrived.
  /// - Returns: What it says.
  /// - Throws: ``Refusal``, the first rule that it breaks.
  public func check(_ token: String, body: [UInt8], now: Moment) throws(Refusal) -> Claims {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let header = Self.json(parts[0]), let claims = Self.json(parts[1]),
      let signature = Self.decoded(parts[2])
    else { throw .malformed }
    // Extensions under 'crit' must be understood or refused (RFC 7515, section 4.1.11).
    guard header["alg"]?.text == "RS256", header["crit"] == nil else { throw .algorithm }
    let name = header["kid"]?.text ?? ""
    guard let key = keys[name] else { throw .keyUnknown(name) }
    let signed = SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8))
    let isValid = key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature), for: signed,
      padding: .insecurePKCS1v1_5)
    guard isValid else { throw .noMatch }
    try checkAudience(claims)
    try Self.checkTime(claims, now)
    return Claims(bindsBody: try Self.bindsBody(claims, body))
  }

  private func checkAudience(_ claims: JSON) throws(Refusal) {
    let said = claims["aud"]
    guard said?.text == audience || said?.elements?.contains(where: { $0.text == audience }) == true
    else { throw .audience }
  }

  /// `iat` and `exp` in Unix seconds, with the tolerance of other deliveries.
  private static func checkTime(_ claims: JSON, _ now: Moment) throws(Refusal) {
    let tolerance = WebhookSignature.toleranceMilliseconds / 1000
    let seconds = now.rawValue / 1000
    guard let issued = claims["iat"]?.integer ?? claims["nbf"]?.integer,
      let expires = claims["exp"]?.integer
    else { throw .stale }
    guard issued >= 0, expires >= 0, issued <= seconds + tolerance, seconds <= expires,
      seconds - issued <= tolerance
    else { throw .stale }
  }

  /// A hash of the body under one of the names that are in use; none binds nothing.
  private static func bindsBody(_ claims: JSON, _ body: [UInt8]) throws(Refusal) -> Bool {
    let names = ["body_sha256", "body_hash", "payload_sha256", "payload_hash"]
    guard let said = names.lazy.compactMap({ claims[$0]?.text }).first else { return false }
    let hash = Array(SHA256.hash(data: body))
    guard said.lowercased() == hash.hexadecimal || decoded(said) == Data(hash) else {
      throw .otherBody
    }
    return true
  }

  private static func json(_ part: String) -> JSON? {
    decoded(part).flatMap { JSONReader.read(Array($0)) }
  }

  /// Base64 for addresses, without padding (RFC 4648, section 5).
  private static func decoded(_ text: String) -> Data? {
    guard !text.isEmpty,
      text.utf8.allSatisfy({ $0.isASCIILetterOrDigit || $0 == 0x2d || $0 == 0x5f })
    else { return nil }
    var plain = text.replacing("-", with: "+").replacing("_", with: "/")
    plain += String(repeating: "=", count: (4 - plain.count % 4) % 4)
    return Data(base64Encoded: plain)
  }
}
