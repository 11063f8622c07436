internal import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import Providers

/// Sends deliveries as a provider does, to test a receiver, or to have it hear again what it missed.
public struct DeliverySender: Sendable {
  /// What became of a delivery.
  public struct Sent: Sendable {
    /// `nil` where no answer came.
    public var httpStatus: Int?
    public var latencyMilliseconds: Int64
    /// Why no answer came, in plain words.
    public var error: String?
  }

  private let client: ProviderClient
  private let signature: WebhookSignature

  /// `signature`: whose secrets sign.
  public init(client: ProviderClient, signature: WebhookSignature) {
    self.client = client
    self.signature = signature
  }

  /// Sends once, signed for `now`.
  ///
  /// `id`: the `webhook-id`: the same one is a delivery that the receiver may have already.
  ///
  /// `address`: http or https.
  public func send(
    id: String, body: [UInt8], to address: String, now: Moment
  ) async -> Sent {
    let seconds = now.rawValue / 1000
    var request = HTTPClientRequest(url: address)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    request.headers.add(name: "user-agent", value: "vgledger")
    request.headers.add(name: "webhook-id", value: id)
    request.headers.add(name: "webhook-timestamp", value: String(seconds))
    request.headers.add(
      name: "webhook-signature", value: signature.sign(id: id, seconds: seconds, body: body))
    request.body = .bytes(body)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let response = try await client.http(for: address).execute(request, timeout: .seconds(30))
      return Sent(
        httpStatus: Int(response.status.code),
        latencyMilliseconds: start.duration(to: clock.now).milliseconds)
    } catch {
      return Sent(
        latencyMilliseconds: start.duration(to: clock.now).milliseconds,
        error: UnreachableCause.detail(of: error))
    }
  }
}
