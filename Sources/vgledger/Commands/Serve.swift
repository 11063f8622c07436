internal import ArgumentParser
internal import Ledger
internal import Logging
internal import Poller
internal import Providers
internal import ServiceLifecycle
internal import UnixSignals

/// `serve`: receives webhooks, asks about open jobs, and shows metrics, in one process.
struct Serve: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "serve",
    abstract: "Receive webhooks, ask about open jobs, and show metrics, until it is stopped.",
    discussion: """
      POST /webhooks/openai and /webhooks/gemini, and /webhooks/NAME for any account whose secret is \
      known: OPENAI_WEBHOOK_SECRET, GEMINI_WEBHOOK_SECRET, or what the configuration says. A delivery \
      is answered 200 when it is on disk. GET /healthz, /readyz and /metrics. Changes are printed as \
      watch prints them. INT and TERM end it with 0, when what is under way is done.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "address"))
  var listen: String?
  @Flag(help: "Ask no provider; only receive.") var noPoll = false
  @Flag(inversion: .prefixedNo, help: "Show /metrics.") var metrics: Bool?
  @OptionGroup var saving: SavingOptions

  func validate() throws {
    if noPoll, saving.download != nil {
      throw ValidationError("'--no-poll' asks nobody, so '--download' can save nothing.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let settings = context.configuration.serve ?? .init()
    let place = try ListeningPlace(listen ?? settings.listen ?? ListeningPlace.usual)
    let ledger = try await context.openOrCreate()
    let run = try await WatchRun(
      context, ledger, limits: context.configuration.pollLimits, saving: try saving.wish())
    let lines = WatchLines(context: context, book: try ledger.snapshot().priceBook())
    let showsMetrics = metrics ?? settings.metrics ?? true
    let asks = !noPoll
    try await ProviderClient.withClient(proxies: context.proxies()) { client in
      let endpoints = try WebhookEndpoints(
        run.accounts, context.configuration, context.environment)
      try place.refuseOpen(withoutSecrets: endpoints.all.isEmpty)
      Self.tell(endpoints, context)
      try await run.withWatcher(
        report: { progress throws in try lines.print(progress) }
      ) { watcher, downloads in
        let store = StoreWatch()
        let service = ReceiverService(
          place: place, endpoints: endpoints, ledger: ledger, context: context,
          watcher: watcher, store: store, keys: { run.keys })
        var services: [any Service] = [service.server(showsMetrics: showsMetrics), store]
        services.append(
          WatcherService(watcher: watcher, downloads: downloads, ledger: ledger, asks: asks))
        if !endpoints.places.isEmpty {
          services.append(
            KeyRefresh(places: endpoints.places, client: client, note: context.output.note))
        }
        do {
          try await Self.run(services)
        } catch let error as ReceiverServer.CannotListen {
          throw Failure(
            .cannotCreate,
            "cannot listen on \(place.host.escaped):\(place.port): \(error.why); choose another "
              + "--listen")
        }
      }
    }
  }

  private static func run(_ services: [any Service]) async throws {
    let configuration = ServiceGroupConfiguration(
      services: services.map {
        .init(
          service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .gracefullyShutdownGroup)
      },
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: .init(label: "vgledger") { _ in SwiftLogNoOpLogHandler() })
    try await ServiceGroup(configuration: configuration).run()
  }

  /// Says which endpoints there are, and which accounts have none.
  private static func tell(
    _ endpoints: WebhookEndpoints, _ context: Context
  ) {
    let names = endpoints.all.keys.sorted().map { "/webhooks/\($0)" }
    var text =
      names.isEmpty
      ? "no endpoint has a secret, so no delivery is taken; set OPENAI_WEBHOOK_SECRET"
      : "taking deliveries at \(names.joined(separator: ", "))"
    if !endpoints.without.isEmpty {
      text += "; without a webhook secret: \(endpoints.without.joined(separator: ", "))"
    }
    context.output.note(text.escaped)
  }
}

/// Where `serve` listens.
struct ListeningPlace: Equatable {
  static let usual = "127.0.0.1:8787"

  let host: String
  let port: Int

  /// - Throws: A ``Failure`` for what is no address and port.
  init(_ text: String) throws(Failure) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), colon > text.startIndex
    else {
      throw Failure(
        .usage, "'--listen \(text.escaped)' is no address and port, such as \(Self.usual)")
    }
    host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    self.port = port
  }

  /// Whether only this machine reaches it.
  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// Refuses to listen where others reach it and nothing could be verified.
  func refuseOpen(withoutSecrets: Bool) throws(Failure) {
    guard withoutSecrets, !isLoopback else { return }
    throw Failure(
      .configuration,
      "no webhook secret is set, and \(host.escaped) can be reached by others; set one, or listen "
        + "on 127.0.0.1")
  }
}

/// The watcher as a service: it goes on until the group shuts down.
private struct WatcherService: Service {
  let watcher: Watcher
  let downloads: AssetDownloads?
  let ledger: Ledger
  let asks: Bool

  func run() async throws {
    let turn = PollingTurn(ledger, holds: true)
    var course = Watcher.Course()
    let asks = asks
    course.asks = { asks && turn.isOurs }
    let settled = course
    try await cancelWhenGracefulShutdown {
      try await WatchRun.follow(watcher, { _ in true }, settled, downloads)
    }
  }
}

/// Fetches the keys of tokens at the beginning, and now and then.
private struct KeyRefresh: Service {
  let places: [WebhookEndpoints.KeyPlace]
  let client: ProviderClient
  let note: @Sendable (String) -> Void

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for place in places {
          group.addTask {
            try await TokenKeyRefresh(
              place.keys, fetch: { try await WebhookEndpoints.fetch(place, client) },
              report: { error in tell(error, place) }
            ).run()
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private func tell(_ error: (any Error)?, _ place: WebhookEndpoints.KeyPlace) {
    guard let error else {
      return note("\(WebhookEndpoints.keysSetting(place.account)): the keys are here")
    }
    let why = (error as? Failure)?.message ?? "\(error)".firstLine.escaped
    let until =
      place.keys.current == nil ? "; until the keys are here, tokens are answered 503" : ""
    note(why + until)
  }
}
