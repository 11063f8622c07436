import ArgumentParser
import Hummingbird
import Logging

/// Plays the APIs of video providers on this machine, with scripted fates.
@main
struct ProviderSimulator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provider-simulator",
    abstract: "Play video generation APIs on 127.0.0.1, with scripted fates.",
    subcommands: [
      Serve.self, WriteHistory.self, Deliver.self, AttackReceiver.self, ListFates.self,
    ],
    defaultSubcommand: Serve.self)

  /// The exit codes of sysexits.h for a file that makes no sense, and one that cannot be written.
  static let badData = ExitCode(65)
  static let cannotCreate = ExitCode(73)
}

/// What the surfaces share.
struct SimulatorParts: Sendable {
  var providers: SimulatedProviders
  var gate = RequestGate()
  var log: RequestLog?
  var webhooks: WebhookSender?
  /// The body of `/.well-known/jwks.json`.
  var keySet: JSON = ["keys": []]
}

/// All surfaces under one router.
func simulatorRouter(_ parts: SimulatorParts, logger: Logger) -> Router<SimulatorContext> {
  let providers = parts.providers
  let router = Router(context: SimulatorContext.self)
  router.add(
    middleware: RequestLogMiddleware(
      providers: providers, gate: parts.gate, log: parts.log, logger: logger))
  router.get("/healthz") { _, _ in Response(.json(["status": "ok"])) }
  router.get("/.well-known/jwks.json") { _, _ in Response(.json(parts.keySet)) }
  OpenAIVideosRoutes(providers: providers).add(to: router)
  GeminiOperationsRoutes(providers: providers).add(to: router)
  VertexOperationsRoutes(providers: providers).add(to: router)
  NeighbourRoutes(providers: providers).add(to: router)
  ElsewhereRoutes(providers: providers).add(to: router)
  ControlRoutes(
    providers: providers, gate: parts.gate, log: parts.log, webhooks: parts.webhooks
  ).add(to: router)
  return router
}
