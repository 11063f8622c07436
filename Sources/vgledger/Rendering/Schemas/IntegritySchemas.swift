internal import Ledger

/// The schemas of the commands that prove and keep.
extension AnswerSchema {
  static let verify = AnswerSchema(
    name: "verify", title: "What was checked, and what holds.", kind: .report,
    fields: [
      Field(
        "part",
        .word(
          [
            "records", "record", "tree", "projections", "file", "checkpoint", "signature", "proof",
            "redacted", "clock", "more",
          ]), "What was looked at."),
      Field("level", .word(FindingLine.Level.allCases.map(\.rawValue)), "How it is."),
      Field("text", .text, "What was found."),
      Field("sequence", .optional(.whole), "Place in the log of a damaged record."),
      Field("job", .optional(.text), "Short key of the job that it is about."),
    ],
    totals: [
      Field("verified", .truth, "Whether everything that was checked holds."),
      Field("events", .whole, "Events of the log; of the signed log for a proof."),
      Field("records", .whole, "Records that were read."),
      Field("root", .optional(.text), "Root of the tree, base 64; null where there is none."),
      Field("redacted", .whole, "Records with redacted parts."),
      Field("damaged", .whole, "Findings that must not be."),
      Field("checkpoints", .whole, "Checkpoints that the log goes on from."),
    ])

  static let checkpoint = AnswerSchema(
    name: "checkpoint", title: "The signed head of the log, or its key.", kind: .report,
    fields: [
      Field("origin", .text, "The log's name."),
      Field("size", .optional(.whole), "Events; null with --print-key, as the next two."),
      Field("root", .optional(.text), "Root of their tree, base 64."),
      Field("key", .text, "The key that checks the signature, as a signed note has it."),
      Field("note", .optional(.text), "The signed note."),
    ])

  static let proof = AnswerSchema(
    name: "proof", title: "The proofs that were made.", kind: .report,
    fields: [
      Field("key", .text, "Short key of the job."),
      Field("sequence", .whole, "Place of the event in the log."),
      Field("file", .optional(.text), "The file; null where the proof is printed."),
      Field("proof", .optional(.text), "The proof; null where it is in a file."),
    ])

  static let redact = AnswerSchema(
    name: "redact", title: "What was taken out, or would be.", kind: .report,
    fields: [
      Field("key", .text, "Short key of the job."),
      Field("contents", .list(.word(RedactedContent.allCases.map(\.rawValue))), "What goes."),
      Field("records", .list(.whole), "Places of the records that lose something."),
      Field("sequence", .optional(.whole), "The event that says so; null where none was written."),
    ])

  static let backup = AnswerSchema(
    name: "backup", title: "The backup that was made.", kind: .report,
    fields: [
      Field("folder", .text, "Where it is."), Field("events", .whole, "Events in it."),
      Field("root", .text, "Root of their tree, base 64."),
      Field("is_signed", .truth, "Whether it has a signed manifest."),
    ])

  static let restore = AnswerSchema(
    name: "restore", title: "The backup that was verified or restored.", kind: .report,
    fields: [
      Field("backup", .text, "Where the backup is."),
      Field("restored_to", .optional(.text), "The ledger's folder; null with --check."),
      Field("events", .whole, "Events in it."),
      Field("root", .optional(.text), "Root of their tree, base 64."),
      Field("is_signed", .truth, "Whether it has a signed manifest, which then holds."),
    ])

  static let salvage = AnswerSchema(
    name: "salvage", title: "What was lost of a damaged ledger.", kind: .report,
    fields: [
      Field("first", .whole, "First place in the damaged log of neighbours that are lost."),
      Field("last", .whole, "Last place."),
      Field("reason", .word(["damaged", "job_unknown"]), "Why."),
      Field("job", .optional(.text), "Short key of their job, where it is known."),
    ],
    totals: [
      Field("saved", .whole, "Events in the new ledger."),
      Field("known", .whole, "Events that the damaged log is known to have had."),
      Field("lost", .whole, "Those of them that are not saved."),
      Field("is_same_history", .truth, "Whether the new log is the old one's beginning."),
      Field("has_key", .truth, "Whether the signing key was taken along."),
    ])

  static let importedLedger = AnswerSchema(
    name: "import-ledger", title: "The log that was made of an export.", kind: .report,
    fields: [
      Field("ledger", .text, "Its folder."), Field("events", .whole, "Its events."),
      Field("root", .text, "Root of their tree, base 64."),
    ])

  static let integrity = [
    verify, checkpoint, proof, redact, backup, restore, salvage, importedLedger,
  ]
}
