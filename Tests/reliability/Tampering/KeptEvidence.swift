internal import Foundation
internal import Ledger

/// What was kept where the attacker cannot write: a checkpoint, the key, and proofs.
struct KeptEvidence {
  /// As `vgledger help exit-codes` has them: bytes or hashes differ, the log does not go on from the
  /// checkpoint, a signature does not hold.
  private static let refusals: Set<Int32> = [20, 21, 22]
  /// A file that is no checkpoint or proof any more is bad input, 65.
  private static let refusalsOfFile: Set<Int32> = [20, 22, 65]

  private let checkpoint: SignedNote
  private let key: NoteVerifierKey
  private let proofs: [LogProof]
  private let program: RealProgram?

  /// - Parameters:
  ///   - sound: The ledger before the attack.
  ///   - program: The real program, if it is to be asked, too.
  /// - Throws: What kept the ledger from proving its events.
  init(_ sound: SoundLedger, _ program: RealProgram?) throws {
    checkpoint = sound.checkpoint
    key = sound.key
    self.program = program
    proofs = try Ledger.open(readOnly: sound.folder).proofs(of: sound.records.map(\.sequence))
  }

  /// As `verify --checkpoint --key` decides.
  func isRefused(_ ledger: Ledger) throws -> Bool {
    guard let checkpoint = try? Checkpoint(checkpoint, signedBy: key) else { return true }
    return try ledger.root(ofFirst: checkpoint.size) != checkpoint.root
  }

  /// Has the program verify the ledger: by itself, with the checkpoint, and with the key as well.
  func askProgram(_ ledger: String, isAttacked: Bool, _ outcome: inout UnitOutcome) throws {
    guard let program else { return }
    let file = ledger + ".checkpoint"
    try Data(checkpoint.bytes).write(to: URL(fileURLWithPath: file))
    let alone = try program.run(["verify"], on: ledger)
    if alone.code != 0 { outcome.violations.append(alone.told("by itself: \(alone.end)")) }
    for more in [[], ["--key", key.text]] {
      let answer = try program.run(["verify", "--checkpoint", file] + more, on: ledger)
      let isRefused = answer.code.map(Self.refusals.contains) ?? false
      if isAttacked ? !isRefused : answer.code != 0 {
        outcome.violations.append(answer.told("\(answer.end)"))
      }
      if let code = answer.code {
        let how = more.isEmpty ? "checkpoint" : "checkpoint and key"
        outcome.counts["program, with \(how): exit code \(code)", default: 0] += 1
      }
    }
  }

  /// A checkpoint that was changed anywhere must count for nothing.
  func changeCheckpoint(
    ofLedger ledger: String, _ random: inout SeededGenerator, _ folder: String,
    _ outcome: inout UnitOutcome
  ) throws {
    let (bytes, what) = Self.changed(checkpoint.bytes, &random)
    outcome.counts["changed checkpoints", default: 0] += 1
    if let note = try? SignedNote(bytes), (try? Checkpoint(note, signedBy: key)) != nil {
      outcome.violations.append("a checkpoint passed, \(what)")
    }
    guard let program else { return }
    let file = folder + "/changed.checkpoint"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let words = ["verify", "--checkpoint", file, "--key", key.text]
    try refuse(program.run(words, on: ledger), what, &outcome)
  }

  /// A proof that was changed anywhere, or is another event's, must prove nothing.
  func changeProof(
    _ random: inout SeededGenerator, _ folder: String, _ outcome: inout UnitOutcome
  ) throws {
    guard let proof = proofs.randomElement(using: &random),
      let other = proofs.randomElement(using: &random)
    else { return }
    guard (try? LogProof(proof.bytes).verify(with: key)) != nil else {
      return outcome.violations.append("a proof as it was is refused")
    }
    var (bytes, what) = Self.changed(proof.bytes, &random)
    if other.index != proof.index, Bool.random(using: &random) {
      let forged = LogProof(
        extra: other.extra, index: proof.index, hashes: proof.hashes, note: proof.note)
      (bytes, what) = (forged.bytes, "with another event's record")
    }
    outcome.counts["changed proofs", default: 0] += 1
    if (try? LogProof(bytes).verify(with: key)) != nil {
      outcome.violations.append("a proof passed, \(what)")
    }
    guard let program else { return }
    let file = folder + "/changed.tlog-proof"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try refuse(
      program.run(["verify", "--proof", file, "--key", key.text], on: nil), what, &outcome)
    try Data(proof.bytes).write(to: URL(fileURLWithPath: file))
    let good = try program.run(["verify", "--proof", file, "--key", key.text], on: nil)
    if good.code != 0 { outcome.violations.append(good.told("a proof as it was: \(good.end)")) }
  }

  private func refuse(
    _ answer: RealProgram.Answer, _ what: String, _ outcome: inout UnitOutcome
  ) {
    if let code = answer.code, Self.refusalsOfFile.contains(code) {
      outcome.counts["program, changed file: exit code \(code)", default: 0] += 1
      // A wrong checkpoint is in the report; what cannot be read has a line of its own.
      if answer.complaints.count != 1, answer.output.isEmpty {
        outcome.violations.append(answer.told("\(answer.complaints.count) lines on standard error"))
      }
    } else {
      outcome.violations.append(answer.told("\(answer.end), of a file changed \(what)"))
    }
  }

  /// The bytes with one bit flipped, or cut off anywhere, and what was done.
  private static func changed(
    _ bytes: [UInt8], _ random: inout SeededGenerator
  ) -> (bytes: [UInt8], what: String) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    guard Int.random(in: 0..<4, using: &random) > 0 else {
      return (Array(bytes.prefix(place)), "cut at byte \(place)")
    }
    var changed = bytes
    changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    return (changed, "changed at byte \(place)")
  }
}
