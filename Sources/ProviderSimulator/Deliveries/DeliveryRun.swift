import NIOPosix
import Synchronization

/// Sends many deliveries over connections that stay open, as a plan says.
final class DeliveryRun: Sendable {
  struct Settings: Sendable {
    var target: WebhookTarget
    var signer: DeliverySigner
    var face: WebhookFace
    var connections: Int
    var seed: UInt64
    /// The jobs that deliveries tell of, in turn.
    var jobs: [String]
    /// The share of deliveries that tell of a failure, in ten thousands.
    var failures: UInt64 = 0
  }

  private struct State {
    var plan: DeliveryPlan
    var report = DeliveryReport()
  }

  private let settings: Settings
  private let plan: DeliveryPlan.Settings
  private let begunAt = Moment.now()
  private let log: DeliveryLog?
  private let state: Mutex<State>
  private let clock = ContinuousClock()
  private let begun: ContinuousClock.Instant

  init(_ settings: Settings, plan: DeliveryPlan.Settings, log: DeliveryLog?) {
    self.settings = settings
    self.plan = plan
    self.log = log
    state = Mutex(State(plan: DeliveryPlan(plan)))
    begun = clock.now
  }

  /// Sends all; returns the plan as it ended, and what was counted.
  func run() async throws -> (plan: DeliveryPlan, report: DeliveryReport, took: Duration) {
    let group = MultiThreadedEventLoopGroup.singleton
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for _ in 0..<settings.connections {
        tasks.addTask { try await self.work(on: group) }
      }
      try await tasks.waitForAll()
    }
    try log?.flush()
    let took = clock.now - begun
    return state.withLock { (plan: $0.plan, report: $0.report, took: took) }
  }

  private var elapsed: Int64 { (clock.now - begun).wholeMicroseconds }

  private func work(on group: MultiThreadedEventLoopGroup) async throws {
    var connection: WebhookConnection?
    while true {
      switch state.withLock({ $0.plan.next() }) {
      case .finished:
        await connection?.close()
        return
      case .wait: try await Task.sleep(for: .milliseconds(5))
      case .send(let attempt):
        if attempt.due > elapsed {
          try await Task.sleep(
            until: begun + .microseconds(attempt.due), tolerance: .zero, clock: clock)
        }
        let event = event(attempt.delivery)
        let sentAt = Moment.now()
        let status = await send(event, at: sentAt, over: &connection, on: group)
        try ended(attempt, event, sentAt: sentAt, status: status)
      }
    }
  }

  /// The status of the answer; `nil` where none came.
  private func send(
    _ event: JobEvent, at now: Moment, over connection: inout WebhookConnection?,
    on group: MultiThreadedEventLoopGroup
  ) async -> Int? {
    do {
      let delivery = try settings.signer.sign(event, at: now)
      if connection?.isOpen != true {
        connection = try await WebhookConnection.open(to: settings.target, on: group)
      }
      return try await connection?.post(delivery)
    } catch {
      await connection?.close()
      connection = nil
      return nil
    }
  }

  /// The event of a delivery, always the same for the same number and seed.
  private func event(_ number: Int) -> JobEvent {
    var random = SeededGenerator(state: settings.seed &+ UInt64(number) &* 0x2545_F491_4F6C_DD1D)
    let type =
      switch settings.face {
      case .openAI: random.happens(settings.failures) ? "video.failed" : "video.completed"
      case .gemini: "video.generated"
      }
    return JobEvent(
      face: settings.face, type: type, job: settings.jobs[number % settings.jobs.count],
      createdAt: begunAt + .microseconds(plan.due(number)), using: &random)
  }

  private func ended(
    _ attempt: DeliveryPlan.Attempt, _ event: JobEvent, sentAt: Moment, status: Int?
  ) throws {
    let now = elapsed
    let latency = now - attempt.due
    state.withLock { state in
      state.plan.ended(attempt, acknowledged: status == 200, at: now)
      state.report.add(status: status, latency: latency)
    }
    try log?.append(
      DeliveryLogLine(
        sentAt: sentAt, webhookID: event.webhookID, job: event.job, type: event.type,
        attempt: attempt.number, status: status, latency: latency))
  }
}
