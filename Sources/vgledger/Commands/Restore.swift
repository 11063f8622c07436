internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// `restore`: puts a backup in the place of a ledger that is gone.
struct Restore: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "restore", abstract: "Verify a backup, and make the ledger of it.",
    discussion: """
      The ledger's folder must be missing or empty: nothing is ever written over. With --check the \
      backup is only verified, against its signed manifest too.
      """)

  @Argument(help: "The folder that 'vgledger backup' made.") var backup: String
  @Flag(help: "Only verify it.") var check = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.restore, context)
    guard try Reading.isOwnProcess(context) else { return }
    let path = backup.absolute
    let source = try Ledger.open(readOnly: path)
    let found = try source.verify()
    guard found.isGood else {
      throw Failure(
        .verifyDiffers,
        "the backup in \(path.escaped) is damaged; 'vgledger verify --ledger \(path.escaped)' tells what, "
          + "and 'vgledger salvage' saves what is good")
    }
    let isSigned = try Self.isAsSigned(source, found, path)
    if !check {
      let lines = [
        "restored \(context.recordingClock().rfc3339)", "tool \(Version.tool)", "kind copy",
      ]
      _ = try source.backup(to: context.folder, isCompact: false, lines: lines)
    }
    let what =
      check
      ? "is whole: \(found.records) events verified"
      : "was restored to \(context.folder.escaped): \(found.records) events verified"
    report.add(
      "the backup in \(path.escaped) \(what)" + (isSigned ? "" : "; it has no signed manifest"),
      [
        ("backup", .string(path)), ("restored_to", .optional(check ? nil : context.folder)),
        ("events", .number(String(found.records))), ("root", .optional(found.root?.base64)),
        ("is_signed", .boolean(isSigned)),
      ])
    try report.print(source)
  }

  /// Whether there is a manifest, which must be of just this log.
  private static func isAsSigned(
    _ source: Ledger, _ found: Verification, _ path: String
  ) throws -> Bool {
    let file = path + "/" + Ledger.manifestName
    guard FileManager.default.fileExists(atPath: file) else { return false }
    let bytes = try ProofFile.bytes(of: file, most: SignedNote.bytesMost)
    let key = try source.verifierKey()
    let signed: Checkpoint
    do throws(ProofError) {
      signed = try Checkpoint(try SignedNote(bytes), signedBy: key)
    } catch {
      throw Failure(error, file)
    }
    guard signed.size == found.head.rawValue, signed.root == found.root else {
      throw Failure(
        .verifyShortened, "the backup in \(path.escaped) is not what its manifest was signed for")
    }
    return true
  }
}
