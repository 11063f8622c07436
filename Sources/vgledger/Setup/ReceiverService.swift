internal import Ledger
internal import Poller
internal import Synchronization

/// Joins the receiver with the ledger, the watcher and what is printed.
struct ReceiverService {
  let place: ListeningPlace
  let endpoints: WebhookEndpoints
  let ledger: Ledger
  let context: Context
  let watcher: Watcher
  let store: StoreWatch
  /// Our own keys so far, to be cut out of what is stored.
  let keys: @Sendable () -> [String]

  func server(showsMetrics: Bool) -> ReceiverServer {
    let counts = ReceiverCounts()
    let health = ReceiverHealth()
    let ledger = ledger
    var pages: [String: @Sendable () async -> ReceiverServer.Page] = [
      "/healthz": { .init(text: "ok\n") },
      "/readyz": { health.page(ledger) },
    ]
    if showsMetrics {
      let source = MetricsSource(
        ledger, counts, month: try? TimeWindow.period("this-month", context.times(in: nil)),
        budget: context.configuration.budget?.month, now: context.recordingClock)
      pages["/metrics"] = { await source.page() }
    }
    let watcher = watcher
    let store = store
    let refusals = RefusalNotes(context.output)
    let output = context.output
    let host = place.host.contains(":") ? "[\(place.host)]" : place.host
    return ReceiverServer(
      host: place.host, port: place.port, endpoints: endpoints.all,
      intake: DeliveryIntake(
        ledger: ledger, prompts: context.configuration.prompts, keys: keys,
        now: context.recordingClock),
      counts: counts, pages: pages,
      report: { report in
        switch report {
        case .listening(let port): try? output.line("listening on http://\(host):\(port)")
        case .delivery(_, .appended(let job)):
          health.hasFailed(false)
          if let job = try? ledger.snapshot().job(account: job.account, nativeID: job.nativeID) {
            await watcher.askNow(job.number)
          }
        case .delivery(let endpoint, .refused(let refusal)): refusals.tell(refusal, endpoint)
        case .delivery(_, .unavailable(let error)):
          health.hasFailed(true)
          refusals.tell(error)
          store.take(error)
        case .delivery(_, .duplicate): health.hasFailed(false)
        case .delivery(_, .ignored): break
        }
      })
  }
}

/// Whether the ledger took what came last.
private final class ReceiverHealth: Sendable {
  /// A failure counts for so long: who sends nothing to what is not ready would never learn that it
  /// is ready again.
  private static let memory = Duration.seconds(30)

  private let clock = ContinuousClock()
  private let failed = Mutex<ContinuousClock.Instant?>(nil)

  func hasFailed(_ value: Bool) {
    let now = clock.now
    failed.withLock { $0 = value ? now : nil }
  }

  private var isFailing: Bool {
    let now = clock.now
    return failed.withLock { $0 }.map { $0.duration(to: now) < Self.memory } ?? false
  }

  func page(_ ledger: Ledger) -> ReceiverServer.Page {
    guard !isFailing, (try? ledger.snapshot().head()) != nil else {
      return .init(httpStatus: 503, text: "the ledger cannot be written\n")
    }
    return .init(text: "ok\n")
  }
}

/// Says which deliveries were refused, a line a second at most, however many there are.
private final class RefusalNotes: Sendable {
  private static let interval = Duration.seconds(1)

  private struct State {
    var said: ContinuousClock.Instant?
    var silent = 0
  }

  private let output: Output
  private let clock = ContinuousClock()
  private let state = Mutex(State())

  init(_ output: Output) { self.output = output }

  func tell(_ refusal: DeliveryRefusal, _ endpoint: String) {
    tell("a delivery to \(endpoint.escaped) was refused: \(refusal.word)")
  }

  func tell(_ error: any Error) {
    let why = (error as? LedgerError).map { Failure($0).message } ?? "\(error)".firstLine.escaped
    tell("a delivery could not be kept, its sender is asked to try again: \(why)")
  }

  private func tell(_ text: String) {
    let silent = state.withLock { state -> Int? in
      let now = clock.now
      if let said = state.said, said.duration(to: now) < Self.interval {
        state.silent += 1
        return nil
      }
      state.said = now
      defer { state.silent = 0 }
      return state.silent
    }
    guard let silent else { return }
    output.note(text + (silent > 0 ? ", and \(silent) others before it" : ""))
  }
}

/// Makes the page of numbers, not more often than they are worth.
private actor MetricsSource {
  /// A ledger of a million jobs takes seconds to count.
  private static let ageMost = Duration.seconds(10)

  private let ledger: Ledger
  private let counts: ReceiverCounts
  private let month: TimeWindow?
  private let budget: Configuration.StatedAmount?
  private let now: @Sendable () -> Moment
  private let clock = ContinuousClock()
  private var known: (text: String, at: ContinuousClock.Instant)?

  init(
    _ ledger: Ledger, _ counts: ReceiverCounts, month: TimeWindow?,
    budget: Configuration.StatedAmount?,
    now: @escaping @Sendable () -> Moment
  ) {
    self.ledger = ledger
    self.counts = counts
    self.month = month
    self.budget = budget
    self.now = now
  }

  func page() -> ReceiverServer.Page {
    do {
      if known.map({ $0.at.duration(to: clock.now) > Self.ageMost }) ?? true, let month {
        let metrics = try LedgerMetrics(ledger, now: now(), month: month, budget: budget)
        known = (metrics.page.text, clock.now)
      }
      return ReceiverServer.Page(
        contentType: "text/plain; version=0.0.4; charset=utf-8",
        text: (known?.text ?? "") + deliveries)
    } catch {
      return ReceiverServer.Page(httpStatus: 503, text: "the ledger cannot be read\n")
    }
  }

  private var deliveries: String {
    var page = MetricsPage()
    page.begin(
      "vgledger_receiver_deliveries_total", .counter,
      "Deliveries since this process began, by what they came to.")
    for (place, count) in counts.all {
      page.sample(
        "vgledger_receiver_deliveries_total", count,
        [("endpoint", place.endpoint), ("outcome", place.outcome)])
    }
    return page.text
  }
}
