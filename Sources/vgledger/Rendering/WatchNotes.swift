internal import Ledger
internal import Poller

/// What a watcher says beside the news of jobs, for standard error.
enum WatchNotes {
  /// `nil` for progress that is no note.
  static func text(of progress: Watcher.Progress) -> String? {
    switch progress {
    case .skipped(let job, let obstacle):
      "\(job.key.text) is not asked about: \(Failure(obstacle).message)"
    case .blocked(let account, let obstacle):
      "jobs of account \(account.escaped) are not asked about: \(Failure(obstacle).message)"
    case .reachable(let account, true): "account \(account.escaped) answers again"
    case .reachable(let account, false):
      "account \(account.escaped) does not answer; it is asked now and then until it does"
    case .polled, .news: nil
    }
  }
}
