public import Ledger
internal import Providers

/// Asks a provider's list call for jobs that nobody tracked, and tracks them with what it says.
public struct JobDiscovery: Sendable {
  /// What one list of an account brought.
  public struct Finding: Equatable, Sendable {
    public let account: String
    /// Whose jobs were listed; `nil` for a list of all models.
    public let model: String?
    /// Jobs that the list named.
    public var listed = 0
    /// Those that the ledger did not know; they are on disk.
    public var tracked = 0
    /// Entries without an id that can be asked about.
    public var refused = 0
    public var end = End.whole
  }

  /// Why a list ended.
  public enum End: Equatable, Sendable {
    /// The provider says that there is no more.
    case whole
    /// The bound of pages was reached, or the list leads back into itself.
    case endless
    /// The provider answered with that status.
    case refused(httpStatus: Int)
    /// An answer that is no list.
    case unreadable
    case unreachable(Unreachable.Cause)
  }

  /// More pages are nobody's history, or a list that never ends.
  public static let pagesMost = 1000

  private let ledger: Ledger
  private let client: ProviderClient
  private let accounts: [String: AccountAccess]
  private let prompts: PromptPolicy
  private let now: @Sendable () -> Moment

  /// `accounts`: all of them; the keys of each are cut out of what is stored.
  public init(
    ledger: Ledger, client: ProviderClient, accounts: [String: AccountAccess],
    prompts: PromptPolicy, now: @escaping @Sendable () -> Moment
  ) {
    self.ledger = ledger
    self.client = client
    self.now = now
    self.accounts = accounts
    self.prompts = prompts
  }

  /// The lists to ask an account for: one of all jobs, or one a model where its provider has only
  /// those, for the models that the ledger knows there.
  ///
  /// - Returns: None where the dialect has no list call.
  /// - Complexity: One pass over the jobs' digests, for a dialect that lists by model.
  private func lists(of account: Account) throws -> [String?] {
    func has(_ model: String?) -> Bool {
      account.dialect.listRequest(baseURL: account.baseURL, page: nil, model: model) != nil
    }
    if has(nil) { return [nil] }
    let models = try ledger.snapshot().models(of: account.name)
    return models.filter(has)
  }

  /// Reads an account's lists one after another, within the account's limits.
  ///
  /// - Parameters:
  ///   - access: The account, with its key and limits.
  ///   - report: Called as each list ends.
  /// - Throws: ``LedgerError``, or `CancellationError` when the task was cancelled between two pages.
  public func discover(
    _ access: AccountAccess, report: @Sendable (Finding) -> Void
  ) async throws {
    try access.refuseIfMoved(in: ledger)
    var pace = Pace(access.limits)
    for model in try lists(of: access.account) {
      report(try await discover(access, model: model, &pace))
    }
  }

  /// Asks page after page, one request at a time, and appends the jobs that are new after each.
  ///
  /// A page that came is on disk before the next is asked for; asking again later adds nothing twice.
  private func discover(
    _ access: AccountAccess, model: String?, _ pace: inout Pace
  ) async throws -> Finding {
    let account = access.account
    var finding = Finding(account: account.name, model: model)
    var page: String?
    var seen: Set<String> = []
    for _ in 0..<Self.pagesMost {
      guard
        let request = account.dialect.listRequest(
          baseURL: account.baseURL, page: page, model: model)
      else { return finding }
      switch try await ask(request, access, &pace) {
      case .unreachable(let unreachable):
        finding.end = .unreachable(unreachable.cause)
        return finding
      case .answer(let answer):
        if let status = answer.httpStatus, status != 200 {
          finding.end = .refused(httpStatus: status)
          return finding
        }
        guard let list = account.dialect.listedJobs(in: answer.body, page: page) else {
          finding.end = .unreadable
          return finding
        }
        finding.listed += list.entries.count
        finding.refused += list.refused
        finding.tracked += try await track(list.entries, answer, access)
        guard let next = list.next else { return finding }
        guard seen.insert(next).inserted else {
          finding.end = .endless
          return finding
        }
        page = next
      }
    }
    finding.end = .endless
    return finding
  }

  /// Asks once, and once more where the key is refused and its source gives another one.
  private func ask(
    _ request: ProviderRequest, _ access: AccountAccess, _ pace: inout Pace
  ) async throws -> ProviderClient.Reply {
    let key = await access.key?.fresh()
    try await pace.next()
    let reply = try await client.ask(request, key: key)
    guard case .answer(let answer) = reply, answer.httpStatus == 401, let key,
      let renewed = await access.key?.renewed(after: key)
    else { return reply }
    try await pace.next()
    return try await client.ask(request, key: renewed)
  }

  /// Appends what the list says of the jobs that the ledger does not know.
  private func track(
    _ entries: [JobPage.Entry], _ list: Answer, _ access: AccountAccess
  ) async throws -> Int {
    let drafts = try drafts(entries, list, access.account)
    guard !drafts.isEmpty else { return 0 }
    _ = try await ledger.append([access.binding()] + drafts)
    return drafts.count
  }

  private func drafts(
    _ entries: [JobPage.Entry], _ list: Answer, _ account: Account
  ) throws -> [EventDraft] {
    let observed = now()
    let reader = AnswerReader(prompts: prompts, keys: accounts.values.flatMap(\.knownKeys))
    let snapshot = try ledger.snapshot()
    var drafts: [EventDraft] = []
    var named: Set<String> = []
    for entry in entries where named.insert(entry.id.text).inserted {
      guard try snapshot.job(account: account.name, nativeID: entry.id.text) == nil else {
        continue
      }
      let raw = Answer(
        httpStatus: list.httpStatus, headers: list.headers,
        latencyMilliseconds: list.latencyMilliseconds, body: entry.body)
      let (answer, observation) = reader.read(
        raw, dialect: account.dialect, asked: entry.id.text)
      guard answer.body.count <= Ledger.bodyBytesMax else { continue }
      drafts.append(
        EventDraft(
          subject: .job(entry.id.declaration(account: account.name)), source: .poll,
          observed: observed, fact: .statusObserved(answer, observation)))
    }
    return drafts
  }
}

/// One request after another, no faster than the account may be asked.
private struct Pace {
  private var gate: AccountGate
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant

  init(_ limits: AccountLimits) {
    gate = AccountGate(limits)
    beginning = clock.now
  }

  private var elapsed: Duration { beginning.duration(to: clock.now) }

  /// Waits until a request may be sent.
  mutating func next() async throws {
    while !gate.admit(at: elapsed) {
      try await clock.sleep(until: beginning + (gate.opens(after: elapsed) ?? elapsed))
    }
    // Requests follow each other, so that none is under way when the next one asks.
    gate.finished(.answered, at: elapsed, jitter: 0)
  }
}
