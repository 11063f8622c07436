import Crypto
import FoundationEssentials
import _CryptoExtras

/// What a token says (RFC 7519).
///
/// Which claims Google's tokens have is not published but for `aud`; the others are those that
/// libraries check. The hash binds the token to the body, which a token alone does not.
struct TokenClaims: Equatable, Sendable {
  static let issuer = "https://generativelanguage.googleapis.com"

  var audience: String
  var issuedAt: Int64
  var expiresAt: Int64
  var bodyHash: String

  init(audience: String, at now: Moment, body: [UInt8]) {
    self.audience = audience
    issuedAt = now.secondsSince1970
    expiresAt = issuedAt + 300
    bodyHash = SHA256.hash(data: body)
      .map { RandomText.hexadecimal(UInt64($0), digits: 2) }.joined()
  }

  var json: JSON {
    [
      "iss": .string(Self.issuer), "aud": .string(audience), "iat": .number(issuedAt),
      "exp": .number(expiresAt), "body_sha256": .string(bodyHash),
    ]
  }
}

/// Signs tokens with RS256 (RFC 7515 and 7518), and publishes its key as a JWK Set (RFC 7517).
struct TokenSigner: Sendable {
  let keyID: String
  private let key: _RSA.Signing.PrivateKey

  /// A new key of 2048 bits; takes some tenths of a second.
  init(keyID: String) throws {
    self.keyID = keyID
    key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
  }

  /// Of a key that was written before.
  init(keyID: String, pem: String) throws {
    self.keyID = keyID
    key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
  }

  var pem: String { key.pkcs8PEMRepresentation }

  /// The body of `/.well-known/jwks.json`.
  func keySet() throws -> JSON {
    let numbers = try key.publicKey.getKeyPrimitives()
    let member: JSON = [
      "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(keyID),
      "n": .string(numbers.modulus.base64URL), "e": .string(numbers.publicExponent.base64URL),
    ]
    return ["keys": .array([member])]
  }

  func token(_ claims: TokenClaims) throws -> String {
    let signed = Self.signingInput(algorithm: "RS256", keyID: keyID, claims)
    let signature = try key.signature(
      for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
    return "\(signed).\(signature.rawRepresentation.base64URL)"
  }

  /// The bytes of the public key that somebody could take for a secret of HMAC.
  var publicPEM: String { key.publicKey.pemRepresentation }

  static func signingInput(algorithm: String, keyID: String, _ claims: TokenClaims) -> String {
    let header: JSON = ["alg": .string(algorithm), "typ": "JWT", "kid": .string(keyID)]
    return Data(header.bytes).base64URL + "." + Data(claims.json.bytes).base64URL
  }
}

extension Data {
  /// Base64 for addresses, without padding (RFC 4648, section 5).
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
