internal import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import Providers

/// Exchanges the assertion of a service account for a token (RFC 7523, section 2.1).
public enum TokenExchange {
  /// Why there is no token; it holds neither key, nor assertion, nor token.
  public struct Failure: Error, Hashable, Sendable {
    /// One sentence with what to do, without a full stop.
    public let why: String
    /// The endpoint refuses the account; else it may answer later, or the file is wrong.
    public let isRefusal: Bool

    init(_ why: String, isRefusal: Bool = false) {
      self.why = why
      self.isRefusal = isRefusal
    }
  }

  static let bodyBytesMost = 1 << 16
  static let tokenBytesMost = 1 << 14
  private static let timeLimit = TimeAmount.seconds(30)

  /// Asks once.
  ///
  /// - Parameters:
  ///   - account: Its `token_uri` must be `https`, or on this machine.
  ///   - client: Must not follow redirects.
  ///   - now: The time of the assertion.
  /// - Returns: The token, and how long it lives.
  /// - Throws: ``Failure``, also when the task is cancelled.
  public static func token(
    for account: ServiceAccount, client: ProviderClient, now: Moment
  ) async throws(Failure) -> AccountKey.Fetched {
    guard let address = ResultAddress(account.tokenAddress),
      address.isEncrypted || address.isLoopback
    else { throw Failure("its token_uri is no https address; download the file again") }
    guard let assertion = account.assertion(at: now) else {
      throw Failure("its private_key cannot sign; download the file again")
    }
    var request = HTTPClientRequest(url: address.text)
    request.method = .POST
    request.headers.add(name: "accept", value: "application/json")
    request.headers.add(name: "user-agent", value: "vgledger")
    request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
    request.body = .bytes(
      Array(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=\(assertion)"
          .utf8))
    let status: Int
    let body: [UInt8]
    do {
      let response = try await client.http(for: address.text).execute(request, timeout: timeLimit)
      status = Int(response.status.code)
      body = Array(try await response.body.collect(upTo: bodyBytesMost).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw Failure("\(address.host) answered more than a token; check its token_uri")
    } catch {
      throw Failure("\(address.host) does not answer (\(UnreachableCause.detail(of: error)))")
    }
    return try read(status, JSONReader.read(body), host: address.host)
  }

  /// What the endpoint's answer says (RFC 6749, sections 5.1 and 5.2).
  static func read(
    _ status: Int, _ answer: JSON?, host: String
  ) throws(Failure) -> AccountKey.Fetched {
    switch status {
    case 200: break
    case 300..<400:
      throw Failure("\(host) redirects, which is not followed; check its token_uri")
    case 400, 401, 403:
      // A word of RFC 6749; what it says besides may repeat what was sent.
      let word = answer?["error"]?.text.flatMap { text in
        text.utf8.count <= 40 && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x5f }
          ? text : nil
      }
      throw Failure(
        "\(host) refuses it (\(word ?? String(status))); check that its key is not deleted and "
          + "this machine's clock is right", isRefusal: true)
    default: throw Failure("\(host) answers \(status); try again later")
    }
    guard let token = answer?["access_token"]?.text, !token.isEmpty,
      token.utf8.count <= tokenBytesMost, token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      (answer?["token_type"]?.text ?? "Bearer").lowercased() == "bearer"
    else { throw Failure("\(host) answered no token; check its token_uri") }
    let seconds = answer?["expires_in"]?.integer.map { min(max($0, 0), 86_400) }
    return AccountKey.Fetched(token, lifetime: seconds.map { .seconds($0) })
  }
}
