import ArgumentParser
import SystemPackage

/// `attack`: sends deliveries that a receiver must refuse, and tells how each kind was answered.
struct AttackReceiver: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack", abstract: "Send forged webhook deliveries, which must be refused.",
    discussion: """
      Prints for each kind how often it got which answer; docs/simulator.md has the kinds. 'replay' \
      sends an honest delivery and its bytes again, which may be answered 200 and must append \
      nothing. One honest delivery goes first, and must be acknowledged. Exit code 0 when nothing \
      forged was answered 2xx, else 1.
      """)

  @OptionGroup var sender: SenderOptions

  @Option(help: "How many attacks.")
  var count = 1000

  func validate() throws {
    guard (1...10_000_000).contains(count) else {
      throw ValidationError("'--count' must be 1 to 10000000.")
    }
  }

  func run() async throws {
    var chance = SystemRandomNumberGenerator()
    let keys: AttackRun.Keys
    if let signer = try sender.tokenSigner() {
      keys = .token(
        signer, foreign: try TokenSigner(keyID: "attacker-1"), audience: sender.audience)
    } else if let secret = sender.secret.first {
      keys = .secret(secret)
    } else {
      throw ExitCode.validationFailure
    }
    let run = AttackRun(
      AttackRun.Settings(
        target: sender.to, keys: keys, face: sender.face, count: count,
        connections: min(sender.connections, 16), seed: sender.seed ?? chance.next()),
      log: try sender.openLog())
    guard let report = try await run.run() else {
      let text = "The receiver acknowledged no honest delivery, so nothing can be proved of it.\n"
      try FileDescriptor.standardError.writeAll(text.utf8)
      throw ExitCode.failure
    }
    let text = report.lines.map { $0 + "\n" }.joined()
    try FileDescriptor.standardOutput.writeAll(text.utf8)
    if report.accepted > 0 { throw ExitCode.failure }
  }
}
