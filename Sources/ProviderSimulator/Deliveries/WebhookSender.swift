import Logging
import ServiceLifecycle
import Synchronization

/// Where the deliveries of a face go, and how they are signed.
struct WebhookEndpoint: Sendable {
  let face: WebhookFace
  let pool: WebhookPool
  let signer: DeliverySigner

  init(face: WebhookFace, target: WebhookTarget, signer: DeliverySigner) {
    self.face = face
    self.signer = signer
    pool = WebhookPool(target: target)
  }

  /// What forgeries of it are signed with; `nil` where it signs with tokens.
  var secret: WebhookSecret? {
    switch signer {
    case .secrets(let secrets): secrets.first
    case .token: nil
    }
  }
}

/// Tells receivers of the ends of jobs, again where they did not acknowledge.
final class WebhookSender: Service {
  /// The waits before the second attempt, the third, …, in simulated time; the example schedule of
  /// Standard Webhooks, as far as OpenAI's 72 hours.
  static let waits: [Duration] = [
    .seconds(5), .seconds(300), .seconds(1800), .seconds(7200), .seconds(18_000),
    .seconds(36_000), .seconds(50_400), .seconds(72_000),
  ]
  private static let recentMax = 10_000

  private let providers: SimulatedProviders
  private let endpoints: [WebhookEndpoint]
  private let speed: Speed
  private let log: DeliveryLog?
  private let logger: Logger
  private let recent = Mutex<[DeliveryLogLine]>([])
  /// Scheme, host and port of the simulator, known when it listens.
  private let origin = Mutex("http://127.0.0.1")

  init(
    _ providers: SimulatedProviders, endpoints: [WebhookEndpoint], speed: Speed,
    log: DeliveryLog?, logger: Logger
  ) {
    self.providers = providers
    self.endpoints = endpoints
    self.speed = speed
    self.log = log
    self.logger = logger
  }

  func listens(at address: String) { origin.withLock { $0 = address } }

  func endpoint(_ face: WebhookFace) -> WebhookEndpoint? {
    endpoints.first { $0.face == face }
  }

  /// The latest attempts, oldest first.
  var recentLines: [DeliveryLogLine] { recent.withLock { $0 } }

  func run() async throws {
    guard !endpoints.isEmpty else {
      try await gracefulShutdown()
      return
    }
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { tasks in
        while !Task.isCancelled {
          // Short against any receiver's patience, and cheap: a look at the head of a queue.
          try? await Task.sleep(for: .milliseconds(20))
          for job in await self.providers.takeForDelivery() {
            tasks.addTask { await self.tellEnd(of: job) }
          }
        }
      }
    }
  }

  private func tellEnd(of job: SimulatedJob) async {
    let origin = origin.withLock { $0 }
    guard let event = await providers.endEvent(of: job, origin: origin),
      let endpoint = endpoint(event.face)
    else { return }
    if job.script.delivery == .forged {
      for forgery in Forgery.allCases where endpoint.secret != nil {
        _ = await send(event, forgery, to: endpoint, attempt: 1)
      }
    }
    for _ in 0..<(job.script.delivery == .duplicate ? 3 : 1) {
      await sendUntilAcknowledged(event, to: endpoint)
    }
  }

  private func sendUntilAcknowledged(_ event: JobEvent, to endpoint: WebhookEndpoint) async {
    for attempt in 1...Self.waits.count + 1 {
      // The guide: 2xx is a success, 3xx is not.
      let status = await send(event, nil, to: endpoint, attempt: attempt) ?? 0
      if (200..<300).contains(status) || attempt > Self.waits.count || Task.isCancelled { return }
      do {
        try await Task.sleep(for: speed.wall(Self.waits[attempt - 1]))
      } catch {
        return
      }
    }
  }

  /// Sends an event once, with the rule broken that `forgery` names; `nil` without an answer.
  func send(
    _ event: JobEvent, _ forgery: Forgery?, to endpoint: WebhookEndpoint, attempt: Int
  ) async -> Int? {
    let now = providers.clock.wallNow
    let begun = ContinuousClock.now
    guard let delivery = try? delivery(event, forgery, by: endpoint, at: now) else { return nil }
    let status = await endpoint.pool.post(delivery)
    note(
      DeliveryLogLine(
        sentAt: now, webhookID: event.webhookID, job: event.job, type: event.type,
        attempt: attempt, forgery: forgery?.rawValue, status: status,
        latency: (ContinuousClock.now - begun).wholeMicroseconds))
    return status
  }

  private func delivery(
    _ event: JobEvent, _ forgery: Forgery?, by endpoint: WebhookEndpoint, at now: Moment
  ) throws -> SignedDelivery {
    guard let forgery, let secret = endpoint.secret else {
      return try endpoint.signer.sign(event, at: now)
    }
    var random = SeededGenerator(state: SampleMedia.fingerprint(event.webhookID.utf8))
    return forgery.delivery(of: event, secret: secret, at: now, using: &random)
  }

  private func note(_ line: DeliveryLogLine) {
    recent.withLock { recent in
      if recent.count >= Self.recentMax { recent.removeFirst(Self.recentMax / 2) }
      recent.append(line)
    }
    do {
      try log?.append(line)
    } catch {
      logger.error("delivery log: write failed", metadata: ["error": "\(error)"])
    }
  }
}
