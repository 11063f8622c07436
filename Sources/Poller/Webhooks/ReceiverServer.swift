internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Ledger
internal import Logging
internal import NIOCore
public import ServiceLifecycle

/// The HTTP server of `serve`: takes deliveries, and shows a few pages.
///
/// | path | answer |
/// |---|---|
/// | `POST /webhooks/NAME` | 200 once the delivery is on disk, or is there already, or tells of nothing that is kept; 4xx for one that is refused; 503 when the ledger cannot take it |
/// | `GET /healthz`, `/readyz`, `/metrics` | pages that are handed in |
///
/// What an unknown sender may take of it is bounded by ``Limits``.
public struct ReceiverServer: Service {
  /// A page of text.
  public struct Page: Sendable {
    public var httpStatus: Int
    public var contentType: String
    public var text: String

    public init(httpStatus: Int = 200, contentType: String = "text/plain", text: String) {
      self.httpStatus = httpStatus
      self.contentType = contentType
      self.text = text
    }
  }

  /// Something to tell.
  public enum Report: Sendable {
    /// It listens; the port is the one that was free where 0 was asked for.
    case listening(port: Int)
    case delivery(endpoint: String, DeliveryIntake.Outcome)
  }

  /// How much a sender may take before it is known.
  public struct Limits: Sendable {
    public var bodyBytes = 256 << 10
    /// How long the head of a connection's first request may take to come whole.
    public var headTime = Duration.seconds(10)
    /// How long a body may take to come whole.
    public var bodyTime = Duration.seconds(10)
    /// A connection that says nothing for so long is closed.
    public var idleTime = Duration.seconds(15)
    /// How long a sender is listened to that was answered before its request was whole.
    public var lingerTime = Duration.seconds(1)
    /// How many may be open.
    public var connections = 1024

    public init() {}
  }

  /// It cannot listen there.
  public struct CannotListen: Error, Sendable {
    /// The system's words, such as `address already in use`.
    public let why: String
  }

  private let host: String
  private let port: Int
  private let endpoints: [String: WebhookEndpoint]
  private let intake: DeliveryIntake
  private let counts: ReceiverCounts
  private let limits: Limits
  private let pages: [String: @Sendable () async -> Page]
  private let report: @Sendable (Report) async -> Void

  /// - Parameters:
  ///   - host: The address to listen on.
  ///   - port: 0 for one that is free.
  ///   - endpoints: By the last part of their paths.
  ///   - intake: Where deliveries go.
  ///   - counts: Counts them.
  ///   - limits: How much a sender may take.
  ///   - pages: By their paths.
  ///   - report: Called for each delivery, after its commit and before its answer.
  public init(
    host: String, port: Int, endpoints: [String: WebhookEndpoint], intake: DeliveryIntake,
    counts: ReceiverCounts, limits: Limits = Limits(), pages: [String: @Sendable () async -> Page],
    report: @escaping @Sendable (Report) async -> Void
  ) {
    self.host = host
    self.port = port
    self.endpoints = endpoints
    self.intake = intake
    self.counts = counts
    self.limits = limits
    self.pages = pages
    self.report = report
  }

  /// Listens until it is asked to stop; requests that have come are answered first.
  ///
  /// - Throws: ``CannotListen`` for an address that is taken, or none of this machine.
  public func run() async throws {
    let router = Router()
    router.post("/webhooks/:name") { request, context in
      await take(request, at: context.parameters.get("name") ?? "")
    }
    for (path, page) in pages {
      router.get(RouterPath(path)) { _, _ in Response(await page()) }
    }
    var logger = Logger(label: "vgledger") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    let limits = limits
    let server = HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        RequestLimitHandler(headTime: limits.headTime, lingerTime: limits.lingerTime)
      ],
      idleTimeout: .nanoseconds(limits.idleTime.nanoseconds),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    let application = Application(
      router: router, server: .http1(configuration: server),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
      onServerRunning: { channel in
        await report(.listening(port: channel.localAddress?.port ?? port))
      },
      logger: logger)
    do {
      try await application.run()
    } catch let error as IOError {
      throw CannotListen(why: LedgerError.text(ofCode: error.errnoCode).lowercased())
    } catch is SocketAddressError {
      throw CannotListen(why: "no such address")
    }
  }

  private func take(_ request: Request, at name: String) async -> Response {
    guard let endpoint = endpoints[name] else {
      return Response(status: .notFound)
    }
    let outcome = await outcome(of: request, at: endpoint)
    counts.add(outcome, at: name)
    await report(.delivery(endpoint: name, outcome))
    switch outcome {
    case .appended, .duplicate, .ignored: return Response(Page(text: "ok\n"))
    case .refused(let refusal):
      return Response(Page(httpStatus: refusal.httpStatus, text: refusal.word + "\n"))
    case .unavailable:
      return Response(Page(httpStatus: 503, text: "try again\n"))
    }
  }

  private func outcome(
    of request: Request, at endpoint: WebhookEndpoint
  ) async -> DeliveryIntake.Outcome {
    if let length = request.headers[.contentLength].flatMap(Int.init),
      length > limits.bodyBytes
    {
      return .refused(.tooLarge)
    }
    let body: [UInt8]
    do {
      body = try await self.body(of: request)
    } catch is NIOTooManyBytesError {
      return .refused(.tooLarge)
    } catch {
      return .refused(.tooSlow)
    }
    let headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
    return await intake.take(headers, body, at: endpoint)
  }

  /// The whole body, if it comes in time.
  private func body(of request: Request) async throws -> [UInt8] {
    let limits = limits
    return try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask {
        let bytes = try await request.body.collect(upTo: limits.bodyBytes)
        return Array(bytes.readableBytesView)
      }
      group.addTask {
        try await ContinuousClock().sleep(for: limits.bodyTime)
        throw CancellationError()
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }
}

extension Response {
  init(_ page: ReceiverServer.Page) {
    self.init(
      status: HTTPResponse.Status(code: page.httpStatus),
      headers: [.contentType: page.contentType],
      body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
  }
}
