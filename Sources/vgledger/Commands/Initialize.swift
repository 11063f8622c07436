internal import ArgumentParser
internal import Ledger
internal import Providers

/// `init`: makes a ledger.
struct Initialize: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "init", abstract: "Make a ledger, with its id, its origin and its signing key.")

  @Argument(help: "The folder; missing or empty.") var folder: String?
  @Option(help: "The name under which checkpoints will be signed, such as studio-a/main.")
  var origin: String?

  func validate() throws {
    if let origin, origin.isEmpty || origin.contains(where: { $0.isWhitespace || $0 == "+" }) {
      throw ValidationError("'--origin' must be a name without spaces and plus signs.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    var options = options
    options.ledger = folder ?? options.ledger
    let context = try Context(options)
    var report = try Report(.initialize, context)
    let ledger = try await Ledger.create(
      context.folder, origin: origin, tool: Version.tool, now: context.recordingClock)
    let creation = try ledger.snapshot().creation()
    report.add(
      "made a ledger in \(context.folder), origin \(creation?.origin ?? "?")",
      [
        ("ledger", .string(context.folder)), ("origin", .optional(creation?.origin)),
        ("ledger_id", .optional(creation?.ledgerID.hexadecimal)),
        ("public_key", .optional(creation?.publicKey.hexadecimal)),
      ])
    try report.print(ledger)
  }
}
