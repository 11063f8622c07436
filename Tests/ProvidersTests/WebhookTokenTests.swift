import Crypto
import Foundation
import Ledger
import Testing
import _CryptoExtras

@testable import Providers

@Suite("Deliveries signed with RS256 tokens")
struct WebhookTokenTests {
  private static let body = Array(#"{"type":"video.generated","data":{"id":"x"}}"#.utf8)
  private static let now = Moment(secondsSince1970: 1_786_500_000)
  private static let seconds = 1_786_500_000

  /// Two keys, made once: each takes some tenths of a second.
  private static let key = makeKey()
  private static let otherKey = makeKey()

  private static func makeKey() -> _RSA.Signing.PrivateKey? {
    try? _RSA.Signing.PrivateKey(keySize: .bits2048)
  }

  private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  private static func keySet(_ key: _RSA.Signing.PrivateKey?, name: String = "k1") throws -> [UInt8]
  {
    let numbers = try #require(key).publicKey.getKeyPrimitives()
    let text = """
      {"keys":[{"kty":"EC","kid":"k0"},{"kty":"RSA","use":"sig","alg":"RS256","kid":"\(name)",
       "n":"\(base64URL(numbers.modulus))","e":"\(base64URL(numbers.publicExponent))"}]}
      """
    return Array(text.utf8)
  }

  private static func token(
    header: String = #"{"alg":"RS256","kid":"k1"}"#, claims: String,
    by key: _RSA.Signing.PrivateKey? = key
  ) throws -> String {
    let signed = base64URL(header.utf8) + "." + base64URL(claims.utf8)
    let signature = try #require(key).signature(
      for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
    return signed + "." + base64URL(signature.rawRepresentation)
  }

  private static func claims(
    audience: String = #""me""#, issued: Int = seconds, expires: Int = seconds + 300,
    more: String = ""
  ) -> String {
    #"{"aud":\#(audience),"iat":\#(issued),"exp":\#(expires)\#(more)}"#
  }

  private func outcome(
    _ token: String, body: [UInt8] = body
  ) throws -> Result<WebhookToken.Claims, WebhookToken.Refusal> {
    let checker = try WebhookToken(keySet: Self.keySet(Self.key), audience: "me")
    do throws(WebhookToken.Refusal) {
      return .success(try checker.check(token, body: body, now: Self.now))
    } catch {
      return .failure(error)
    }
  }

  @Test(
    "A good token; what binds the body is told",
    arguments: [
      (#""me""#, "", false), (#"["you","me"]"#, "", false),
      (#""me""#, #","body_sha256":"HEX""#, true), (#""me""#, #","payload_hash":"B64""#, true),
    ])
  func good(audience: String, more: String, isBound: Bool) throws {
    let hash = Array(SHA256.hash(data: Self.body))
    let said = more.replacing("HEX", with: hash.hexadecimal)
      .replacing("B64", with: Self.base64URL(hash))
    let token = try Self.token(claims: Self.claims(audience: audience, more: said))
    #expect(try outcome(token) == .success(WebhookToken.Claims(bindsBody: isBound)))
  }

  @Test(
    "Whose time, audience or body is another one is refused",
    arguments: [
      (claims(audience: #""you""#), .audience), (claims(audience: "null"), .audience),
      (claims(audience: #""""#), .audience), (claims(audience: "[]"), .audience),
      (claims(audience: #"{"me":"me"}"#), .audience),
      (claims(issued: seconds - 301), .stale), (claims(issued: seconds + 301), .stale),
      (claims(expires: seconds - 1), .stale), (#"{"aud":"me"}"#, .stale),
      (claims(issued: -9_223_372_036_854_775_807), .stale),
      (claims(more: #","body_sha256":"00""#), .otherBody),
    ] as [(String, WebhookToken.Refusal)])
  func refused(claims: String, refusal: WebhookToken.Refusal) throws {
    #expect(try outcome(Self.token(claims: claims)) == .failure(refusal))
  }

  @Test(
    "Only RS256 by a key of the set counts",
    arguments: [
      (#"{"alg":"none","kid":"k1"}"#, .algorithm), (#"{"alg":"HS256","kid":"k1"}"#, .algorithm),
      (#"{"alg":"RS256","kid":"k9"}"#, .keyUnknown("k9")), (#"{"alg":"RS256"}"#, .keyUnknown("")),
      (#"{"alg":"RS256","kid":"k1","crit":["b64"],"b64":false}"#, .algorithm),
      ("no json", .malformed),
    ] as [(String, WebhookToken.Refusal)])
  func headers(header: String, refusal: WebhookToken.Refusal) throws {
    #expect(try outcome(Self.token(header: header, claims: Self.claims())) == .failure(refusal))
  }

  @Test("Another key's signature, a changed claim, a cut token")
  func forged() throws {
    let other = try Self.token(claims: Self.claims(), by: Self.otherKey)
    #expect(try outcome(other) == .failure(.noMatch))
    let parts = try Self.token(claims: Self.claims()).split(separator: ".").map(String.init)
    let changed = Self.base64URL(Self.claims(expires: Self.seconds + 200).utf8)
    #expect(try outcome("\(parts[0]).\(changed).\(parts[2])") == .failure(.noMatch))
    #expect(try outcome("\(parts[0]).\(parts[1])") == .failure(.malformed))
    #expect(try outcome("\(parts[0]).\(parts[1]).") == .failure(.malformed))
    #expect(try outcome("..") == .failure(.malformed))
  }

  @Test(
    "A set without a key that can be used is refused",
    arguments: [
      "", "[]", #"{"keys":[]}"#, #"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#,
    ])
  func badKeys(text: String) {
    #expect(throws: WebhookToken.BadKeys.self) {
      try WebhookToken(keySet: Array(text.utf8), audience: "me")
    }
  }

  @Test("An empty audience, which tokens for nobody would meet, is refused")
  func emptyAudience() throws {
    let keySet = try Self.keySet(Self.key)
    #expect(throws: WebhookToken.BadKeys(why: "webhook_audience is empty")) {
      try WebhookToken(keySet: keySet, audience: "")
    }
  }

  @Test(
    "Tokens and signatures of Standard Webhooks are told apart",
    arguments: [("a.b.c", true), ("v1,abc", false), ("v1,a.b.c", false), ("", false)])
  func forms(text: String, isToken: Bool) {
    #expect(WebhookToken.isToken(text) == isToken)
  }
}
