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
    kept elsewhere; the history as it was does.
    """

  private static let events = 300
  private var sound: SoundLedger?

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if sound == nil {
      sound = try await SoundLedger(
        beside: folder, events: Self.events, random: SeededGenerator(seed: 1))
    }
    guard let sound else { return UnitOutcome() }
    let kind = Attack.allCases[Int(number % UInt64(Attack.allCases.count))]
    let history = kind.applied(to: sound.records, &random)
    let path = folder + "/\(number)"
    let builder = try LedgerBuilder(folder: path)
    try builder.append(history)
    let key = try Data(contentsOf: URL(fileURLWithPath: sound.folder + "/signing-key"))
    try builder.finish(signingKey: Array(key))
    var outcome = UnitOutcome(counts: [kind.rawValue: 1])
    let ledger = try Ledger.open(readOnly: path)
    if try ledger.verify().isGood { outcome.counts["whole in itself"] = 1 }
    let isRefused = try Self.isRefused(ledger, sound.checkpoint, sound.key)
    if isRefused != (kind != .none) {
      outcome.violations.append(
        "\(kind.rawValue): \(isRefused ? "refused what is as it was" : "passed")")
    }
    try Self.changeCheckpoint(sound, &random, &outcome)
    return outcome
  }

  /// As `verify --checkpoint --key` decides.
  private static func isRefused(
    _ ledger: Ledger, _ note: SignedNote, _ key: NoteVerifierKey
  ) throws -> Bool {
    guard let checkpoint = try? Checkpoint(note, signedBy: key) else { return true }
    return try ledger.root(ofFirst: checkpoint.size) != checkpoint.root
  }

  /// A checkpoint of which a bit was changed must count for nothing.
  private static func changeCheckpoint(
    _ sound: SoundLedger, _ random: inout SeededGenerator, _ outcome: inout UnitOutcome
  ) throws {
    var bytes = sound.checkpoint.bytes
    let place = Int.random(in: 0..<bytes.count, using: &random)
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    outcome.counts["changed checkpoints"] = 1
    if let note = try? SignedNote(bytes), (try? Checkpoint(note, signedBy: sound.key)) != nil {
      outcome.violations.append("a checkpoint that was changed at byte \(place) passed")
    }
  }
}

struct TamperingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Tampering.name, abstract: "Rewrite history consistently.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(Tampering()) else { throw ExitCode.failure }
  }
}
