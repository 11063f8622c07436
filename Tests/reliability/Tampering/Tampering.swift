internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Rewrites history as somebody would who knows the format and can write the files: the result is a
/// ledger that is whole in itself.
struct Tampering: BreakingMethod {
  static let name = "tampering"
  static let units = "rewritten ledgers"
  static let rule = """
    A history that was rewritten consistently does not pass against a checkpoint and a key that were \
    kept elsewhere; the history as it was does; checkpoints and proofs that were changed count for \
    nothing.
    """

  private static let events = 300
  /// Where the real program lies; `nil` to do without.
  let path: String?
  private var sound: SoundLedger?
  private var evidence: KeptEvidence?

  init(program path: String?) { self.path = path }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if sound == nil {
      let made = try await SoundLedger(
        beside: folder, events: Self.events, random: SeededGenerator(seed: 1))
      sound = made
      let program = try path.map { try RealProgram($0, beside: folder) }
      evidence = try KeptEvidence(made, program)
    }
    guard let sound, let evidence else { return UnitOutcome() }
    let kind = Attack.allCases[Int(number % UInt64(Attack.allCases.count))]
    var outcome = UnitOutcome(counts: [kind.rawValue: 1])
    let path = folder + "/\(number)"
    try await Self.attack(kind, sound, path, &random)
    let ledger = try Ledger.open(readOnly: path)
    // The control: where nothing was kept elsewhere, the attacker wins. If not, this shows nothing.
    guard try ledger.verify().isGood else {
      outcome.violations.append("\(kind.rawValue): the attack gives itself away")
      return outcome
    }
    outcome.counts["pass where nothing is kept elsewhere"] = 1
    if try evidence.isRefused(ledger) != (kind != .none) {
      outcome.violations.append(
        kind == .none ? "refused what is as it was" : "\(kind.rawValue): passed")
    }
    try evidence.askProgram(path, isAttacked: kind != .none, &outcome)
    try evidence.changeCheckpoint(ofLedger: sound.folder, &random, folder, &outcome)
    try evidence.changeProof(&random, folder, &outcome)
    return outcome
  }

  /// Makes the ledger that the attacker leaves, with the signing key beside it.
  private static func attack(
    _ kind: Attack, _ sound: SoundLedger, _ path: String, _ random: inout SeededGenerator
  ) async throws {
    if kind == .oldFile {
      try sound.copy(to: path) { _ in }
      try FileManager.default.removeItem(atPath: path + "/data.mdb")
      return try FileManager.default.copyItem(atPath: sound.oldFile, toPath: path + "/data.mdb")
    }
    var keyFolder = sound.folder
    var stranger: StoredRecord?
    if kind == .key {
      // With the same origin, so that only the key tells them apart.
      keyFolder = path + "-stranger"
      let ledger = try await Ledger.create(
        keyFolder, origin: sound.key.name, tool: "reliability-check", now: SteppingClock().now)
      stranger = try ledger.snapshot().storedRecords(
        after: LogSequence(rawValue: 0), limit: 1
      ).first
    }
    let history = kind.applied(to: sound.records, stranger: stranger, &random)
    guard let history else { throw ValidationError("\(kind.rawValue): nothing to do it to") }
    let builder = try LedgerBuilder(folder: path)
    try builder.append(history)
    let key = try Data(contentsOf: URL(fileURLWithPath: keyFolder + "/signing-key"))
    try builder.finish(signingKey: Array(key))
  }
}

struct TamperingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Tampering.name, abstract: "Rewrite history consistently.")

  @OptionGroup var options: RunOptions
  @Option(help: "The real program, to be asked, too.") var vgledger: String?

  func run() async throws {
    let method = Tampering(program: vgledger)
    guard try await MethodRun(options: options).run(method) else { throw ExitCode.failure }
  }
}
