internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers

/// `record`: appends an answer or a delivery from standard input.
struct Record: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "record",
    abstract: "Append a provider's answer or a webhook body from standard input.",
    discussion: "Example: curl … | vgledger record --provider sora")

  @Option(help: "The account that answered.") var provider: String?
  @Option(help: "The job that was asked about; else it is read from the body.") var job: String?
  @Option(help: "When the answer came, RFC 3339 or @Unix; else now.") var observedAt: String?
  @Option(help: "The answer's HTTP status.") var httpStatus: Int?

  func validate() throws {
    if let httpStatus, !(100...599).contains(httpStatus) {
      throw ValidationError("'--http-status' must be 100 to 599.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let empty = try Report(.record, context)
    let accounts = try Accounts(context.configuration, context.environment)
    let body = try StandardInput.all(upTo: Ledger.bodyBytesMax)
    guard body.contains(where: { $0 > 0x20 }) || job != nil else {
      throw Failure(.badData, "nothing came on standard input; pipe the provider's answer in")
    }
    var line = ObservationLine(body: body)
    line.account = provider
    line.job = job
    line.httpStatus = httpStatus
    line.observed = try observedAt.map { try TimeText.moment($0, "--observed-at") }
    // Two refusals with the same words are two refusals.
    if BodyID.isError(body), job == nil { line.observed = line.observed ?? context.now }
    var intake = ObservationIntake(
      accounts: accounts, prompts: context.configuration.prompts, source: .record)
    intake.declare = context.declareProject
    let (access, draft) = try intake.draft(line)
    let ledger = try await context.openOrCreate()
    let appended = try ledger.appendAndWait([access.binding(), draft])[1]
    try finish(empty, appended, draft, ledger, context)
  }

  private func finish(
    _ empty: Report, _ appended: Appended, _ draft: EventDraft, _ ledger: Ledger, _ context: Context
  ) throws {
    guard case .job(let declaration) = draft.subject,
      let job = try ledger.snapshot().job(
        account: declaration.account, nativeID: declaration.nativeID)
    else { return }
    let word =
      switch appended {
      case .appended(let sequence): "recorded #\(sequence.rawValue)"
      case .alreadyThere(let sequence): "already there #\(sequence.rawValue)"
      case .conflict(let sequence, let existing):
        "recorded #\(sequence.rawValue), in conflict with #\(existing.rawValue)"
      }
    var report = empty
    report.add(
      "\(job.key.text)  \(job.state.word)  \(word)  \(job.nativeID.escaped)",
      [
        ("key", .string(job.key.text)), ("id", .string(job.nativeID)),
        ("account", .string(job.account)), ("state", .string(job.state.word)),
        ("kind", .string(draft.fact.kind.word)),
        ("answer_state", .optional(draft.fact.observation?.state?.word)),
        ("result", .string(appended.word)),
        ("sequence", .number(String(appended.sequence.rawValue))),
      ])
    try report.print(ledger)
    if draft.fact.kind == .webhookClaimed {
      context.output.note(
        "a delivery without its signature is kept as a claim; it changes no state")
    } else if draft.fact.observation?.reason == .unreadable {
      context.output.note("the body could not be read as an answer of \(job.dialect); it is kept")
    }
  }
}
