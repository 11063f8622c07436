import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import ProviderSimulator

/// A whole simulator on a port of its own; time passes only when a test says so.
struct LiveSimulator {
  let clock = TestClock()
  let log = RequestLog()
  let gate = RequestGate()
  let providers: SimulatedProviders
  let webhooks: WebhookSender
  let logger: Logger

  /// `speed`: simulated seconds a second, for what sleeps.
  init(speed: Double = 60, endpoints: [WebhookEndpoint] = []) {
    var logger = Logger(label: "test")
    logger.logLevel = .warning
    self.logger = logger
    providers = SimulatedProviders(
      speed: Speed(factor: speed), clock: { [clock] in clock.now },
      random: SeededGenerator(state: 1))
    webhooks = WebhookSender(
      providers, endpoints: endpoints, speed: Speed(factor: speed), log: nil, logger: logger)
  }

  var application: some ApplicationProtocol {
    Application(
      router: simulatorRouter(
        SimulatorParts(providers: providers, gate: gate, log: log, webhooks: webhooks),
        logger: logger),
      server: .http1(
        configuration: .init(additionalChannelHandlers: [SimulatedDateHandler()])),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      services: [webhooks], logger: logger)
  }

  static let bearer: HTTPFields = [.authorization: "Bearer simulated"]

  /// A job at OpenAI that has ended, or not.
  func job(_ fate: Fate, isOver: Bool) async -> SimulatedJob {
    let job = Dialect.openAIVideos.job(fate)
    let made = await providers.create(job.order, named: nil, at: .openAIVideos)
    guard isOver else { return made }
    return await providers.change(id: made.id, fate: nil, endsNow: true) ?? made
  }

  /// The lines of the request log, as objects of a kind.
  func lines<Line: Decodable>(_ type: Line.Type) throws -> [Line] {
    try log.recentLines.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(type, from: Data($0))
    }
  }
}
