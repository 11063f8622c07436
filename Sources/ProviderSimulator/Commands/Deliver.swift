import ArgumentParser
import FoundationEssentials
import SystemPackage

/// `deliver`: sends signed webhook deliveries at a steady rate, and counts what is acknowledged.
struct Deliver: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Send signed webhook deliveries at a steady rate.",
    discussion: """
      Each delivery has a webhook-id of its own, which its retries keep. An answer other than 200, \
      or none, is tried again after a quarter of a second, half, one, two, two, … Latency counts \
      from the moment when an attempt was due. Exit code 0 when all were acknowledged, else 1.
      """)

  @OptionGroup var sender: SenderOptions

  @Option(help: "Deliveries a second.")
  var rate = 100.0

  @Option(name: .customLong("for"), help: "How long.")
  var span = SpanOption.tenSeconds

  @Option(help: "Of how many jobs they tell, in turn.")
  var jobs = 1000

  @Option(help: "Tell of the jobs in this file, as serve --write-jobs writes it.")
  var jobsFile: String?

  @Option(help: "Of a hundred deliveries so many tell of a failure.")
  var failures = 0

  @Option(help: "How long after the last first attempt others are made.")
  var retryFor = SpanOption.minute

  func validate() throws {
    guard (0.01...100_000).contains(rate) else {
      throw ValidationError("'--rate' must be 0.01 to 100000.")
    }
    guard (1...10_000_000).contains(jobs) else {
      throw ValidationError("'--jobs' must be 1 to 10000000.")
    }
    guard (0...100).contains(failures) else {
      throw ValidationError("'--failures' must be 0 to 100.")
    }
  }

  func run() async throws {
    var chance = SystemRandomNumberGenerator()
    let seed = sender.seed ?? chance.next()
    let signer: DeliverySigner =
      if let tokens = try sender.tokenSigner() {
        .token(tokens, audience: sender.audience)
      } else {
        .secrets(sender.secret)
      }
    let seconds = Double(span.span.wholeMilliseconds) / 1000
    let plan = DeliveryPlan.Settings(
      count: max(1, Int((rate * seconds).rounded())), rate: rate, retriesFor: retryFor.span)
    let run = DeliveryRun(
      DeliveryRun.Settings(
        target: sender.to, signer: signer, face: sender.face, connections: sender.connections,
        seed: seed, jobs: try jobNames(seed: seed), failures: UInt64(failures) * 100),
      plan: plan, log: try sender.openLog())
    let (ended, report, took) = try await run.run()
    let text = report.lines(ended, took: took).map { $0 + "\n" }.joined()
    try FileDescriptor.standardOutput.writeAll(text.utf8)
    if ended.acknowledged < plan.count { throw ExitCode.failure }
  }

  private struct JobLine: Decodable {
    var dialect: String
    var id: String
  }

  private func jobNames(seed: UInt64) throws -> [String] {
    let dialect: Dialect = sender.face == .gemini ? .geminiOperations : .openAIVideos
    if let jobsFile {
      let lines = try Data(contentsOf: URL(filePath: jobsFile)).split(separator: UInt8(ascii: "\n"))
      let names = try lines.map { try JSONDecoder().decode(JobLine.self, from: Data($0)) }
        .filter { $0.dialect == dialect.rawValue }.map(\.id)
      guard !names.isEmpty else { throw ValidationError("'--jobs-file' has no job of this face.") }
      return names
    }
    var random = SeededGenerator(state: seed)
    let place: JobPlace =
      sender.face == .gemini ? .gemini(model: dialect.usualModel) : .openAIVideos
    let now = Moment.now()
    return (0..<jobs).map { _ in place.newName(at: now, using: &random) }
  }
}

extension SpanOption {
  static let tenSeconds = SpanOption(span: .seconds(10), description: "10s")
  static let minute = SpanOption(span: .seconds(60), description: "60s")
}
