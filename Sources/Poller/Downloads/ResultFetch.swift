internal import AsyncHTTPClient
internal import Ledger
internal import NIOCore
internal import NIOHTTP1
internal import Providers

/// What a server says before the bytes of a result.
struct DownloadResponse {
  let httpStatus: UInt
  let headers: HTTPHeaders
  let body: HTTPClientResponse.Body

  var contentType: String? { headers.first(name: "content-type") }

  /// Bytes of this answer; `nil` where the server does not say it.
  var length: UInt64? { headers.first(name: "content-length").flatMap(UInt64.init) }

  var range: ContentRange? { headers.first(name: "content-range").flatMap(ContentRange.init) }
}

/// Fetches a result: follows redirects by hand, judges each address, and keeps the key with its
/// origin.
struct ResultFetch {
  static let redirectsMax = 5

  let client: ProviderClient
  let key: String?
  let keyPlace: ProviderRequest.KeyPlace
  let now: @Sendable () -> Moment
  let lookUp: HostLookup

  /// - Parameters:
  ///   - url: Where the result is said to be.
  ///   - home: Where the key belongs.
  ///   - start: The part that is there already, with what `if-range` says.
  ///   - body: Takes the answer while its bytes come: 200, 206 or 416.
  /// - Returns: What `body` returns.
  /// - Throws: A ``Downloader/Failure``, the errors of the HTTP client, and those of `body`.
  func run<Value>(
    _ url: String, home: String, after start: (note: ResumeNote, bytes: UInt64)?,
    _ body: (DownloadResponse) async throws -> Value
  ) async throws -> Value {
    guard let base = ResultAddress(home) else {
      throw Downloader.Failure("the account's base URL \(home) is no address")
    }
    guard var target = ResultAddress(url) else { throw Self.noAddress(url) }
    for _ in 0...Self.redirectsMax {
      if let why = target.refusal(forAccountAt: base) { throw Downloader.Failure(why) }
      let message = message(
        ProviderRequest(method: .get, url: target.text, keyPlace: keyPlace),
        key: target.isSameOrigin(as: base) ? key : nil, after: start)
      let outcome: Step<Value> = try await withConnection(to: target, base) { http in
        try await step(http.execute(message, timeout: .hours(6)), at: target, body)
      }
      switch outcome {
      case .done(let value): return value
      case .redirect(let next): target = next
      }
    }
    throw Downloader.Failure("more than \(Self.redirectsMax) redirects")
  }

  private enum Step<Value> {
    case done(Value)
    case redirect(ResultAddress)
  }

  private static func noAddress(_ text: String) -> Downloader.Failure {
    Downloader.Failure("\(text.prefix { $0 != "?" }.prefix(200)) is no address to fetch")
  }

  private func step<Value>(
    _ response: HTTPClientResponse, at target: ResultAddress,
    _ body: (DownloadResponse) async throws -> Value
  ) async throws -> Step<Value> {
    switch response.status.code {
    case 200, 206, 416:
      return .done(
        try await body(
          DownloadResponse(
            httpStatus: response.status.code, headers: response.headers, body: response.body)))
    case 301, 302, 303, 307, 308:
      let location = response.headers.first(name: "location") ?? ""
      guard let next = target.resolving(location) else { throw Self.noAddress(location) }
      return .redirect(next)
    case let status:
      throw Downloader.Failure(httpStatus: status, wait: wait(response.headers))
    }
  }

  /// Runs `body` with a client for the target.
  ///
  /// A name that an answer brought may stand for any address: it is looked up here, the address is
  /// judged, and the connection goes to that very address, whatever the name stands for by then. Behind
  /// a proxy it is the proxy that looks it up: this machine may not be able to, and does not connect.
  private func withConnection<Value>(
    to target: ResultAddress, _ base: ResultAddress,
    _ body: (HTTPClient) async throws -> Value
  ) async throws -> Value {
    guard target.isPublicName, target.host != base.host, client.proxy(for: target.text) == nil
    else {
      return try await body(client.http(for: target.text))
    }
    let number = try await lookUp.address(of: target.host)
    if let why = target.refusal(of: NetworkReach(host: number), forAccountAt: base) {
      throw Downloader.Failure(why)
    }
    return try await ProviderClient.withNames(
      [target.host, target.spelledHost], at: number, body)
  }

  private func message(
    _ request: ProviderRequest, key: String?, after start: (note: ResumeNote, bytes: UInt64)?
  ) -> HTTPClientRequest {
    var message = ProviderClient.message(request, key: key)
    message.headers.replaceOrAdd(name: "accept", value: "*/*")
    // A part of a compressed file is no part of the file.
    message.headers.add(name: "accept-encoding", value: "identity")
    if let start {
      message.headers.add(name: "range", value: "bytes=\(start.bytes)-")
      message.headers.add(name: "if-range", value: start.note.validator)
    }
    return message
  }

  private func wait(_ headers: HTTPHeaders) -> Duration? {
    RetryHeaders.retryAfter(
      AnswerHeaders(headers.lazy.map { ($0.name, $0.value) }), body: nil, now: now())
  }
}
