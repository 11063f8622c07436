public import Ledger
internal import Providers

/// Asks about one job and appends what came back, whatever it is.
public struct StatusPoller: Sendable {
  /// What one question brought.
  public struct Outcome: Sendable {
    /// The job as it is after the question.
    public let job: Job
    /// Its state before.
    public internal(set) var before: JobState
    public let appended: Appended
    let fact: Fact
    /// What the answer has asked at once: the same with the key that its source gives by now, where
    /// the key was refused (401), or the result, where only that tells how the job ended.
    var further: JobQuestion?

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

  /// A key that is refused, the state, the result.
  private static let questionsMost = 3

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
    for job: Declaration, _ question: JobQuestion
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

  /// Asks about a job and, as long as an answer says so, on at once; all answers are on disk when this
  /// returns, and the last one is the outcome.
  ///
  /// `job`: the job that is meant; tracked first where the ledger does not know it.
  public func poll(_ job: Declaration) async throws -> Outcome {
    var outcome = try await ask(.status, about: job)
    let before = outcome.before
    for _ in 1..<Self.questionsMost {
      guard let question = outcome.further else { break }
      outcome = try await ask(question, about: job)
    }
    outcome.before = before
    return outcome
  }

  /// Sends one request, and appends the answer or the lack of one; on disk when this returns.
  ///
  /// `job`: the job that is meant; tracked first where the ledger does not know it.
  func ask(_ question: JobQuestion, about job: Declaration) async throws -> Outcome {
    let (request, access, dialect) = try request(for: job, question)
    try access.refuseIfMoved(in: ledger)
    let before = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    let key = await access.key?.fresh()
    let reply = try await client.ask(request, key: key)
    let fact = self.fact(reply, of: job, dialect)
    let draft = EventDraft(subject: .job(job), source: .poll, observed: now(), fact: fact)
    let appended = try await ledger.append([access.binding(), draft])[1]
    guard let after = try ledger.snapshot().job(account: job.account, nativeID: job.nativeID)
    else { throw LedgerError.damagedProjection("names") }
    var outcome = Outcome(
      job: after, before: before?.state ?? .unknown, appended: appended, fact: fact)
    if outcome.answer?.httpStatus == 401, let key, await access.key?.renewed(after: key) != nil {
      outcome.further = question
    } else if question == .status, let observation = fact.observation,
      dialect.leavesResultOpen(observation)
    {
      outcome.further = .result
    }
    return outcome
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
