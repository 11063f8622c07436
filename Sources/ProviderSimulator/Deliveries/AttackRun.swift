import NIOPosix
import Synchronization

/// What an attacker may send.
enum Attack: Hashable, Sendable {
  case forgery(Forgery)
  case token(TokenForgery)
  /// An honest delivery, and the same bytes once more.
  case replay
  /// A good delivery whose connection ends in the middle of its body.
  case cutConnection

  var name: String {
    switch self {
    case .forgery(let forgery): forgery.rawValue
    case .token(let forgery): forgery.rawValue
    case .replay: "replay"
    case .cutConnection: "cut_connection"
    }
  }

  /// Whether a receiver may answer 200; it appends nothing then, for it has the delivery.
  var mayBeAcknowledged: Bool {
    switch self {
    case .replay: true
    case .forgery, .token, .cutConnection: false
    }
  }

  static let onSecrets =
    Forgery.allCases.map(Attack.forgery) + [.replay, .cutConnection]
  static let onTokens = TokenForgery.allCases.map(Attack.token) + [.replay, .cutConnection]
}

/// How often each kind of attack got each answer; 0 stands for none.
struct AttackReport: Equatable, Sendable {
  private(set) var answers: [String: [Int: Int]] = [:]
  /// Attacks that were acknowledged and must not be.
  private(set) var accepted = 0
  private(set) var tried = 0
  /// Honest deliveries that were acknowledged; each of them is one event for the receiver.
  private(set) var honest = 0

  mutating func add(_ attack: Attack, status: Int?) {
    tried += 1
    answers[attack.name, default: [:]][status ?? 0, default: 0] += 1
    if let status, (200..<300).contains(status), !attack.mayBeAcknowledged { accepted += 1 }
  }

  mutating func addHonest(status: Int?) {
    if status == 200 { honest += 1 }
  }

  /// A line for each kind, a name, a tab and its answers; then the sums.
  var lines: [String] {
    answers.sorted { $0.key < $1.key }.map { name, counts in
      let words = counts.sorted { $0.key < $1.key }
        .map { "\($0.key == 0 ? "none" : String($0.key)):\($0.value)" }
      return "\(name)\t\(words.joined(separator: " "))"
    } + ["tried\t\(tried)", "accepted\t\(accepted)", "honest_acknowledged\t\(honest)"]
  }
}

/// Sends deliveries that break a rule, each of a job and an event of its own.
final class AttackRun: Sendable {
  struct Settings: Sendable {
    var target: WebhookTarget
    var keys: Keys
    var face: WebhookFace
    var count: Int
    var connections: Int
    var seed: UInt64
  }

  /// What the receiver believes, which the attacker of a test knows.
  enum Keys: Sendable {
    case secret(WebhookSecret)
    case token(TokenSigner, foreign: TokenSigner, audience: String)

    var attacks: [Attack] {
      switch self {
      case .secret: Attack.onSecrets
      case .token: Attack.onTokens
      }
    }

    var signer: DeliverySigner {
      switch self {
      case .secret(let secret): .secrets([secret])
      case .token(let signer, _, let audience): .token(signer, audience: audience)
      }
    }
  }

  private struct State {
    var begun = 0
    var report = AttackReport()
  }

  private let settings: Settings
  private let log: DeliveryLog?
  private let state = Mutex(State())

  init(_ settings: Settings, log: DeliveryLog?) {
    self.settings = settings
    self.log = log
  }

  /// Sends all; `nil` where the receiver takes no honest delivery, which would prove nothing.
  func run() async throws -> AttackReport? {
    guard try await isReceiving() else { return nil }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for _ in 0..<settings.connections {
        tasks.addTask { try await self.work() }
      }
      try await tasks.waitForAll()
    }
    try log?.flush()
    return state.withLock { $0.report }
  }

  /// Sends one honest delivery before the attacks.
  private func isReceiving() async throws -> Bool {
    var random = SeededGenerator(state: settings.seed ^ 0x9E37_79B9_7F4A_7C15)
    let now = Moment.now()
    let event = newEvent(at: now, using: &random)
    var connection: WebhookConnection?
    let status = await send(try settings.keys.signer.sign(event, at: now), over: &connection)
    await connection?.close()
    state.withLock { $0.report.addHonest(status: status) }
    try note(event, at: now, forgery: nil, status: status)
    return status == 200
  }

  private func nextNumber() -> Int? {
    state.withLock { state in
      guard state.begun < settings.count else { return nil }
      defer { state.begun += 1 }
      return state.begun
    }
  }

  private func work() async throws {
    var connection: WebhookConnection?
    while let number = nextNumber() {
      var random = SeededGenerator(
        state: settings.seed &+ UInt64(number) &* 0x2545_F491_4F6C_DD1D)
      let attack = random.one(of: settings.keys.attacks)
      let now = Moment.now()
      let event = newEvent(at: now, using: &random)
      let delivery = try delivery(attack, of: event, at: now, using: &random)
      if attack == .replay {
        let honest = await send(delivery, over: &connection)
        state.withLock { $0.report.addHonest(status: honest) }
        try note(event, at: now, forgery: nil, status: honest)
      }
      let status = await send(delivery, over: &connection)
      state.withLock { $0.report.add(attack, status: status) }
      try note(event, at: now, forgery: attack.name, status: status)
    }
    await connection?.close()
  }

  private func newEvent(
    at now: Moment, using random: inout some RandomNumberGenerator
  ) -> JobEvent {
    switch settings.face {
    case .openAI:
      JobEvent(
        face: .openAI, type: random.happens(5000) ? "video.completed" : "video.failed",
        job: JobPlace.openAIVideos.newName(at: now, using: &random), createdAt: now, using: &random)
    case .gemini:
      JobEvent(
        face: .gemini, type: "video.generated",
        job: JobPlace.gemini(model: Dialect.geminiOperations.usualModel)
          .newName(at: now, using: &random), createdAt: now, using: &random)
    }
  }

  private func delivery(
    _ attack: Attack, of event: JobEvent, at now: Moment,
    using random: inout some RandomNumberGenerator
  ) throws -> SignedDelivery {
    switch (attack, settings.keys) {
    case (.forgery(let forgery), .secret(let secret)):
      return forgery.delivery(of: event, secret: secret, at: now, using: &random)
    case (.token(let forgery), .token(let signer, let foreign, let audience)):
      return try forgery.delivery(
        of: event, signer: signer, foreign: foreign, audience: audience, at: now)
    case (.cutConnection, _):
      var delivery = try settings.keys.signer.sign(event, at: now)
      delivery.announcedLength = delivery.body.count
      delivery.body.removeLast(Int(random.between(1...Int64(delivery.body.count - 1))))
      return delivery
    case (.replay, _), (.forgery, .token), (.token, .secret):
      return try settings.keys.signer.sign(event, at: now)
    }
  }

  private func send(
    _ delivery: SignedDelivery, over connection: inout WebhookConnection?
  ) async -> Int? {
    do {
      if connection?.isOpen != true {
        connection = try await WebhookConnection.open(
          to: settings.target, on: MultiThreadedEventLoopGroup.singleton)
      }
      return try await connection?.post(delivery)
    } catch {
      await connection?.close()
      connection = nil
      return nil
    }
  }

  private func note(_ event: JobEvent, at now: Moment, forgery: String?, status: Int?) throws {
    try log?.append(
      DeliveryLogLine(
        sentAt: now, webhookID: event.webhookID, job: event.job, type: event.type, attempt: 1,
        forgery: forgery, status: status, latency: 0))
  }
}
