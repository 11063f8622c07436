public import Ledger
public import Providers

/// Asks about one job and appends what came back, whatever it is.
public struct StatusPoller: Sendable {
  /// What one question brought.
  public struct Outcome: Sendable {
    public let job: Job
    /// The job before the question.
    public let before: Job
    public let appended: Appended
    /// `nil` when no answer came.
    public let answer: Answer?
    public let observation: Observation?
    public let unreachable: Unreachable?
  }

  /// Why a job cannot be asked about.
  public enum Obstacle: Error, Hashable, Sendable {
    case accountUnknown(String)
    case keyMissing(account: String, keyName: String)
    case notAskable(String)
    /// The key is refused: 401, or 403.
    case dialectUnknown(String)
  }

  private let ledger: Ledger
  private let client: ProviderClient
  private let accounts: [String: AccountAccess]
  private let prompts: PromptPolicy
  private let now: @Sendable () -> Moment

  public init(
    ledger: Ledger, client: ProviderClient, accounts: [String: AccountAccess],
    prompts: PromptPolicy, now: @escaping @Sendable () -> Moment
  ) {
    self.ledger = ledger
    self.client = client
    self.accounts = accounts
    self.prompts = prompts
    self.now = now
  }

  /// The request about a job, with the account that it goes to.
  public func request(
    for job: Job
  ) throws(Obstacle) -> (request: ProviderRequest, access: AccountAccess) {
    guard let access = accounts[job.account] else { throw .accountUnknown(job.account) }
    guard let dialect = Dialect(rawValue: job.dialect) else {
      throw .dialectUnknown(job.dialect)
    }
    guard access.isUsable else {
      throw .keyMissing(account: job.account, keyName: access.keyName)
    }
    do throws(NotAskable) {
      let request = try dialect.statusRequest(
        for: job.nativeID, baseURL: access.account.baseURL)
      return (request, access)
    } catch {
      throw .notAskable(error.why)
    }
  }

  /// Asks once, and appends the answer or the lack of one; on disk when this returns.
  public func poll(_ job: Job) async throws -> Outcome {
    let (request, access) = try request(for: job)
    let binding = EventDraft(
      subject: .ledger, source: .tool,
      fact: .ledgerAccount(
        AccountBinding(
          name: access.account.name, dialect: access.account.dialect.rawValue,
          origin: access.account.baseURL)))
    let reply = await client.ask(request, key: access.key)
    let observed = now()
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    switch reply {
    case .unreachable(let unreachable):
      let draft = EventDraft(
        subject: .job(declaration), source: .poll, observed: observed,
        fact: .statusUnreachable(unreachable))
      let appended = try await ledger.append([binding, draft])[1]
      return try outcome(job, appended, nil, nil, unreachable)
    case .answer(let raw):
      let reader = AnswerReader(prompts: prompts, keys: accounts.values.compactMap(\.key))
      let (answer, observation) = reader.read(
        raw, dialect: access.account.dialect, asked: job.nativeID)
      let draft = EventDraft(
        subject: .job(declaration), source: .poll, observed: observed,
        fact: .statusObserved(answer, observation))
      let appended = try await ledger.append([binding, draft])[1]
      return try outcome(job, appended, answer, observation, nil)
    }
  }

  private func outcome(
    _ job: Job, _ appended: Appended, _ answer: Answer?, _ observation: Observation?,
    _ unreachable: Unreachable?
  ) throws -> Outcome {
    let after = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    return Outcome(
      job: after ?? job, before: job, appended: appended, answer: answer,
      observation: observation, unreachable: unreachable)
  }
}
