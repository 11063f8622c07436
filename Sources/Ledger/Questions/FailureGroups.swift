extension JobState {
  /// Whether the state is one that `failures` tells about: nothing was made, or not all, or what
  /// was made is out of reach.
  ///
  /// Canceled is somebody's decision, not a failure.
  public var isFailure: Bool {
    switch self {
    case .failed, .filtered, .partial, .expired, .lost, .gone: true
    case .queued, .running, .succeeded, .canceled, .unknown: false
    }
  }
}

/// What became of the next try with the same prompt and settings.
public enum NextTry: Hashable, Sendable {
  case succeeded
  case failed
  /// It was made, and has no verdict yet, or was canceled.
  case undecided
}

/// The tries that followed failures, found in one walk over the jobs after the first of them.
public struct NextTries: Sendable {
  private struct Try {
    let submitted: Moment
    let number: JobNumber
    let state: JobState
  }

  /// By ``JobDigest/attempt``, in the order of submission.
  private var tries: [UInt64: [Try]] = [:]

  /// `failures`: the jobs whose next tries are wanted.
  public init(after failures: [JobDigest]) {
    for failure in failures where failure.attempt != 0 { tries[failure.attempt] = [] }
  }

  /// Whether anybody's next try can be found.
  public var isEmpty: Bool { tries.isEmpty }

  /// Takes in a job; jobs come in the order of submission.
  public mutating func take(_ job: JobAttempt) {
    guard job.attempt != 0, tries[job.attempt] != nil else { return }
    tries[job.attempt]?.append(
      Try(submitted: job.submitted, number: job.number, state: job.state))
  }

  /// What became of the first try that was submitted after the job, or after it in the log where
  /// both were submitted at once; `nil` where there was none, or where its prompt
  /// is not known.
  public func next(after job: JobDigest) -> NextTry? {
    guard let tries = tries[job.attempt] else { return nil }
    // A prompt may have been tried a hundred thousand times: the tries are in order, so halve.
    var low = 0
    var high = tries.count
    while low < high {
      let middle = (low + high) / 2
      if (tries[middle].submitted, tries[middle].number) > (job.submitted, job.number) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    guard low < tries.count else { return nil }
    let state = tries[low].state
    if state == .succeeded { return .succeeded }
    return state.isFailure ? .failed : .undecided
  }
}

/// Failures that have the same cause, or the same model, project or day.
public struct FailureGroup: Hashable, Sendable {
  public var key: Key
  public var state: JobState? { key.state }
  public var value: GroupValue { key.value }
  public var jobs = 0
  /// How many jobs of each model.
  public var models: [WordNumber?: Int] = [:]
  public var reasons: [WordNumber?: Int] = [:]
  /// HTTP statuses of the newest answers, to tell `rate_limited (429)`.
  public var httpStatuses: Set<UInt16?> = []
  public var nextTries = 0
  public var nextSucceeded = 0
  /// The newest jobs, newest first.
  public var examples: [JobNumber] = []

  /// The models, most frequent first.
  public var modelsByCount: [WordNumber?] { Self.byCount(models) }
  public var reasonsByCount: [WordNumber?] { Self.byCount(reasons) }

  private static func byCount(_ counts: [WordNumber?: Int]) -> [WordNumber?] {
    counts.sorted {
      ($1.value, $0.key?.rawValue ?? 0) < ($0.value, $1.key?.rawValue ?? 0)
    }.map(\.key)
  }
}

extension FailureGroup {
  /// What failures of a group have in common.
  public struct Key: Hashable, Sendable {
    /// The class of failure; `nil` where the group is of another kind.
    public var state: JobState?
    public var value: GroupValue

    public init(state: JobState?, value: GroupValue) {
      self.state = state
      self.value = value
    }
  }

  /// Groups failures, the largest group first.
  ///
  /// `failures`: in the order of submission, each with its group.
  ///
  /// `examples`: how many jobs each group names, at least its newest.
  public static func groups(
    of failures: [(job: JobDigest, key: Key)], examples: Int, nextTries: NextTries
  ) -> [Self] {
    var groups: [Key: Self] = [:]
    for (failure, key) in failures.reversed() {
      groups[key, default: Self(key)].take(
        failure, nextTries.next(after: failure), examples: examples)
    }
    // The newest example decides between groups of the same size, so that the order is one order.
    return groups.values.sorted { left, right in
      left.jobs != right.jobs
        ? left.jobs > right.jobs
        : left.newest.rawValue > right.newest.rawValue
    }
  }

  private var newest: JobNumber { examples.first ?? JobNumber(rawValue: 0) }

  private init(_ key: Key) { self.key = key }

  private mutating func take(_ failure: JobDigest, _ next: NextTry?, examples most: Int) {
    jobs += 1
    models[failure.model, default: 0] += 1
    reasons[failure.reason, default: 0] += 1
    httpStatuses.insert(failure.httpStatus)
    switch next {
    case .succeeded:
      nextTries += 1
      nextSucceeded += 1
    case .failed: nextTries += 1
    case .undecided, nil: break
    }
    if examples.count < max(1, most) { examples.append(failure.number) }
  }
}
