public import Ledger
internal import Providers

/// Asks about one job and appends what came back, whatever it is.
public struct StatusPoller: Sendable {
  /// What one question brought.
  public struct Outcome: Sendable {
    /// The job as it is after the question.
    public let job: Job
    /// Its state before.
    public let before: JobState
    public let appended: Appended
    let fact: Fact

    /// `nil` when no answer came.
    public var answer: Answer? {
      if case .statusObserved(let answer, _) = fact { answer } else { nil }
    }

    public var observation: Observation? { fact.observation }

    /// Why no answer came; `nil` when one did.
    public var unreachable: Unreachable? {
      if case .statusUnreachable(let unreachable) = fact { unreachable } else { nil }
    }
  }

  /// Why a job cannot be asked about.
  public enum Obstacle: Error, Hashable, Sendable {
    case accountUnknown(String)
    case keyMissing(account: String, keyName: String)
    case notAskable(String)
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
  func request(
    for job: Declaration
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
  ///
  /// - Parameter job: The job that is meant; tracked first where the ledger does not know it.
  public func poll(_ job: Declaration) async throws -> Outcome {
    let (request, access) = try request(for: job)
    try refuseMoved(access)
    let before = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    let reply = await client.ask(request, key: access.key)
    let observed = now()
    let fact: Fact
    switch reply {
    case .unreachable(let unreachable): fact = .statusUnreachable(unreachable)
    case .answer(let raw):
      let reader = AnswerReader(prompts: prompts, keys: accounts.values.compactMap(\.key))
      let (answer, observation) = reader.read(
        raw, dialect: access.account.dialect, asked: job.nativeID)
      fact = .statusObserved(answer, observation)
    }
    let draft = EventDraft(
      subject: .job(job), source: .poll, observed: observed, fact: fact)
    let appended = try await ledger.append([binding(access), draft])[1]
    guard let after = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    else { throw LedgerError.damagedProjection("names") }
    return Outcome(job: after, before: before?.state ?? .unknown, appended: appended, fact: fact)
  }

  /// An account whose name stands for another place is not even asked: its key stays here.
  private func refuseMoved(_ access: AccountAccess) throws {
    let account = access.account
    guard let bound = try ledger.snapshot().account(account.name)?.origin,
      bound != account.baseURL
    else { return }
    throw LedgerError.accountMoved(name: account.name, bound: bound, asked: account.baseURL)
  }

  private func binding(_ access: AccountAccess) -> EventDraft {
    EventDraft(
      subject: .ledger, source: .tool,
      fact: .ledgerAccount(
        AccountBinding(
          name: access.account.name, dialect: access.account.dialect.rawValue,
          origin: access.account.baseURL)))
  }
}
