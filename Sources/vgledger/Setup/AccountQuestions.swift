internal import Ledger
internal import Poller
internal import Providers

/// Asks accounts whether they answer and take their keys, all at the same time.
enum AccountQuestions {
  enum Outcome {
    /// Its dialect has no question without a job.
    case notAskable
    case answer(AccountProbe.Finding)
    case unreachable(Unreachable)
  }

  struct Answered {
    let outcome: Outcome
    var latencyMilliseconds: Int64?
    /// The `date` header.
    var date: Moment?

    /// By how many milliseconds our clock is ahead of the provider's; nothing below the second that
    /// its header leaves open.
    func clockAhead(_ now: Moment) -> Int64? {
      date.map { now.milliseconds(since: $0) }.map { $0 > 0 ? max(0, $0 - 1000) : $0 }
    }
  }

  /// - Parameters:
  ///   - accounts: By name; those without a key, and retired ones, are left out.
  ///   - proxies: Which of them are asked through a proxy.
  /// - Returns: What each answered, by name.
  /// - Throws: `CancellationError` alone.
  static func ask(
    _ accounts: [String: AccountAccess], _ proxies: Proxies
  ) async throws -> [String: Answered] {
    try await ProviderClient.withClient(proxies: proxies) { client in
      try await withThrowingTaskGroup(of: (String, Answered).self) { group in
        for (name, access) in accounts where access.isUsable && access.retiredSince == nil {
          group.addTask { (name, try await ask(access, client)) }
        }
        var answers: [String: Answered] = [:]
        for try await (name, answer) in group { answers[name] = answer }
        return answers
      }
    }
  }

  private static func ask(
    _ access: AccountAccess, _ client: ProviderClient
  ) async throws -> Answered {
    let account = access.account
    guard let request = AccountProbe.request(account.dialect, baseURL: account.baseURL) else {
      return Answered(outcome: .notAskable)
    }
    switch try await client.ask(request, key: await access.key?.fresh()) {
    case .unreachable(let unreachable): return Answered(outcome: .unreachable(unreachable))
    case .answer(let answer):
      return Answered(
        outcome: .answer(AccountProbe.finding(answer)),
        latencyMilliseconds: answer.latencyMilliseconds,
        date: answer.headers.date.flatMap(HTTPDate.moment))
    }
  }
}
