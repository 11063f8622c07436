internal import ArgumentParser
internal import Ledger
internal import Providers

/// `redact`: takes private contents of a job out of the log for ever.
struct Redact: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "redact", abstract: "Take a job's prompt or bodies out of the log for ever.",
    discussion: """
      --prompt takes out the prompt, and every body, text and note that repeats it; --bodies all \
      bodies. What comes for the job later loses the same. Hashes and proofs hold as before, and an \
      event tells what was done. Without --yes it only says what would go. The file keeps the old \
      bytes until their pages are used again: 'vgledger backup --compact' makes one without them.
      """)

  @Argument(help: "The job.") var job: String
  @Flag(help: "The prompt, and whatever repeats it.") var prompt = false
  @Flag(help: "All bodies of answers and deliveries.") var bodies = false
  @Option(help: "Why, for the record.") var why: String?
  @Flag(help: "Do it; it cannot be undone.") var yes = false

  func validate() throws {
    if !prompt, !bodies { throw ValidationError("Say what to take out: '--prompt', '--bodies'.") }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.redact, context)
    let contents = Set((prompt ? [RedactedContent.prompt] : []) + (bodies ? [.bodies] : []))
    let ledger = try yes ? context.openForAppending() : context.openForReading()
    let (job, key) = try ledger.job(named: job)
    let words = contents.map(\.rawValue).sorted().joined(separator: " and ")
    guard yes else {
      let records = try ledger.recordsToRedact(job.number, contents)
      report.add(
        "would take \(words) out of \(Self.count(records.count)) of \(key.text) for ever; add --yes to do it",
        Self.members(key, contents, records, nil))
      return try report.print(ledger)
    }
    let done = try await ledger.redact(job.number, contents, why: why, by: context.actor)
    let text =
      if let event = done.event {
        "took \(words) out of \(Self.count(done.records.count)) of \(key.text), recorded #\(event.rawValue)"
      } else {
        "\(key.text) has no \(words) left to take out"
      }
    report.add(text, Self.members(key, contents, done.records, done.event))
    try report.print(ledger)
  }

  private static func count(_ records: Int) -> String {
    records == 1 ? "1 record" : "\(records) records"
  }

  private static func members(
    _ key: ShortKey, _ contents: Set<RedactedContent>, _ records: [LogSequence],
    _ event: LogSequence?
  ) -> [(String, JSON)] {
    [
      ("key", .string(key.whole)),
      ("contents", .array(contents.map(\.rawValue).sorted().map(JSON.string))),
      ("records", .array(records.map { .number(String($0.rawValue)) })),
      ("sequence", .optional(event.map { Int($0.rawValue) })),
    ]
  }
}
