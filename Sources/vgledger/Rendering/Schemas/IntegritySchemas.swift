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

  static let integrity = [verify, checkpoint, proof]
}
