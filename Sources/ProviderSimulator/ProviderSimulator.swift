import ArgumentParser
import Hummingbird
import Logging
import SystemPackage

/// Plays the video APIs of OpenAI, Gemini and Vertex AI on this machine, with scripted fates.
@main
struct ProviderSimulator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provider-simulator",
    abstract: "Play three video generation APIs on 127.0.0.1, with scripted fates.",
    subcommands: [WriteHistory.self])

  /// The exit codes of sysexits.h for a file that makes no sense, and one that cannot be written.
  static let badData = ExitCode(65)
  static let cannotCreate = ExitCode(73)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 0

  @Option(help: "Simulated seconds for one second on the wall.")
  var speed = 60.0

  @Option(help: "A JSON file of jobs that exist from the start.")
  var fates: String?

  @Option(help: "A file that gets one JSON line for each answer.")
  var requestLog: String?

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("'--port' must be 0 to 65535.")
    }
    guard (0.001...1_000_000).contains(speed) else {
      throw ValidationError("'--speed' must be 0.001 to 1000000.")
    }
  }

  func run() async throws {
    let providers = SimulatedProviders(
      speed: Speed(factor: speed), scripted: try scriptedJobs(), clock: Moment.now,
      random: SystemRandomNumberGenerator())
    var logger = Logger(label: "provider-simulator") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let application = Application(
      router: simulatorRouter(
        providers, log: try openLog(), logger: logger),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in announce(port: channel.localAddress?.port ?? port) },
      logger: logger)
    try await application.runService()
  }

  private func scriptedJobs() throws -> [ScriptedJob] {
    guard let fates else { return [] }
    do throws(FatesFileError) {
      return try FatesFile(contentsOf: fates).jobs
    } catch {
      try FileDescriptor.standardError.writeAll("\(fates): \(error)\n".utf8)
      throw Self.badData
    }
  }

  private func openLog() throws -> RequestLog? {
    guard let requestLog else { return nil }
    do {
      return try RequestLog(path: requestLog)
    } catch {
      try FileDescriptor.standardError.writeAll("\(requestLog): \(error)\n".utf8)
      throw Self.cannotCreate
    }
  }

  /// The only line on standard output; written past any buffer, for whoever waits for it.
  private func announce(port: Int) {
    _ = try? FileDescriptor.standardOutput.writeAll("listening on http://127.0.0.1:\(port)\n".utf8)
  }
}

/// All surfaces under one router.
func simulatorRouter(
  _ providers: SimulatedProviders, log: RequestLog?, logger: Logger
) -> Router<BasicRequestContext> {
  let router = Router()
  router.add(middleware: RequestLogMiddleware(providers: providers, log: log, logger: logger))
  router.get("/healthz") { _, _ in Response(.json(["status": "ok"])) }
  OpenAIVideosRoutes(providers: providers).add(to: router)
  GeminiOperationsRoutes(providers: providers).add(to: router)
  VertexOperationsRoutes(providers: providers).add(to: router)
  return router
}
