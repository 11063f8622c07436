internal import Ledger
internal import Providers

/// What a proof proves.
enum ProofScreen {
  static func add(
    _ proved: (proof: LogProof, checkpoint: Checkpoint), _ path: String, to report: inout Report,
    _ context: Context
  ) throws(Failure) {
    let sequence = proved.proof.index + 1
    guard let extra = proved.proof.extra, let record = ProvedRecord(canonical: extra) else {
      throw Failure(
        .badData, "\(path.escaped) is a proof of something that is no record of a ledger")
    }
    let said = [record.state?.word, record.providerStatus.map { "\"\($0.escaped)\"" }]
      .compactMap(\.self)
    let what = [record.kind.word] + said
    let text = """
      event #\(sequence), \(what.joined(separator: " ")), recorded \
      \(Words.dateAndClock(record.recorded)), is in the log \(proved.checkpoint.origin.escaped) of \
      \(proved.checkpoint.size) events
      """
    let mark = FindingLine(.good, "proof", text).mark(context.style)
    report.add(
      "  \(mark) \(text)",
      [
        ("part", .string("proof")), ("level", .string("ok")), ("text", .string(text)),
        ("sequence", .number(String(sequence))), ("job", .null),
      ])
    report.foot = [
      "PROVED for whoever trusts that key. Not proven: that the provider told the truth."
    ]
    report.totals = [
      ("verified", .boolean(true)), ("events", .number(String(proved.checkpoint.size))),
      ("records", .number("1")), ("root", .string(proved.checkpoint.root.base64)),
      ("redacted", .number("0")), ("damaged", .number("0")), ("checkpoints", .number("1")),
    ]
  }
}
