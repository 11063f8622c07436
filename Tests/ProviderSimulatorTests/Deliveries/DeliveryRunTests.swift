import FoundationEssentials
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ProviderSimulator

/// Over HTTP on the loopback interface.
struct DeliveryRunTests {
  private func secret() throws -> WebhookSecret {
    try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
  }

  private func target(port: Int?) throws -> WebhookTarget {
    let port = try #require(port)
    return try #require(WebhookTarget(argument: "http://127.0.0.1:\(port)/webhooks"))
  }

  @Test("Delivers all, tries again under the same id, and logs each attempt")
  func delivers() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let receiver = LiveReceiver()
    let secret = try secret()
    let application = Application(
      router: receiver.router(refusals: 3),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
    try await application.test(.live) { client in
      let run = DeliveryRun(
        DeliveryRun.Settings(
          target: try target(port: client.port), signer: .secrets([secret]), face: .openAI,
          connections: 4, seed: 1, jobs: ["video_1", "video_2"]),
        plan: DeliveryPlan.Settings(count: 20, rate: 200, retriesFor: .seconds(10)),
        log: try DeliveryLog(path: file.path(), isBuffered: true))
      let (plan, report, _) = try await run.run()
      #expect(plan.acknowledged == 20)
      #expect(report.answers == [200: 20, 503: 3])
    }
    let ids = receiver.deliveries.map(\.id)
    #expect(Set(ids).count == 20)
    #expect(ids.count == 20)
    struct Line: Decodable {
      var webhookID: String
      var job: String
      var attempt: Int
      var status: Int?

      enum CodingKeys: String, CodingKey {
        case job, attempt, status
        case webhookID = "webhook_id"
      }
    }
    let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
    #expect(lines.count == 23)
    #expect(Set(lines.filter { $0.status == 200 }.map(\.webhookID)) == Set(ids))
    #expect(lines.filter { $0.attempt == 2 }.count == 3)
    #expect(Set(lines.map(\.job)) == ["video_1", "video_2"])
  }

  @Test("A receiver that is not there acknowledges nothing, and that is no error")
  func refused() async throws {
    let run = DeliveryRun(
      DeliveryRun.Settings(
        target: try target(port: 1), signer: .secrets([try secret()]), face: .openAI,
        connections: 2, seed: 1, jobs: ["video_1"]),
      plan: DeliveryPlan.Settings(count: 3, rate: 1000, retriesFor: .milliseconds(300)), log: nil)
    let (plan, report, _) = try await run.run()
    #expect(plan.acknowledged == 0)
    #expect(plan.givenUp == 3)
    #expect(report.answers == [0: report.attempts])
  }

  @Test("Where no honest delivery is taken, attacks prove nothing")
  func nobody() async throws {
    let run = AttackRun(
      AttackRun.Settings(
        target: try target(port: 1), keys: .secret(try secret()), face: .openAI, count: 10,
        connections: 1, seed: 5),
      log: nil)
    let report = try await run.run()
    #expect(report == nil)
  }

  @Test("Attacks are refused, and of a replay the receiver has one")
  func attacks() async throws {
    let receiver = LiveReceiver()
    let secret = try secret()
    let application = Application(
      router: receiver.router(),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
    try await application.test(.live) { client in
      let run = AttackRun(
        AttackRun.Settings(
          target: try target(port: client.port), keys: .secret(secret), face: .openAI, count: 300,
          connections: 4, seed: 5),
        log: nil)
      let report = try #require(try await run.run())
      #expect(report.tried == 300)
      #expect(report.accepted == 0)
      #expect(Set(report.answers.keys) == Set(Attack.onSecrets.map(\.name)))
      #expect(report.answers["cut_connection"]?.keys.contains(200) == false)
      let replays = report.answers["replay"]?[200]
      #expect(report.honest == (replays ?? 0) + 1)
      #expect(receiver.deliveries.count == 2 * report.honest - 1)
      #expect(Set(receiver.deliveries.map(\.id)).count == report.honest)
    }
  }
}
