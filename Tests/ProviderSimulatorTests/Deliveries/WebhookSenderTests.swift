import FoundationEssentials
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import ProviderSimulator

/// The simulator tells a receiver of the ends of jobs, both over HTTP on the loopback interface.
struct WebhookSenderTests {
  /// Ends jobs of these fates, and waits until the receiver has so many deliveries.
  private func run(
    _ fates: [Fate], expecting count: Int, refusals: Int = 0
  ) async throws -> (deliveries: [(id: String, body: String)], lines: [DeliveryLogLine]) {
    let receiver = LiveReceiver()
    let secret = try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
    let application = Application(
      router: receiver.router(refusals: refusals),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
    return try await application.test(.live) { client in
      let port = try #require(client.port)
      let target = try #require(
        WebhookTarget(argument: "http://127.0.0.1:\(port)/webhooks"))
      let endpoint = WebhookEndpoint(face: .openAI, target: target, signer: .secrets([secret]))
      // The receiver judges by the wall, so the deliveries must be stamped by it.
      let providers = SimulatedProviders(
        speed: Speed(factor: 60_000), clock: Moment.now, random: SeededGenerator(state: 1))
      let sender = WebhookSender(
        providers, endpoints: [endpoint], speed: Speed(factor: 60_000), log: nil,
        logger: LiveSimulator().logger)
      for fate in fates {
        let order = Dialect.openAIVideos.job(fate).order
        _ = await providers.create(order, named: nil, at: .openAIVideos)
      }
      return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await sender.run() }
        while sender.recentLines.filter({ $0.status == 200 }).count < count {
          try await Task.sleep(for: .milliseconds(5))
        }
        tasks.cancelAll()
        return (receiver.deliveries, sender.recentLines)
      }
    }
  }

  @Test(
    "Tells of an end in the words that it has",
    arguments: [(Fate.success, "video.completed"), (.failed, "video.failed")])
  func types(fate: Fate, type: String) async throws {
    let (deliveries, _) = try await run([fate], expecting: 1)
    #expect(deliveries.count == 1)
    #expect(deliveries.first?.body.contains(#""type":"\#(type)""#) == true)
  }

  @Test("Tries again under the same id until it is acknowledged")
  func retries() async throws {
    let (deliveries, lines) = try await run([.success], expecting: 1, refusals: 2)
    #expect(deliveries.count == 1)
    #expect(lines.map(\.status) == [503, 503, 200])
    #expect(lines.map(\.attempt) == [1, 2, 3])
    #expect(Set(lines.map(\.webhookID)).count == 1)
  }

  @Test("Delivers a duplicate three times, and forgeries before the honest one")
  func fates() async throws {
    let (duplicates, _) = try await run([.duplicateDelivery], expecting: 3)
    #expect(duplicates.count == 3)
    #expect(Set(duplicates.map(\.id)).count == 1)
    let (honest, lines) = try await run([.forgedDelivery], expecting: 1)
    #expect(honest.count == 1)
    #expect(lines.compactMap(\.forgery) == Forgery.allCases.map(\.rawValue))
    #expect(lines.last?.forgery == nil)
  }
}
