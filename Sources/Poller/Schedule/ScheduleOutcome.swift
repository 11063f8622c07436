internal import Ledger

extension JobSchedule.Outcome {
  /// What a question tells about its account and its job.
  init(_ outcome: StatusPoller.Outcome, now: Moment) {
    let isAboutJob = outcome.observation?.state != nil
    guard let answer = outcome.answer else {
      let isLong = outcome.unreachable?.cause == .tooLarge
      self.init(account: isLong ? .answered : .failed, isAboutJob: false)
      return
    }
    if isAboutJob || outcome.further != nil {
      self.init(
        account: .answered, isAboutJob: isAboutJob,
        wait: RetryHeaders.pollAfter(answer.headers), further: outcome.further)
      return
    }
    let wait = RetryHeaders.retryAfter(
      answer.headers, body: outcome.observation?.retryAfterMilliseconds, now: now)
    let account: AccountGate.Result =
      switch answer.httpStatus {
      case 429: .slowDown(wait)
      case 401: .keyRefused
      case 403: .failed
      case let status? where status >= 500: .failed
      case _: .answered
      }
    self.init(account: account, isAboutJob: false, wait: wait)
  }
}
