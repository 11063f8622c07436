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
    public let total: CostTotal
    /// The newest jobs by submission, newest first.
    public let examples: [JobNumber]
  }

  /// A job that made something.
  private struct Made {
    let attempt: UInt64
    let place: Place
    let cost: JobCost
    let isExpired: Bool
  }

  /// Jobs in the order of their submission.
  private struct Place: Comparable {
    let submitted: Moment
    let number: JobNumber

    init(_ digest: JobDigest) {
      submitted = digest.submitted
      number = digest.number
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.submitted, left.number) < (right.submitted, right.number)
    }
  }

  /// What was wasted in one way, with the newest jobs and some that are not among them any longer.
  private struct Sum {
    var total = CostTotal()
    var newest: [Place] = []

    mutating func add(_ place: Place, _ cost: JobCost, most: Int) {
      total.add(cost)
      guard most > 0 else { return }
      newest.append(place)
      if newest.count >= 2 * most { keep(most) }
    }

    mutating func keep(_ most: Int) {
      newest.sort(by: >)
      newest.removeLast(max(0, newest.count - most))
    }

    func part(most: Int) -> Part {
      var sum = self
      sum.keep(most)
      return Part(total: total, examples: sum.newest.map(\.number))
    }
  }

  private let now: Moment
  private let within: Int64?
  private let examplesMost: Int
  private var sums: [WasteKind: Sum] = [:]
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
        made.append(
          Made(
            attempt: digest.attempt, place: Place(digest), cost: cost, isExpired: isExpired))
      }
    }
  }

  private mutating func add(_ kind: WasteKind, _ digest: JobDigest, _ cost: JobCost) {
    sums[kind, default: Sum()].add(Place(digest), cost, most: examplesMost)
  }

  /// What was wasted in that way, by the jobs taken in so far.
  ///
  /// - Complexity: O(*n* log *n*) for *n* jobs that made something, where double submissions are
  ///   looked for.
  public func part(_ kind: WasteKind) -> Part {
    let sum = kind == .submittedTwice ? submittedTwice : sums[kind] ?? Sum()
    return sum.part(most: examplesMost)
  }

  /// Those that follow another of the same prompt and settings closely, and are no waste already.
  private var submittedTwice: Sum {
    var sum = Sum()
    guard let within else { return sum }
    let sorted = made.sorted { ($0.attempt, $0.place) < ($1.attempt, $1.place) }
    for (first, second) in zip(sorted, sorted.dropFirst()) {
      let gap = second.place.submitted.milliseconds(since: first.place.submitted)
      guard first.attempt == second.attempt, gap <= within, !second.isExpired,
        second.cost.charge != .no
      else { continue }
      sum.add(second.place, second.cost, most: examplesMost)
    }
    return sum
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
