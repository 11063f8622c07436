/// When a running job will probably end, from the durations of finished jobs of its kind.
public struct ExpectedFinish: Hashable, Sendable {
  /// Fewer finished jobs than this allow no guess.
  public static let jobsLeast = 5

  /// Milliseconds that are left, in the middle of the jobs that took longer than this one has.
  public let half: Int64
  /// Milliseconds after which nine of ten such jobs had ended.
  public let most: Int64
  /// How many jobs that rests on.
  public let jobs: Int

  /// `totals`: how long finished jobs of the kind took, in milliseconds.
  ///
  /// `elapsed`: how long this one has taken.
  ///
  /// Returns `nil` with fewer than ``jobsLeast`` jobs that took longer than `elapsed`.
  public init?(totals: [Int64], elapsed: Int64) {
    let elapsed = max(0, elapsed)  // a start that lies ahead is a clock that is wrong
    let left = totals.filter { $0 > elapsed }.map { $0 - elapsed }.sorted()
    guard left.count >= Self.jobsLeast else { return nil }
    half = Self.quantile(50, left)
    most = Self.quantile(90, left)
    jobs = left.count
  }

  /// From what other jobs of its kind took.
  ///
  /// Returns `nil` for a job with a verdict, without a known start, or with too little history.
  public init?(of job: Job, _ siblings: Siblings, now: Moment) {
    guard !job.state.isVerdict, let start = job.start else { return nil }
    self.init(totals: siblings.totals, elapsed: now.milliseconds(since: start.lowerBound))
  }

  /// Nearest rank.
  private static func quantile(_ percent: Int, _ sorted: [Int64]) -> Int64 {
    sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
  }
}

extension LedgerSnapshot {
  /// When the job will probably end, from jobs of the same account, model and length.
  ///
  /// - Returns: `nil` for jobs with a verdict, without a known start, or with too little history.
  public func expectedFinish(of job: Job, now: Moment) throws(LedgerError) -> ExpectedFinish? {
    guard !job.state.isVerdict else { return nil }
    return ExpectedFinish(of: job, try siblings(of: job), now: now)
  }
}
