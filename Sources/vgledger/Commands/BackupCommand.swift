internal import ArgumentParser
internal import Ledger
internal import Providers

/// `backup`: a verified copy of the ledger.
struct BackupCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "backup", abstract: "Copy the ledger while it is in use, and verify the copy.",
    discussion: """
      The folder appears when the copy is whole, on disk and verified. It is a ledger of its own, with \
      the signing key, and a signed manifest. With --compact it is made record by record: smaller, and \
      without any bytes of what was redacted. 'vgledger restore' puts it back.
      """)

  @Argument(help: "The folder for the copy; missing or empty.") var folder: String
  @Flag(help: "Make it record by record, without the bytes of what was redacted.")
  var compact = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.backup, context)
    guard try Reading.isOwnProcess(context) else { return }
    let ledger = try context.openForReading()
    let lines = [
      "backup \(context.recordingClock().rfc3339)", "tool \(Version.tool)",
      "kind \(compact ? "compact" : "copy")",
    ]
    let path = folder.absolute
    let backup = try ledger.backup(to: path, isCompact: compact, lines: lines)
    report.add(
      "copied \(backup.head.rawValue) events to \(path.escaped), and verified them"
        + (backup.isSigned ? "" : "; the signing key is missing, so there is no manifest"),
      [
        ("folder", .string(path)), ("events", .number(String(backup.head.rawValue))),
        ("root", .string(backup.root.base64)), ("is_signed", .boolean(backup.isSigned)),
      ])
    try report.print(ledger)
  }
}
