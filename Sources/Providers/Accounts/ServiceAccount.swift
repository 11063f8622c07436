internal import Crypto
internal import FoundationEssentials
public import Ledger
internal import _CryptoExtras

/// A service account of Google Cloud, as its key file describes it.
///
/// The file has `type`, `client_email`, `private_key` (PEM), `private_key_id` and `token_uri`
/// (cloud.google.com/iam/docs/keys-create-delete). A signed assertion is exchanged for a token
/// (developers.google.com/identity/protocols/oauth2/service-account; RFC 7523).
public struct ServiceAccount: Sendable {
  /// Why a file cannot be used; it repeats nothing of the file.
  public struct BadFile: Error, Hashable, Sendable {
    /// What is wrong and what to do, without a full stop.
    public let why: String
  }

  /// Assertions live for so many seconds, the most that Google takes.
  public static let lifetimeSeconds: Int64 = 3600
  private static let scope = "https://www.googleapis.com/auth/cloud-platform"
  private static let bitsLeast = 2048

  /// Where an assertion is exchanged; not checked yet.
  public let tokenAddress: String
  private let email: String
  private let keyID: String?
  private let key: _RSA.Signing.PrivateKey

  /// Whether the file says that it is one; it may still be of no use.
  public static func describes(_ file: [UInt8]) -> Bool {
    JSONReader.read(file)?["type"]?.text == "service_account"
  }

  /// Reads the file's JSON.
  ///
  /// - Throws: ``BadFile`` for another kind of file, and for a key that is none of RSA.
  public init(file: [UInt8]) throws(BadFile) {
    guard let members = JSONReader.read(file) else {
      throw BadFile(why: "is no JSON; download the key of the service account again")
    }
    guard members["type"]?.text == "service_account" else {
      throw BadFile(why: "is no key of a service account; its type must be service_account")
    }
    func text(_ name: String) throws(BadFile) -> String {
      guard let text = members[name]?.text, !text.isEmpty else {
        throw BadFile(why: "has no \(name); download the key of the service account again")
      }
      return text
    }
    email = try text("client_email")
    tokenAddress = try text("token_uri")
    keyID = members["private_key_id"]?.text
    guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: try text("private_key")),
      key.keySizeInBits >= Self.bitsLeast
    else {
      throw BadFile(
        why: "has a private_key that is no RSA key of 2048 bits or more; download it again")
    }
    self.key = key
  }

  /// A signed assertion (RS256, RFC 7515) that asks for a token.
  ///
  /// - Parameter now: When it is made; Google refuses one from another hour.
  /// - Complexity: One signature: about a millisecond.
  /// - Returns: Three parts in base 64 for addresses; `nil` where the key cannot sign.
  public func assertion(at now: Moment) -> String? {
    let seconds = now.rawValue / 1000
    var header = [("alg", JSON.string("RS256")), ("typ", .string("JWT"))]
    if let keyID { header.append(("kid", .string(keyID))) }
    let claims = [
      ("iss", JSON.string(email)), ("scope", .string(Self.scope)), ("aud", .string(tokenAddress)),
      ("iat", .number(String(seconds))), ("exp", .number(String(seconds + Self.lifetimeSeconds))),
    ]
    let signed = Self.part(header) + "." + Self.part(claims)
    guard
      let signature = try? key.signature(
        for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
    else { return nil }
    return signed + "." + Self.encoded(Array(signature.rawRepresentation))
  }

  private static func part(_ members: [(String, JSON)]) -> String {
    let object = JSON.object(members.map { JSON.Member(name: $0.0, value: $0.1) })
    return encoded(Array(object.compactText.utf8))
  }

  /// Base64 for addresses, without padding (RFC 4648, section 5).
  private static func encoded(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().filter { $0 != "=" }.replacing("+", with: "-")
      .replacing("/", with: "_")
  }
}
