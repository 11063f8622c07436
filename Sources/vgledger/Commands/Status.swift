internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers

/// `status`: asks the provider now, appends what it answers, and reports it.
struct Status: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "status",
    abstract: "Ask the provider about a job now, record the answer, and report it.")

  @Argument(help: "The job: an id, a key, a unique prefix.") var job: String?
  @Option(help: ArgumentHelp("The same as the argument.", valueName: "id")) var jobId: String?
  @Option(help: "veo, sora, vertex or a configured account; else read from the id.")
  var provider: String?
  @Flag(help: "Save a finished video at once.") var download = false
  @Option(help: ArgumentHelp("Where to save it.", valueName: "file")) var to: String?

  func validate() throws {
    guard (job == nil) != (jobId == nil) else {
      throw ValidationError("Name one job, as 'status JOB' or 'status --job-id JOB'.")
    }
    if to != nil, !download { throw ValidationError("'--to' needs '--download'.") }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let form = try context.form(.status)
    let accounts = try Accounts(context.configuration, context.environment)
    let target = try await target(job ?? jobId ?? "", accounts, context)
    let ledger = try await context.openOrCreate()
    try await ProviderClient.withClient(proxies: context.proxies()) { client in
      let poller = StatusPoller(
        ledger: ledger, client: client, accounts: accounts.all,
        prompts: context.configuration.prompts, now: context.recordingClock)
      let outcome: StatusPoller.Outcome
      do {
        outcome = try await poller.poll(target)
      } catch let obstacle as StatusPoller.Obstacle {
        throw Failure(obstacle)
      }
      try report(outcome, form, ledger, context)
      try await offerDownload(outcome, ledger, client, accounts, context)
      if let failure = Failure(outcome) { throw failure }
    }
  }

  /// The job that is meant: one that the ledger knows, else one that the id names.
  private func target(
    _ name: String, _ accounts: Accounts, _ context: Context
  ) async throws -> Declaration {
    do {
      let job = try context.openForReading().snapshot().job(named: name, account: provider)
      try await accounts.openKey(of: job.account)
      return Declaration(account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    } catch LedgerError.notFound {
      // The first append will make the ledger.
    } catch let failure as Failure where failure.code == .jobUnknown {
      if name.hasPrefix("@") { throw failure }
    }
    let (access, id) = try accounts.identify(name, provider: provider)
    try accounts.refuseOtherDialect(access, id)
    try await accounts.openKey(of: access.account.name)
    // Before a ledger is made for nothing.
    guard accounts.all[access.account.name]?.isUsable == true else {
      throw Failure(
        StatusPoller.Obstacle.keyMissing(account: access.account.name, keyName: access.keyName))
    }
    var declaration = id.declaration(account: access.account.name)
    context.declareProject(&declaration)
    return declaration
  }

  private func report(
    _ outcome: StatusPoller.Outcome, _ form: AnswerForm, _ ledger: Ledger, _ context: Context
  ) throws {
    let snapshot = try ledger.snapshot()
    let expected = try snapshot.expectedFinish(of: outcome.job, now: context.now)
    let costs = JobCosts(try snapshot.priceBook())
    let screen = StatusScreen(
      style: context.style, now: context.recordingClock(), costs: costs,
      key: try snapshot.shortKey(of: outcome.job))
    var meta = try AnswerMeta(snapshot)
    meta.priceBook = costs.book
    let writer = RowWriter(form, meta, context)
    try writer.add(screen.members(outcome, expected), lines: screen.lines(outcome, expected))
    try writer.end()
  }

  private func offerDownload(
    _ outcome: StatusPoller.Outcome, _ ledger: Ledger, _ client: ProviderClient,
    _ accounts: Accounts, _ context: Context
  ) async throws {
    let job = outcome.job
    guard job.state.hasVideos, let access = accounts.all[job.account],
      download || job.assets.contains(where: { $0.saved == nil })
    else { return }
    if !download {
      guard context.style.canAsk, context.reportFormat.isAligned else { return }
      try context.output.write("  Save the video now? [y/N] ")
      guard let answer = readLine(), answer.lowercased().hasPrefix("y") else { return }
    }
    let saving = AssetSaving(
      ledger: ledger, client: client, access: access, context: context,
      key: try ledger.snapshot().shortKey(of: job))
    try await saving.save(job, to: to, overwrite: false)
  }
}

extension Failure {
  /// What keeps a job from being asked about.
  init(_ obstacle: StatusPoller.Obstacle) {
    switch obstacle {
    case .accountUnknown(let name):
      self.init(
        .configuration, "account \(name) is not configured any more; add it to the configuration")
    case .keyMissing(let account, let keyName):
      self.init(.configuration, "account \(account) has no key; set \(keyName)")
    case .retired(let account, let since):
      self.init(
        .configuration,
        "account \(account) is retired since \(since.rfc3339.prefix(10)) and is not asked any more")
    case .notAskable(let why): self.init(.usage, why)
    case .dialectUnknown(let dialect):
      self.init(
        .configuration, "the job speaks '\(dialect.escaped)', which this vgledger does not know")
    }
  }

  /// `nil` for an answer about the job; else what kept it away.
  init?(_ outcome: StatusPoller.Outcome) {
    let place = "recorded as #\(outcome.appended.sequence.rawValue)"
    if let unreachable = outcome.unreachable {
      let detail = (unreachable.detail ?? "").escaped
      self.init(
        .unreachable,
        "no answer from account \(outcome.job.account) (\(unreachable.cause.rawValue) \(detail)), "
          + "\(place); try again")
      return
    }
    switch outcome.answer?.httpStatus {
    case 401, 403:
      self.init(
        .keyRefused, "account \(outcome.job.account) refuses its key, \(place); check the key")
    case 429: self.init(.tryAgain, "the provider asks to slow down, \(place); try again later")
    default:
      guard outcome.observation?.reason == .auth else { return nil }
      self.init(
        .keyRefused, "account \(outcome.job.account) refuses its key, \(place); check the key")
    }
  }
}
