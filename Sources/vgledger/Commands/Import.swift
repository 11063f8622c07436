internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// `import`: old history.
struct Import: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "import", abstract: "Append old history; importing twice adds nothing.",
    discussion: """
      Reads observations, answers of /v1/videos, operations of the Gemini API and Vertex AI, logs of
      a LiteLLM proxy, and tables; of a folder, every file. What cannot be used is listed with its
      line; the rest goes in.
      """)

  /// A format, `auto`, or `ledger`.
  struct Source: ExpressibleByArgument {
    let format: ImportFormat?
    /// What `export ledger` writes: not records of jobs, but a whole log.
    let isLedger: Bool

    init?(argument: String) {
      format = ImportFormat(rawValue: argument)
      isLedger = argument == "ledger"
      guard format != nil || isLedger || argument == "auto" else { return nil }
    }

    static var allValueStrings: [String] {
      ["auto"] + ImportFormat.allCases.map(\.rawValue) + ["ledger"]
    }
    static let automatic = Self(argument: "auto")
  }

  @Argument(help: ArgumentHelp("A file, a folder, or - for standard input.", valueName: "file"))
  var source: String
  @Option(
    help: ArgumentHelp("What it holds: auto, \(ImportFormat.names), ledger.", valueName: "format"))
  var from: Source?
  @Option(help: ArgumentHelp("What a table's columns mean, in JSON5.", valueName: "file"))
  var map: String?
  @Option(help: "The account of records that name none.") var provider: String?
  @Option(help: "When records that do not say so were observed, RFC 3339 or @Unix.")
  var observedAt: String?
  @Option(help: "low keeps answers as claims, which change no state; normal.")
  var trust = ImportTrust.normal
  @Flag(help: "Only say what would become of each record.") var dryRun = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    if from?.isLedger == true { return try importLedger(context) }
    let report = try Report(.imported, context)
    let accounts = try Accounts(context.configuration, context.environment)
    if let provider { _ = try accounts.named(provider) }
    let (files, unreadable) = try ImportFile.files(of: source)
    let settings = ImportStream.Settings(
      format: from?.format, mapping: try map.map { try TableMapping.read($0) } ?? TableMapping(),
      intake: ImportIntake(
        accounts: accounts, prompts: context.configuration.prompts, trust: trust,
        provider: provider,
        observed: try observedAt.map { try TimeText.moment($0, "--observed-at") }),
      isSingle: files.first?.path == nil || files.map(\.path) == [source])
    let progress = Progress(ProgressText(work: "importing", unit: "records"), context)
    var stream = ImportStream(files, unreadable: unreadable, settings, context.output, progress)
    if dryRun {
      try await rehearse(&stream, context, report, progress)
    } else {
      let ledger = try await context.openOrCreate()
      try await append(&stream, to: ledger)
      progress.end()
      try print(stream.tally, context, report, ledger)
    }
  }

  private func importLedger(_ context: Context) throws {
    guard map == nil, provider == nil, observedAt == nil, trust == .normal, !dryRun else {
      throw Failure(.usage, "a ledger is imported as it is; leave the other options away")
    }
    var report = try Report(.importedLedger, context)
    let files = try ImportFile.files(of: source).files
    guard files.count == 1, let file = files.first else {
      throw Failure(.usage, "name the one file that 'vgledger export ledger' wrote")
    }
    let progress = Progress(ProgressText(work: "importing", unit: "events"), context)
    defer { progress.end() }
    let head = try LedgerIntake.run(file, into: context.folder, progress)
    progress.end()
    let ledger = try context.openForReading()
    report.add(
      "made the same log in \(context.folder.escaped): \(head.rawValue) events; put the signing key "
        + "beside it to sign",
      [
        ("ledger", .string(context.folder)), ("events", .number(String(head.rawValue))),
        ("root", .string(try ledger.checkpoint().root.base64)),
      ])
    try report.print(ledger)
  }

  /// Appends batch after batch; the next one is read while one waits for the disk.
  private func append(_ stream: inout ImportStream, to ledger: Ledger) async throws {
    var waiting: (batch: ImportBatch, appended: Task<[Appended], any Error>)?
    func settle(_ stream: inout ImportStream) async throws {
      guard let (batch, appended) = waiting else { return }
      waiting = nil
      stream.take(try await appended.value, of: batch)
    }
    do {
      while let batch = try stream.next() {
        try await settle(&stream)
        guard !batch.drafts.isEmpty else { continue }
        let drafts = batch.drafts
        waiting = (batch, Task { try await ledger.append(drafts) })
      }
    } catch {
      try? await settle(&stream)
      throw error
    }
    try await settle(&stream)
  }

  /// The same appends in a transaction that is dropped; where there is no ledger, in one that is
  /// made for it and removed.
  private func rehearse(
    _ stream: inout ImportStream, _ context: Context, _ report: Report, _ progress: Progress
  ) async throws {
    var ledger: Ledger
    var temporary: String?
    do {
      ledger = try context.openForAppending()
    } catch LedgerError.notFound {
      let folder =
        FileManager.default.temporaryDirectory.path + "/vgledger-rehearsal-"
        + UUID().uuidString
      temporary = folder
      ledger = try await Ledger.create(
        folder, origin: nil, tool: Version.tool, now: context.recordingClock)
    }
    defer { if let temporary { try? FileManager.default.removeItem(atPath: temporary) } }
    try Self.rehearse(&stream, in: ledger)
    progress.end()
    try print(stream.tally, context, report, temporary == nil ? ledger : nil)
  }

  private static func rehearse(_ stream: inout ImportStream, in ledger: Ledger) throws {
    try ledger.rehearse { rehearsal in
      while let batch = try stream.next() {
        stream.take(try rehearsal.append(batch.drafts), of: batch)
      }
    }
  }

  private func print(
    _ tally: ImportTally, _ context: Context, _ report: Report, _ ledger: Ledger?
  ) throws {
    if tally.files.values.reduce(0, +) > 1 {
      let files = ImportFormat.allCases.compactMap { format in
        tally.files[format].map { "\($0) as \(format.rawValue)" }
      }
      context.output.note("files read: " + files.joined(separator: ", "))
    }
    var report = report
    report.add(tally.text(dryRun: dryRun), tally.members(dryRun: dryRun))
    try report.print(ledger)
    let rejected = tally.rejections.count
    if rejected > 0 {
      throw Failure(
        .badData,
        "\(rejected) \(rejected == 1 ? "record" : "records") could not be used"
          + (dryRun ? "" : "; the others went in"))
    }
  }
}

extension ImportTrust: ExpressibleByArgument {}
