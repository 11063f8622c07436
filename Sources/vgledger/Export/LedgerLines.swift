internal import Ledger
internal import Providers

/// The whole log as lines of JSON: what one LMDB writes and any other can be filled from.
///
/// The first line tells the log's name and size, then comes a line for each record, and the last has
/// the checkpoint, signed where the key is there.
enum LedgerLines {
  static let schema = "vgledger.ledger-export/1"
  private static let recordsTogether = 500

  static func write(
    _ ledger: Ledger, to destination: ExportDestination, _ progress: Progress?
  ) throws {
    let checkpoint = try ledger.checkpoint()
    let head = LogSequence(rawValue: checkpoint.size)
    try destination.write(
      JSON.members([
        ("schema", .string(schema)), ("origin", .string(checkpoint.origin)),
        ("events", .number(String(checkpoint.size))),
      ]).compactText + "\n")
    var last = LogSequence(rawValue: 0)
    while last < head {
      let left = Int(clamping: head.rawValue - last.rawValue)
      let records = try ledger.snapshot().storedRecords(
        after: last, limit: min(recordsTogether, left))
      for record in records {
        try destination.write(
          JSON.members([
            ("sequence", .number(String(record.sequence.rawValue))),
            ("record", .string(record.bytes.base64)),
          ]).compactText + "\n")
      }
      guard let newest = records.last?.sequence else { break }
      last = newest
      progress?.report(
        Int(last.rawValue), share: Double(last.rawValue) / Double(head.rawValue))
    }
    let note = try? checkpoint.signed(by: try ledger.signingKey())
    let text = note.map { String(decoding: $0.bytes, as: UTF8.self) } ?? checkpoint.text
    try destination.write(
      JSON.members([
        ("checkpoint", .string(text)), ("is_signed", .boolean(note != nil)),
      ]).compactText + "\n")
  }
}
