import Crypto
import Foundation
import Ledger
import Providers
import Testing
import _CryptoExtras

@Suite("Key files of service accounts")
struct ServiceAccountTests {
  private static func file(_ key: _RSA.Signing.PrivateKey, _ changes: [String: String?] = [:])
    throws -> [UInt8]
  {
    var members: [String: String] = [
      "type": "service_account", "client_email": "ledger@project.iam.gserviceaccount.com",
      "private_key_id": "key-7", "private_key": key.pkcs8PEMRepresentation,
      "token_uri": "https://oauth2.googleapis.com/token",
    ]
    for (name, value) in changes { members[name] = value }
    return Array(try JSONSerialization.data(withJSONObject: members))
  }

  private static func bytes(_ part: Substring) throws -> Data {
    let plain = part.replacing("-", with: "+").replacing("_", with: "/")
    return try #require(
      Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
  }

  @Test("An assertion says who asks for what, for an hour, and its signature holds")
  func assertion() throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let account = try ServiceAccount(file: try Self.file(key))
    let assertion = try #require(account.assertion(at: Moment(rawValue: 1_800_000_000_999)))
    let parts = assertion.split(separator: ".")
    try #require(parts.count == 3)
    #expect(
      String(decoding: try Self.bytes(parts[0]), as: UTF8.self)
        == #"{"alg":"RS256","typ":"JWT","kid":"key-7"}"#)
    #expect(
      String(decoding: try Self.bytes(parts[1]), as: UTF8.self)
        == #"{"iss":"ledger@project.iam.gserviceaccount.com","#
        + #""scope":"https://www.googleapis.com/auth/cloud-platform","#
        + #""aud":"https://oauth2.googleapis.com/token","iat":1800000000,"exp":1800003600}"#)
    let signature = _RSA.Signing.RSASignature(rawRepresentation: try Self.bytes(parts[2]))
    let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
    #expect(
      key.publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5))
  }

  @Test(
    "What is of no use is told without what it holds",
    arguments: [
      (
        "type", "authorized_user",
        "is no key of a service account; its type must be service_account"
      ),
      ("client_email", nil, "has no client_email; download the key of the service account again"),
      ("token_uri", "", "has no token_uri; download the key of the service account again"),
      (
        "private_key", "secret",
        "has a private_key that is no RSA key of 2048 bits or more; download it again"
      ),
    ] as [(String, String?, String)])
  func bad(name: String, value: String?, why: String) throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let file = try Self.file(key, [name: value])
    let error = #expect(throws: ServiceAccount.BadFile.self) { try ServiceAccount(file: file) }
    #expect(error?.why == why)
  }

  @Test("Text that is no JSON is none")
  func noJSON() {
    let error = #expect(throws: ServiceAccount.BadFile.self) { try ServiceAccount(file: [0x7b]) }
    #expect(error?.why == "is no JSON; download the key of the service account again")
    #expect(!ServiceAccount.describes([0x7b]))
  }
}
