internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers
internal import SystemPackage

/// `import`: old history.
struct Import: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case observations
  }

  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Append saved answers; importing twice adds nothing.",
    discussion: """
      One JSON object a line: account (or provider), job, observed_at, http_status, headers, and
      body as a string or body_base64. What cannot be used is listed; the rest goes in.

      A line may also say in 'declared' what the client knew of the job: an object of
      submitted_at, model, seconds, size, resolution, audio, samples, prompt, project, labels (an
      object of texts) and by. It is tracked so before the answer goes in.
      """)

  /// Lines that share a transaction.
  private static let linesInBatch = 2000
  /// Lines that cannot be used are listed up to here, and counted beyond.
  private static let complaintsMost = 20

  @OptionGroup var options: GlobalOptions
  @Argument(help: "A file, or - for standard input.") var file: String
  @Option(help: "What the file holds: observations.") var from = Format.observations
  @Flag(help: "Only say what would be added.") var dryRun = false

  func run() async throws {
    let context = try Context(options)
    let accounts = try Accounts(context.configuration, context.environment)
    var intake = ObservationIntake(
      accounts: accounts, prompts: context.configuration.prompts, source: .imported)
    let descriptor = try open()
    var tally = Tally()
    var batch: [EventDraft] = []
    var bound: Set<String> = []
    let ledger = dryRun ? nil : try await context.openOrCreate()
    try await StandardInput.forEachLine(of: descriptor, upTo: 2 * Ledger.bodyBytesMax) {
      line, number in
      guard line.contains(where: { $0 > 0x20 }) else { return }
      do {
        guard let json = JSONReader.read(Array(line)), json.isObject else {
          throw ObservationLine.Unusable(why: "it is no JSON object")
        }
        let logged = try LoggedLine(json)
        let (access, drafts) = try intake.drafts(logged)
        if bound.insert(access.account.name).inserted, !logged.isAccount {
          batch.append(access.binding())
        }
        batch += drafts
      } catch {
        tally.reject(line: number, error)
        if tally.rejected <= Self.complaintsMost, let why = tally.newest {
          context.output.note(why)
        }
      }
      if batch.count >= Self.linesInBatch { try await append(&batch, to: ledger, &tally) }
    }
    try await append(&batch, to: ledger, &tally)
    var report = Report(name: "import")
    report.add(tally.text(dryRun: dryRun), tally.members(dryRun: dryRun))
    try report.print(context, ledger)
    if tally.rejected > 0 {
      throw Failure(
        .badData,
        "\(tally.rejected) lines could not be used" + (dryRun ? "" : "; the others went in"))
    }
  }

  private func open() throws -> FileDescriptor {
    if file == "-" { return .standardInput }
    do {
      return try FileDescriptor.open(FilePath(file), .readOnly)
    } catch let error as Errno {
      throw Failure(.noInput, "cannot read \(file.escaped): \(error)")
    }
  }

  private func append(
    _ batch: inout [EventDraft], to ledger: Ledger?, _ tally: inout Tally
  ) async throws {
    defer { batch.removeAll(keepingCapacity: true) }
    guard !batch.isEmpty else { return }
    guard let ledger else {
      tally.added += batch.filter { $0.subject != .ledger }.count
      return
    }
    for (draft, appended) in zip(batch, try await ledger.append(batch))
    where draft.subject != .ledger {
      tally.count(appended)
    }
  }

  /// What became of the lines.
  private struct Tally {
    var added = 0
    var alreadyThere = 0
    var conflicts: [LogSequence] = []
    var rejected = 0
    var newest: String?

    mutating func count(_ appended: Appended) {
      switch appended {
      case .appended: added += 1
      case .alreadyThere: alreadyThere += 1
      case .conflict(let sequence, _): conflicts.append(sequence)
      }
    }

    mutating func reject(line: Int, _ error: any Error) {
      rejected += 1
      let why =
        (error as? Failure)?.message ?? (error as? ObservationLine.Unusable)?.why ?? "\(error)"
      newest = "line \(line): \(why)"
    }

    func members(dryRun: Bool) -> [(String, JSON)] {
      [
        ("dry_run", .boolean(dryRun)), ("added", .number(String(added))),
        ("already_there", dryRun ? .null : .number(String(alreadyThere))),
        ("conflicts", .array(conflicts.map { .number(String($0.rawValue)) })),
        ("rejected", .number(String(rejected))),
      ]
    }

    func text(dryRun: Bool) -> String {
      let places = conflicts.prefix(10).map { "#\($0.rawValue)" }.joined(separator: " ")
      return
        (dryRun ? "would add at most \(added)" : "added \(added), already there \(alreadyThere)")
        + ", conflicts \(conflicts.count)\(places.isEmpty ? "" : " (\(places))")"
        + ", rejected \(rejected)"
    }
  }
}
