/// A way in which money is spent for nothing.
public enum WasteKind: String, CaseIterable, Sendable {
  /// Charged for, though no video was made.
  case failedCharged = "failed_charged"
  /// Withheld by a filter, and nobody says whether it is charged for.
  case filteredUnknown = "filtered_unknown"
  /// Made, and lost because nobody saved it in time.
  case expiredUnsaved = "expired_unsaved"
  /// Made again from the same prompt and settings, submitted shortly after another.
  case submittedTwice = "submitted_twice"
}

/// What jobs cost for nothing, kind by kind; each job is of one kind at most.
public struct WastedCosts: Sendable {
  public struct Part: Sendable {
    public internal(set) var total = CostTotal()
    /// The newest jobs by submission, newest first.
    public internal(set) var examples: [JobNumber] = []
  }

  private struct Made {
    let digest: JobDigest
    let cost: JobCost
    let isExpired: Bool
  }

  private let now: Moment
  private let within: Int64?
  private let examplesMost: Int
  private var jobs: [WasteKind: [(submitted: Moment, number: JobNumber, cost: JobCost)]] = [:]
  private var made: [Made] = []

  /// - Parameters:
  ///   - now: What has expired by now.
  ///   - within: The milliseconds inside which two submissions of the same are one too many; `nil`
  ///     for not to look.
  ///   - examples: How many jobs each kind names.
  public init(now: Moment, submittedTwiceWithin within: Int64?, examples: Int) {
    self.now = now
    self.within = within
    examplesMost = examples
  }

  /// Takes in a job.
  public mutating func take(_ digest: JobDigest, _ cost: JobCost) {
    switch digest.state {
    case .queued, .running, .unknown: return
    case .failed, .canceled, .lost, .gone:
      if cost.charge == .yes { add(.failedCharged, digest, cost) }
    case .filtered:
      switch cost.charge {
      case .yes: add(.failedCharged, digest, cost)
      case .unknown: add(.filteredUnknown, digest, cost)
      case .no: break
      }
    case .succeeded, .partial, .expired:
      let isExpired = digest.isExpiredUnsaved(at: now) && cost.charge != .no
      if isExpired { add(.expiredUnsaved, digest, cost) }
      if within != nil, digest.attempt != 0 {
        made.append(Made(digest: digest, cost: cost, isExpired: isExpired))
      }
    }
  }

  private mutating func add(_ kind: WasteKind, _ digest: JobDigest, _ cost: JobCost) {
    jobs[kind, default: []].append((digest.submitted, digest.number, cost))
  }

  /// What was wasted in that way, by the jobs taken in so far.
  ///
  /// - Complexity: O(*n* log *n*) for *n* jobs that made something, where double submissions are
  ///   looked for.
  public func part(_ kind: WasteKind) -> Part {
    let jobs = kind == .submittedTwice ? submittedTwice : jobs[kind] ?? []
    var part = Part()
    for job in jobs { part.total.add(job.cost) }
    part.examples = jobs.sorted { ($0.submitted, $0.number) > ($1.submitted, $1.number) }
      .prefix(examplesMost).map(\.number)
    return part
  }

  /// Those that follow another of the same prompt and settings closely, and are no waste already.
  private var submittedTwice: [(submitted: Moment, number: JobNumber, cost: JobCost)] {
    guard let within else { return [] }
    let sorted = made.sorted { left, right in
      (left.digest.attempt, left.digest.submitted, left.digest.number)
        < (right.digest.attempt, right.digest.submitted, right.digest.number)
    }
    return zip(sorted, sorted.dropFirst()).compactMap { first, second in
      let gap = second.digest.submitted.milliseconds(since: first.digest.submitted)
      guard first.digest.attempt == second.digest.attempt, gap <= within, !second.isExpired,
        second.cost.charge != .no
      else { return nil }
      return (second.digest.submitted, second.digest.number, second.cost)
    }
  }
}

extension JobDigest {
  /// Whether it made videos that nobody saved and that can no longer be fetched.
  public func isExpiredUnsaved(at now: Moment) -> Bool {
    guard !flags.contains(.hasSavedVideo) else { return false }
    switch state {
    case .expired: return true
    case .succeeded, .partial: return expires.map { $0 <= now } ?? false
    case .queued, .running, .unknown, .filtered, .failed, .canceled, .lost, .gone: return false
    }
  }
}
