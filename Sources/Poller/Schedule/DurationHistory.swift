public import Ledger

/// How long jobs of each kind took from submission to their end, newest last.
public struct DurationHistory: Sendable {
  /// Jobs that are likely to take as long as each other.
  public struct Kind: Hashable, Sendable {
    public var account: String
    public var model: String?
    /// The resolution, or the size where only that is known.
    public var size: String?
    public var videoMilliseconds: Int64?

    public init(account: String, model: String?, size: String?, videoMilliseconds: Int64?) {
      self.account = account
      self.model = model
      self.size = size
      self.videoMilliseconds = videoMilliseconds
    }

    public init(_ job: Job) {
      self.init(
        account: job.account, model: job.model, size: job.resolution ?? job.size,
        videoMilliseconds: job.videoMilliseconds)
    }

    /// Whether a job of that kind is of this one, which may be a broader one.
    func includes(_ kind: Self) -> Bool { self == kind || self == kind.broader }

    /// The same without size and length, for kinds that have no history of their own yet.
    var broader: Self {
      Self(account: account, model: model, size: nil, videoMilliseconds: nil)
    }
  }

  fileprivate struct Known: Sendable {
    /// Seconds.
    var durations: [Double] = []
    var curve: QuestionCurve?
    /// How many durations ``curve`` was computed from, and when.
    var counted = 0
    var computed = Duration.zero
    /// How many were ever taken in.
    var taken = 0
  }

  private let limits: PollPlan.Limits
  private var kinds: [Kind: Known] = [:]

  public init(limits: PollPlan.Limits) { self.limits = limits }

  /// Takes in how long a job of the kind took, in seconds.
  public mutating func add(_ seconds: Double, of kind: Kind) {
    guard kind.model != nil, seconds > 0 else { return }
    for kind in Set([kind, kind.broader]) { kinds[kind, default: Known()].add(seconds) }
  }

  /// Takes in a job that has ended, where it is known how long it took.
  public mutating func add(_ job: Job) {
    guard job.state.isVerdict, let finished = Phases(job).finishedMiddle, job.wasSeenOpenOrDated
    else { return }
    let start = job.submitted?.moment ?? job.firstSeen
    add(Double(finished.milliseconds(since: start)) / 1000, of: Kind(job))
  }

  /// Where to ask jobs of that kind, from the kind itself or else from all jobs of the model; `nil`
  /// with fewer than ``QuestionCurve/jobsLeast`` of them.
  ///
  /// Computed anew when a tenth more jobs have ended, and when open jobs have run for longer than all
  /// that was known; that is looked at every ten seconds.
  ///
  /// `running`: how many seconds each open job of a kind, or of its model where the kind has no size,
  /// has run; asked for only where a curve is computed.
  public mutating func curve(
    of kind: Kind, at now: Duration, running: (Kind) -> [Double]
  ) -> QuestionCurve? {
    for kind in [kind, kind.broader] {
      let curve = kinds[kind]?.current(limits, at: now) { running(kind) }
      if let curve { return curve }
    }
    return nil
  }

  /// How old a curve may grow.
  static let curveAgeMost = Duration.seconds(10)
}

extension DurationHistory.Known {
  mutating func add(_ seconds: Double) {
    durations.append(seconds)
    taken += 1
    // Twice as many are kept as count, so that the oldest are dropped now and then, not each time.
    if durations.count >= 2 * QuestionCurve.jobsMost {
      durations.removeFirst(durations.count - QuestionCurve.jobsMost)
    }
  }

  mutating func current(
    _ limits: PollPlan.Limits, at now: Duration, running: () -> [Double]
  ) -> QuestionCurve? {
    guard taken >= QuestionCurve.jobsLeast else { return nil }
    if let curve, taken - counted <= max(1, counted / 10) {
      guard now - computed >= DurationHistory.curveAgeMost else { return curve }
      // Only what no job was seen to do before changes the curve.
      computed = now
      guard let most = running().max(), most > curve.longest * 1.05 else { return curve }
    }
    curve = QuestionCurve(durations: durations, running: running(), limits: limits)
    counted = taken
    computed = now
    return curve
  }
}

extension DurationHistory {
  /// Reads the newest ended jobs of the ledger.
  ///
  /// - Complexity: At most ``jobsRead`` digests of about 0.1 µs, once a run.
  public init(
    _ snapshot: borrowing LedgerSnapshot, limits: PollPlan.Limits
  ) throws(LedgerError) {
    self.init(limits: limits)
    let words = try snapshot.words()
    var newest: [(kind: Kind, seconds: Double)] = []
    var looked = 0
    try snapshot.forEachDigest(DigestRange(newestFirst: true)) { digest throws(LedgerError) in
      looked += 1
      guard looked <= Self.jobsRead else { return false }
      guard digest.state.isVerdict, digest.phaseFacts.isSeenOpenOrDated,
        let finished = digest.phases.finishedMiddle, let account = words[digest.account]
      else { return true }
      let kind = Kind(
        account: account, model: digest.model.flatMap { words[$0] },
        size: (digest.resolution ?? digest.size).flatMap { words[$0] },
        videoMilliseconds: digest.videoMilliseconds)
      newest.append((kind, Double(finished.milliseconds(since: digest.submitted)) / 1000))
      return true
    }
    for (kind, seconds) in newest.reversed() { add(seconds, of: kind) }
  }

  /// Older jobs do not tell how long jobs take today.
  static let jobsRead = 100_000
}

extension Job {
  fileprivate var wasSeenOpenOrDated: Bool { PhaseFacts(self).isSeenOpenOrDated }
}

extension PhaseFacts {
  /// Whether the end is known well: the provider says when, or the job was seen open before.
  ///
  /// Of a job that was found finished only the time of the finding is known.
  fileprivate var isSeenOpenOrDated: Bool {
    (marks.completed != nil && start != nil) || marks.lastOpen != nil
  }
}
