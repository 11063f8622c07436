internal import AsyncHTTPClient
internal import FoundationEssentials
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import Providers

/// Asks providers over HTTP; every outcome is a value, and none is thrown.
public struct ProviderClient: Sendable {
  /// What became of a question.
  public enum Reply: Sendable {
    case answer(Answer)
    case unreachable(Unreachable)
  }

  /// From sending to the last byte.
  public static let timeLimit: Duration = .seconds(60)
  /// An inline video makes a status answer long; it is cut before it is stored.
  public static let bodyBytesMax = 512 << 20

  private let direct: HTTPClient
  private let proxied: [Proxy: HTTPClient]
  private let proxies: Proxies
  private let clock = ContinuousClock()

  /// Runs `body` with a client, and shuts it down afterwards.
  ///
  /// It follows no redirect: a key goes to the account's own origin only.
  ///
  /// - Parameters:
  ///   - connections: How many to one provider stay open; more are opened where they are needed.
  ///   - proxies: Which requests go through a proxy.
  ///   - body: Uses the client.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public static func withClient<Value>(
    connections: Int = 16, proxies: Proxies = .none, _ body: (ProviderClient) async throws -> Value
  ) async throws -> Value {
    var configuration = Self.configuration
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    var proxied: [Proxy: HTTPClient] = [:]
    for proxy in proxies.all {
      configuration.proxy = .server(
        host: proxy.host, port: proxy.port,
        authorization: proxy.user.map {
          .basic(username: $0, password: proxy.password ?? "")
        })
      proxied[proxy] = HTTPClient(configuration: configuration)
    }
    configuration.proxy = nil
    let direct = HTTPClient(configuration: configuration)
    return try await shuttingDown([direct] + proxied.values) {
      try await body(ProviderClient(direct: direct, proxied: proxied, proxies: proxies))
    }
  }

  /// The client for an address: each is asked directly or through its proxy.
  func http(for address: String) -> HTTPClient {
    guard let proxy = proxy(for: address) else { return direct }
    return proxied[proxy] ?? direct
  }

  /// The proxy that a request to the address goes through.
  func proxy(for address: String) -> Proxy? {
    guard !proxied.isEmpty else { return nil }
    return ResultAddress(address).flatMap(proxies.proxy)
  }

  /// Runs `body` with a client that takes the names for an address and looks none of them up.
  static func withNames<Value>(
    _ names: Set<String>, at address: String, _ body: (HTTPClient) async throws -> Value
  ) async throws -> Value {
    var configuration = Self.configuration
    for name in names { configuration.dnsOverride[name] = address }
    let http = HTTPClient(configuration: configuration)
    return try await shuttingDown([http]) { try await body(http) }
  }

  private static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(15), read: .seconds(60)))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false  // the schedule does that
    return configuration
  }

  private static func shuttingDown<Value>(
    _ clients: [HTTPClient], _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await body()
      for http in clients { try await http.shutdown() }
      return value
    } catch {
      for http in clients { try? await http.shutdown() }
      throw error
    }
  }

  /// Sends the request once; retrying is the schedule's decision.
  ///
  /// - Throws: `CancellationError` alone, when the task was cancelled before the answer was whole.
  public func ask(_ request: ProviderRequest, key: String?) async throws(CancellationError) -> Reply
  {
    let start = clock.now
    do {
      let response = try await http(for: request.url).execute(
        Self.message(request, key: key), timeout: .nanoseconds(Self.timeLimit.nanoseconds))
      let body = try await response.body.collect(upTo: Self.bodyBytesMax)
      let headers = AnswerHeaders(response.headers.lazy.map { ($0.name, $0.value) })
      return .answer(
        Answer(
          httpStatus: Int(response.status.code), headers: headers,
          latencyMilliseconds: start.duration(to: clock.now).milliseconds,
          body: Array(body.readableBytesView)))
    } catch {
      if Task.isCancelled { throw CancellationError() }
      return .unreachable(
        Unreachable(
          cause: UnreachableCause.cause(of: error),
          latencyMilliseconds: start.duration(to: clock.now).milliseconds,
          detail: UnreachableCause.detail(of: error)))
    }
  }

  /// The request as the HTTP client sends it, with the account's key in its place.
  static func message(_ request: ProviderRequest, key: String?) -> HTTPClientRequest {
    var message = HTTPClientRequest(url: request.url)
    message.method = HTTPMethod(rawValue: request.method.rawValue)
    message.headers.add(name: "accept", value: "application/json")
    message.headers.add(name: "user-agent", value: "vgledger")
    if let key {
      switch request.keyPlace {
      case .bearer: message.headers.add(name: "authorization", value: "Bearer \(key)")
      case .googleHeader: message.headers.add(name: "x-goog-api-key", value: key)
      case .falKey: message.headers.add(name: "authorization", value: "Key \(key)")
      }
    }
    for (name, value) in request.headers { message.headers.add(name: name, value: value) }
    if let body = request.body {
      message.headers.add(name: "content-type", value: "application/json")
      message.body = .bytes(body)
    }
    return message
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  public var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
