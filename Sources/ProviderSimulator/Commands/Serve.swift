import ArgumentParser
import Hummingbird
import Logging
import SystemPackage

/// `serve`, which is what the program does where no command is named.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Play the providers on a port of 127.0.0.1.")

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 0

  @Option(help: "Simulated seconds for one second on the wall.")
  var speed = 60.0

  @Option(help: "A JSON file of jobs that exist from the start.")
  var fates: String?

  @Option(help: "A file that gets one JSON line for each answer.")
  var requestLog: String?

  @OptionGroup(title: "Seeded jobs") var seeded: SeededJobsOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Webhooks") var webhooks: WebhookOptions

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("'--port' must be 0 to 65535.")
    }
    guard (0.001...1_000_000).contains(speed) else {
      throw ValidationError("'--speed' must be 0.001 to 1000000.")
    }
  }

  func run() async throws {
    var logger = Logger(label: "provider-simulator") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let providers = try await providers()
    let (endpoints, keySet) = try webhooks.endpoints()
    let deliveryLog = try webhooks.deliveryLog.map { path in
      try stopping(Self.cannotCreate, path) { try DeliveryLog(path: path, isBuffered: false) }
    }
    let sender = WebhookSender(
      providers, endpoints: endpoints, speed: Speed(factor: speed), log: deliveryLog,
      logger: logger)
    let parts = SimulatorParts(
      providers: providers, gate: RequestGate(limits.limits), log: try openLog(),
      webhooks: sender, keySet: keySet)
    let application = Application(
      router: simulatorRouter(parts, logger: logger),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [SimulatedDateHandler()])),
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), backlog: 4096),
      services: [sender],
      onServerRunning: { channel in
        let origin = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
        sender.listens(at: origin)
        announce(origin)
      },
      logger: logger)
    try await application.runService()
  }

  private func providers() async throws -> SimulatedProviders {
    var random = SystemRandomNumberGenerator()
    let chosenSeed = random.next()
    let speed = Speed(factor: speed)
    let providers = SimulatedProviders(
      speed: speed, scripted: try scriptedJobs(), clock: Moment.now,
      random: SeededGenerator(state: seeded.seed ?? chosenSeed))
    let jobs = seeded.seededJobs(chosenSeed: chosenSeed).jobs(
      from: providers.clock.now, speed: speed)
    await providers.add(jobs)
    if let path = seeded.writeJobs {
      try stopping(Self.cannotCreate, path) { try JobsFile.write(jobs, to: path) }
    }
    return providers
  }

  private func scriptedJobs() throws -> [ScriptedJob] {
    guard let fates else { return [] }
    return try stopping(ProviderSimulator.badData, fates) { try FatesFile(contentsOf: fates).jobs }
  }

  private func openLog() throws -> RequestLog {
    guard let requestLog else { return RequestLog() }
    return try stopping(Self.cannotCreate, requestLog) { try RequestLog(path: requestLog) }
  }

  private static let cannotCreate = ProviderSimulator.cannotCreate

  /// Does something with a file; an error of it becomes one line and an exit code.
  private func stopping<Value>(
    _ code: ExitCode, _ path: String, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch {
      try FileDescriptor.standardError.writeAll("\(path): \(error)\n".utf8)
      throw code
    }
  }

  /// The only line on standard output; written past any buffer, for whoever waits for it.
  private func announce(_ origin: String) {
    _ = try? FileDescriptor.standardOutput.writeAll("listening on \(origin)\n".utf8)
  }
}
