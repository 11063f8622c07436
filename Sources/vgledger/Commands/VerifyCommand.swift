internal import ArgumentParser
internal import Ledger
internal import Providers

/// `verify`: whether the log is what was once written.
struct VerifyCommand: LedgerCommand {
  /// What `--quick` reads.
  private static let newest: UInt64 = 1000

  static let configuration = CommandConfiguration(
    subcommand: "verify", abstract: "Check that the history was not damaged or altered.",
    discussion: """
      Reads every record, compares it with its hash and the hashes with the tree, and folds every job \
      again to compare the projections. Exit codes: 20 where bytes or hashes differ, 21 where the log \
      does not go on from a checkpoint, 22 where a signature does not hold. With --proof it checks a \
      file that 'vgledger proof' wrote, and needs no ledger.
      """)

  @Flag(help: "Read only the newest 1 000 records and the head of the tree.") var quick = false
  @Option(help: "Read only the records from that event on, and the head of the tree.")
  var from: UInt64?
  @Option(help: "A checkpoint that was kept elsewhere, or a folder of them; may be given again.")
  var checkpoint: [String] = []
  @Option(help: "Check a proof instead of a ledger; needs --key.") var proof: String?
  @Option(help: "The key that must have signed: as --print-key prints it, or a file with that.")
  var key: String?

  func validate() throws {
    if quick, from != nil { throw ValidationError("'--quick' and '--from' exclude each other.") }
    if from == 0 { throw ValidationError("'--from' is the number of an event; the first is 1.") }
    if proof != nil, quick || from != nil || !checkpoint.isEmpty {
      throw ValidationError("'--proof' stands alone, with '--key'.")
    }
    if proof != nil, key == nil { throw ValidationError("'--proof' needs '--key'.") }
    if key != nil, proof == nil, checkpoint.isEmpty {
      throw ValidationError("'--key' needs '--checkpoint' or '--proof'.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.verify, context)
    let key = try key.map(ProofFile.key)
    if let proof, let key {
      try ProofScreen.add(try Self.proved(proof, key), proof, to: &report, context)
      return try report.print(nil)
    }
    guard try Reading.isOwnProcess(context, faultExit: .verifyDiffers) else { return }
    do {
      try verify(context, key, &report)
    } catch let error as LedgerError where error.isDamage {
      throw Failure(.verifyDiffers, Failure(error).message)
    }
  }

  private func verify(
    _ context: Context, _ key: NoteVerifierKey?, _ report: inout Report
  ) throws {
    let files = try checkpoint.flatMap(CheckpointFile.all)
    let ledger = try context.openForReading()
    let start = ContinuousClock.now
    let progress = Progress(ProgressText(work: "verifying", unit: "steps"), context)
    defer { progress.end() }
    let found = try ledger.verify(try scope(ledger)) { done, all in
      progress.report(Int(done), share: Double(done) / Double(max(1, all)))
    }
    progress.end()
    var screen = VerifyScreen(found, context)
    try screen.compare(with: files, key, in: ledger)
    try screen.add(to: &report, ledger, took: start.duration(to: .now))
    try report.print(ledger)
    if let code = screen.exitStatus { throw Failure(code, "") }
  }

  private func scope(_ ledger: Ledger) throws -> VerificationScope {
    guard let from else { return quick ? .newest(Self.newest) : .everything }
    let head = try ledger.snapshot().head().rawValue
    guard from <= head else {
      throw Failure(.usage, "the log ends at #\(head); give '--from' an event that is there")
    }
    return .newest(head - from + 1)
  }

  private static func proved(
    _ path: String, _ key: NoteVerifierKey
  ) throws(Failure) -> (LogProof, Checkpoint) {
    let bytes = try ProofFile.bytes(of: path, most: LogProof.bytesMost)
    do throws(ProofError) {
      let proof = try LogProof(bytes)
      return (proof, try proof.verify(with: key))
    } catch {
      throw Failure(error, path)
    }
  }
}
