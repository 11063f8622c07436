import Foundation
import HTTPTypes
import Ledger
import Providers
import Testing
import _CryptoExtras

@testable import Poller

@Suite("Tokens of a service account")
struct TokenExchangeTests {
  private static let now = Moment(rawValue: 1_800_000_000_000)

  /// A key file whose tokens are at `address`.
  private static func file(_ key: _RSA.Signing.PrivateKey, _ address: String) throws -> [UInt8] {
    let members = [
      "type": "service_account", "client_email": "ledger@project.iam.gserviceaccount.com",
      "private_key_id": "key-7", "private_key": key.pkcs8PEMRepresentation,
      "token_uri": address,
    ]
    return Array(try JSONSerialization.data(withJSONObject: members))
  }

  private static func exchange(
    at path: String = "/token", _ reply: LoopbackServer.Reply
  ) async throws -> (
    result: Result<AccountKey.Fetched, TokenExchange.Failure>, asked: [LoopbackServer.Asked]
  ) {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let server = LoopbackServer()
    var result: Result<AccountKey.Fetched, TokenExchange.Failure>?
    let answer: @Sendable (String) -> LoopbackServer.Reply = { _ in reply }
    try await server.run(answer) { origin in
      let account = try ServiceAccount(file: try file(key, origin + path))
      try await ProviderClient.withClient { client in
        do throws(TokenExchange.Failure) {
          result = .success(
            try await TokenExchange.token(for: account, client: client, now: now))
        } catch {
          result = .failure(error)
        }
      }
    }
    return (try #require(result), server.requests)
  }

  @Test("An assertion is posted, and the token comes with its lifetime")
  func token() async throws {
    let (result, asked) = try await Self.exchange(
      LoopbackServer.Reply(
        body: #"{"access_token":"ya29.c.abc..","expires_in":3599,"token_type":"Bearer"}"#))
    #expect(try result.get() == AccountKey.Fetched("ya29.c.abc..", lifetime: .seconds(3599)))
    #expect(asked.count == 1)
    let body = try #require(asked.first?.body)
    #expect(
      body.hasPrefix(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey"))
    #expect(asked.first?.path == "/token")
    #expect(asked.first?.key == nil)
  }

  @Test(
    "What is no token is told in one line, without anything that was sent or came",
    arguments: [
      (
        400, #"{"error":"invalid_grant","error_description":"secret-in-text"}"#,
        "127.0.0.1 refuses it (invalid_grant); check that its key is not deleted and this "
          + "machine's clock is right"
      ),
      (
        401, #"{"error":"Secret words"}"#,
        "127.0.0.1 refuses it (401); check that its key is not deleted and this machine's clock "
          + "is right"
      ),
      (503, "secret", "127.0.0.1 answers 503; try again later"),
      (302, "", "127.0.0.1 redirects, which is not followed; check its token_uri"),
      (200, "<html>", "127.0.0.1 answered no token; check its token_uri"),
      (200, #"{"access_token":"a\nb"}"#, "127.0.0.1 answered no token; check its token_uri"),
      (
        200, #"{"access_token":"ab","token_type":"mac"}"#,
        "127.0.0.1 answered no token; check its token_uri"
      ),
      (
        200, String(repeating: " ", count: 1 << 17),
        "127.0.0.1 answered more than a token; check its token_uri"
      ),
    ])
  func failures(status: Int, body: String, why: String) async throws {
    var headers: HTTPFields = [:]
    if status == 302 { headers[.location] = "/elsewhere" }
    let (result, asked) = try await Self.exchange(
      LoopbackServer.Reply(status: .init(code: status), headers: headers, body: body))
    let failure = #expect(throws: TokenExchange.Failure.self) { try result.get() }
    #expect(failure?.why == why)
    #expect(failure?.isRefusal == (status == 400 || status == 401))
    #expect(asked.count == 1)
  }

  @Test(
    "An assertion is not sent in the open", arguments: ["http://example.com/t", "ftp://x/", ""])
  func open(address: String) async throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    guard let account = try? ServiceAccount(file: try Self.file(key, address)) else {
      #expect(address.isEmpty)
      return
    }
    try await ProviderClient.withClient { client in
      let failure = await #expect(throws: TokenExchange.Failure.self) {
        try await TokenExchange.token(for: account, client: client, now: Self.now)
      }
      #expect(
        failure?.why == "its token_uri is no https address; download the file again")
    }
  }
}
