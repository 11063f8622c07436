import ArgumentParser
import Hummingbird
import Logging

/// Plays the APIs of video providers on this machine, with scripted fates.
@main
struct ProviderSimulator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provider-simulator",
    abstract: "Play video generation APIs on 127.0.0.1, with scripted fates.",
    subcommands: [Serve.self, WriteHistory.self, Deliver.self, AttackReceiver.self],
    defaultSubcommand: Serve.self)

  /// The exit codes of sysexits.h for a file that makes no sense, and one that cannot be written.
  static let badData = ExitCode(65)
  static let cannotCreate = ExitCode(73)
}

/// All surfaces under one router.
func simulatorRouter(
  _ providers: SimulatedProviders, gate: RequestGate = RequestGate(), log: RequestLog?,
  logger: Logger
) -> Router<BasicRequestContext> {
  let router = Router()
  router.add(
    middleware: RequestLogMiddleware(providers: providers, gate: gate, log: log, logger: logger))
  router.get("/healthz") { _, _ in Response(.json(["status": "ok"])) }
  OpenAIVideosRoutes(providers: providers).add(to: router)
  GeminiOperationsRoutes(providers: providers).add(to: router)
  VertexOperationsRoutes(providers: providers).add(to: router)
  return router
}
