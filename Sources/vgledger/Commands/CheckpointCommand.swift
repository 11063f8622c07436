internal import ArgumentParser
internal import Ledger
internal import Providers

/// `checkpoint`: signs the size and the root of the log.
struct CheckpointCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "checkpoint", abstract: "Sign the log's size and root, to be kept elsewhere.",
    discussion: """
      The checkpoint is a signed note of a few lines (C2SP tlog-checkpoint). Kept on another machine, it \
      shows later whether the log was cut short or rewritten: 'vgledger verify --checkpoint FILE'. \
      Keep the key that --print-key prints as well: with it others can check checkpoints and proofs.
      """)

  @Option(help: "Write it to this file, whole or not at all.") var to: String?
  @Flag(help: "Print the key that checks signatures, and sign nothing.") var printKey = false

  func validate() throws {
    if printKey, to != nil { throw ValidationError("'--print-key' and '--to' do not go together.") }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.checkpoint, context)
    let ledger = try context.openForReading()
    let key = try ledger.verifierKey()
    if printKey {
      report.add(key.text, Self.members(nil, key, nil))
      return try report.print(ledger)
    }
    let note = try ledger.signedCheckpoint()
    if let to {
      let file = try AtomicFile(to)
      try file.write(note.bytes)
      try file.commit()
    }
    let checkpoint = try Checkpoint(text: note.text)
    let text = String(decoding: note.bytes.dropLast(), as: UTF8.self)
    report.add(
      to.map { "signed \(checkpoint.size) events, in \($0.escaped)" } ?? text,
      Self.members(checkpoint, key, text + "\n"))
    try report.print(ledger)
  }

  private static func members(
    _ checkpoint: Checkpoint?, _ key: NoteVerifierKey, _ note: String?
  ) -> [(String, JSON)] {
    [
      ("origin", .string(key.name)),
      ("size", .optional(checkpoint.map { Int($0.size) })),
      ("root", .optional(checkpoint?.root.base64)),
      ("key", .string(key.text)), ("note", .optional(note)),
    ]
  }
}
