public import Ledger
internal import Providers

/// Asks about one job and appends what came back, whatever it is.
public struct StatusPoller: Sendable {
  /// What is asked about a job; each question is one request.
  enum Question: Sendable {
    case status
    /// How a job has ended, where its state does not say it.
    case result
  }

  /// What one question brought.
  public struct Outcome: Sendable {
    /// The job as it is after the question.
    public let job: Job
    /// Its state before.
    public internal(set) var before: JobState
    public let appended: Appended
    let fact: Fact
    /// Whether the job has ended and only its result tells how.
    var leavesResultOpen = false

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
    /// The configuration says that the account answers no more.
    case retired(account: String, since: Moment)
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
    for job: Declaration, _ question: Question = .status
  ) throws(Obstacle) -> (request: ProviderRequest, access: AccountAccess, dialect: Dialect) {
    guard let access = accounts[job.account] else { throw .accountUnknown(job.account) }
    guard let dialect = Dialect(rawValue: job.dialect) else {
      throw .dialectUnknown(job.dialect)
    }
    if let since = access.retiredSince, since <= now() {
      throw .retired(account: job.account, since: since)
    }
    guard access.isUsable else {
      throw .keyMissing(account: job.account, keyName: access.keyName)
    }
    let baseURL = access.account.baseURL
    do throws(NotAskable) {
      let request =
        switch question {
        case .status: try dialect.statusRequest(for: job.nativeID, baseURL: baseURL)
        case .result: try dialect.resultRequest(for: job.nativeID, baseURL: baseURL)
        }
      return (request, access, dialect)
    } catch {
      throw .notAskable(error.why)
    }
  }

  /// Asks for the state and, where that answer leaves it open, for the result, too; both answers are
  /// on disk when this returns, and the second is the outcome.
  ///
  /// `job`: the job that is meant; tracked first where the ledger does not know it.
  public func poll(_ job: Declaration) async throws -> Outcome {
    let state = try await ask(.status, about: job)
    guard state.leavesResultOpen else { return state }
    var result = try await ask(.result, about: job)
    result.before = state.before
    return result
  }

  /// Sends one request, and appends the answer or the lack of one; on disk when this returns.
  ///
  /// Where the key is refused (401) and its source gives another one, the request is sent once more
  /// at once; that happens once a minute at most, both answers are on disk, and the second is the
  /// outcome.
  ///
  /// `job`: the job that is meant; tracked first where the ledger does not know it.
  func ask(_ question: Question, about job: Declaration) async throws -> Outcome {
    let (request, access, dialect) = try request(for: job, question)
    try access.refuseIfMoved(in: ledger)
    let before = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    let key = await access.key?.fresh()
    var (fact, appended) = try await answer(
      to: request, about: job, dialect, key, after: [access.binding()])
    if case .statusObserved(let answer, _) = fact, answer.httpStatus == 401, let key,
      let renewed = await access.key?.renewed(after: key)
    {
      (fact, appended) = try await self.answer(to: request, about: job, dialect, renewed)
    }
    guard let after = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    else { throw LedgerError.damagedProjection("names") }
    return Outcome(
      job: after, before: before?.state ?? .unknown, appended: appended, fact: fact,
      leavesResultOpen: question == .status
        && fact.observation.map(dialect.leavesResultOpen) == true)
  }

  /// Asks, and appends what came back after the other drafts.
  private func answer(
    to request: ProviderRequest, about job: Declaration, _ dialect: Dialect, _ key: String?,
    after others: [EventDraft] = []
  ) async throws -> (fact: Fact, appended: Appended) {
    let reply = try await client.ask(request, key: key)
    let fact = fact(reply, of: job, dialect)
    let draft = EventDraft(subject: .job(job), source: .poll, observed: now(), fact: fact)
    return (fact, try await ledger.append(others + [draft])[others.count])
  }

  /// Closes a job of a retired account as gone: no answer will ever come; on disk when this
  /// returns.
  func close(_ job: Job, retired since: Moment) async throws -> Outcome {
    try await close(
      job, as: .gone, why: "account \(job.account) is retired since \(since.rfc3339)")
  }

  /// Closes a job: nobody waits for an answer any more; on disk when this returns.
  func close(_ job: Job, as state: JobState, why: String) async throws -> Outcome {
    let fact = Fact.jobClosed(Closing(state: state, why: why))
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    let draft = EventDraft(
      subject: .job(declaration), source: .tool, observed: now(), fact: fact)
    let appended = try await ledger.append([draft])[0]
    guard let after = try ledger.snapshot().job(job.number) else {
      throw LedgerError.damagedProjection("jobs")
    }
    return Outcome(job: after, before: job.state, appended: appended, fact: fact)
  }

  private func fact(_ reply: ProviderClient.Reply, of job: Declaration, _ dialect: Dialect) -> Fact
  {
    let reader = AnswerReader(prompts: prompts, keys: accounts.values.flatMap(\.knownKeys))
    switch reply {
    case .unreachable(var unreachable):
      unreachable.detail = unreachable.detail.map(reader.withoutKeys)
      return .statusUnreachable(unreachable)
    case .answer(let raw):
      let (answer, observation) = reader.read(raw, dialect: dialect, asked: job.nativeID)
      guard answer.body.count <= Ledger.bodyBytesMax else {
        return .statusUnreachable(
          Unreachable(
            cause: .tooLarge, latencyMilliseconds: raw.latencyMilliseconds,
            detail: "the answer has \(answer.body.count) bytes"))
      }
      return .statusObserved(answer, observation)
    }
  }
}
