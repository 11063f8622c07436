import Crypto
import FoundationEssentials

/// A token that breaks a rule; a receiver must refuse each of them.
///
/// | forgery | what is wrong |
/// |---|---|
/// | `token_other_key` | signed with another key under the known key's id |
/// | `token_unknown_key` | signed with another key under an id of its own |
/// | `token_none` | no signature, algorithm `none` |
/// | `token_hmac` | HS256 with the public key as its secret |
/// | `token_other_audience` | for somebody else |
/// | `token_expired` | over for more than five minutes |
/// | `token_cut` | the end of the signature is missing |
/// | `token_changed` | other claims under the signature |
enum TokenForgery: String, CaseIterable, Sendable {
  case otherKey = "token_other_key"
  case unknownKey = "token_unknown_key"
  case none = "token_none"
  case hmac = "token_hmac"
  case otherAudience = "token_other_audience"
  case expired = "token_expired"
  case cut = "token_cut"
  case changed = "token_changed"

  /// The delivery of `event` at `now` with this rule broken; `foreign` signs for an attacker.
  func delivery(
    of event: JobEvent, signer: TokenSigner, foreign: TokenSigner, audience: String, at now: Moment
  ) throws -> SignedDelivery {
    let body = event.body
    var claims = TokenClaims(audience: audience, at: now, body: body)
    let token: String
    switch self {
    case .otherKey: token = try TokenSigner(keyID: signer.keyID, pem: foreign.pem).token(claims)
    case .unknownKey: token = try foreign.token(claims)
    case .none:
      token = TokenSigner.signingInput(algorithm: "none", keyID: signer.keyID, claims) + "."
    case .hmac:
      let input = TokenSigner.signingInput(algorithm: "HS256", keyID: signer.keyID, claims)
      let key = SymmetricKey(data: Array(signer.publicPEM.utf8))
      let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: key)
      token = "\(input).\(Data(code).base64URL)"
    case .otherAudience:
      claims.audience = "https://example.com/" + audience
      token = try signer.token(claims)
    case .expired:
      claims.issuedAt -= 3600
      claims.expiresAt -= 3600
      token = try signer.token(claims)
    case .cut: token = String(try signer.token(claims).dropLast(20))
    case .changed:
      let parts = try signer.token(claims).split(separator: ".")
      claims.expiresAt += 86_400
      token = "\(parts[0]).\(Data(claims.json.bytes).base64URL).\(parts[2])"
    }
    return SignedDelivery(
      id: event.webhookID, timestamp: String(now.secondsSince1970), signature: token, body: body)
  }
}
