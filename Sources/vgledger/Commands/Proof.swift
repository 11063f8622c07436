internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// `proof`: files that prove to others what the log holds of a job.
struct Proof: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "proof", abstract: "Write files that prove to others what the log holds of a job.",
    discussion: """
      Each file (C2SP tlog-proof) proves one event to anybody who has the key that 'checkpoint \
      --print-key' prints, without this ledger: 'vgledger verify --proof FILE --key KEY'. It tells \
      all of the event but its private parts: prompt, body, the provider's text and notes.
      """)

  @Argument(help: "The job.") var job: String
  @Option(help: "Only the event at this place of the log.") var event: UInt64?
  @Option(help: "The file, or without --event the folder, to write to.") var to: String?

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.proof, context)
    let ledger = try context.openForReading()
    let (job, key) = try ledger.job(named: job)
    let sequences = try ledger.snapshot().sequences(of: job.number)
    if let event {
      guard let sequence = sequences.first(where: { $0.rawValue == event }) else {
        throw Failure(
          .usage,
          "event #\(event) is not one of \(key.text); 'vgledger show \(key.text) --events' lists them"
        )
      }
      let proofs = try ledger.proofs(of: [sequence])
      try write(proofs[0], of: sequence, key, to: to, &report)
      return try report.print(ledger)
    }
    guard let to else {
      throw Failure(.usage, "name a folder with --to, or one event with --event")
    }
    try Self.makeFolder(to)
    for (sequence, proof) in zip(sequences, try ledger.proofs(of: sequences)) {
      let name = "\(to)/\(key.whole)-\(sequence.rawValue).tlog-proof"
      try write(proof, of: sequence, key, to: name, &report)
    }
    try report.print(ledger)
  }

  private func write(
    _ proof: LogProof, of sequence: LogSequence, _ key: ShortKey, to path: String?,
    _ report: inout Report
  ) throws {
    if let path {
      let file = try AtomicFile(path)
      try file.write(proof.bytes)
      try file.commit()
    }
    let text = String(decoding: proof.bytes.dropLast(), as: UTF8.self)
    report.add(
      path.map { "#\(sequence.rawValue) of \(key.text) is proved by \($0.escaped)" } ?? text,
      [
        ("key", .string(key.whole)), ("sequence", .number(String(sequence.rawValue))),
        ("file", .optional(path)), ("proof", path == nil ? .string(text + "\n") : .null),
      ])
  }

  private static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotCreate, "cannot make the folder \(path.escaped)")
    }
  }
}
