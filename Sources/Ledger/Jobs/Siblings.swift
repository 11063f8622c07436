/// What the newest other jobs of a ledger tell about a job.
public struct Siblings: Hashable, Sendable {
  /// Jobs that are looked at, newest submission first.
  public static let jobsMost = 2000
  /// Fewer finished jobs than this do not tell what is usual.
  public static let jobsLeast = 5

  /// Milliseconds from submission to finish of each job of the same account, model and length that
  /// gave its videos.
  public internal(set) var totals: [Int64] = []
  /// Milliseconds for which each of them ran, where that is known.
  public internal(set) var runnings: [Int64] = []
  /// Other jobs of the same prompt and settings that succeeded, failed or were filtered.
  public internal(set) var takes = 0
  /// Those of them that gave videos.
  public internal(set) var takesWithVideos = 0
  /// Whether older jobs were left out.
  public internal(set) var isBounded = false

  init() {}

  /// The median of ``totals``; `nil` for too few.
  public var usualTotal: Int64? { Self.median(totals) }

  /// The median of ``runnings``; `nil` for too few.
  public var usualRunning: Int64? { Self.median(runnings) }

  /// By nearest rank.
  private static func median(_ lengths: [Int64]) -> Int64? {
    lengths.count < jobsLeast ? nil : lengths.sorted()[(lengths.count - 1) / 2]
  }
}

extension LedgerSnapshot {
  /// What the newest other jobs tell about this one.
  ///
  /// - Complexity: At most ``Siblings/jobsMost`` digests of about 0.1 µs.
  public func siblings(of job: Job) throws(LedgerError) -> Siblings {
    var siblings = Siblings()
    let words = tables.projections.words
    let account = try Vocabulary.number(of: job.account, words, transaction)
    let model = try job.model.flatMap { word throws(LedgerError) in
      try Vocabulary.number(of: word, words, transaction)
    }
    let attempt = job.attempt
    var looked = 0
    try forEachDigest(DigestRange(newestFirst: true)) { digest throws(LedgerError) in
      guard looked < Siblings.jobsMost else {
        siblings.isBounded = true
        return false
      }
      looked += 1
      guard digest.number != job.number, digest.account == account else { return true }
      if attempt != 0, digest.attempt == attempt { siblings.take(digest.state) }
      guard let model, digest.model == model,
        digest.videoMilliseconds == job.videoMilliseconds, digest.state.hasVideos
      else { return true }
      let phases = digest.phases
      if let total = phases.total { siblings.totals.append(total.middle) }
      if let running = phases.running { siblings.runnings.append(running.middle) }
      return true
    }
    return siblings
  }
}

extension Siblings {
  fileprivate mutating func take(_ state: JobState) {
    switch state {
    case .succeeded, .partial:
      takes += 1
      takesWithVideos += 1
    case .filtered, .failed: takes += 1
    case .queued, .running, .unknown, .canceled, .expired, .lost, .gone: break
    }
  }
}
