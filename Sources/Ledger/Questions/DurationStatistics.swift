/// A phase that statistics can be asked of.
public enum Phase: String, CaseIterable, Hashable, Sendable {
  case total
  case queued
  case running
  case lag
  case fetch

  /// The length of the phase; `nil` where it is not known.
  public func length(in phases: Phases) -> BoundedDuration? {
    switch self {
    case .total: phases.total
    case .queued: phases.queued
    case .running: phases.running
    case .lag: phases.lag
    case .fetch: phases.fetch
    }
  }
}

/// Counts and lengths of the jobs of one group, collected one by one.
public struct DurationSamples: Sendable {
  public private(set) var jobs = 0
  /// Jobs by state; ``JobState/rawValue`` is the place.
  private var states = [Int](repeating: 0, count: JobState.allCases.count + 1)
  /// Lengths of the asked phase, of jobs with a verdict, in milliseconds.
  public private(set) var lengths: [Int64] = []
  /// Half of what polling leaves open of each length.
  public private(set) var doubts: [Int64] = []
  /// Lengths of the queue, where they are told beside the whole.
  public private(set) var queued: [Int64] = []
  /// How long the open jobs have taken so far.
  public private(set) var running: [Int64] = []

  public init() {}

  public func count(_ state: JobState) -> Int { states[Int(state.rawValue)] }

  /// Jobs with a verdict.
  public var done: Int { JobState.allCases.filter(\.isVerdict).map(count).reduce(0, +) }

  /// Jobs without one.
  public var open: Int { jobs - done }

  /// The share of jobs with a verdict that succeeded, in tenths of a percent, rounded half up;
  /// `nil` where none has one.
  public var successPermille: Int? {
    let done = done
    return done == 0 ? nil : (2000 * count(.succeeded) + done) / (2 * done)
  }

  /// Takes a job in.
  ///
  /// `perSecond`: lengths of the phase are divided by the length of the video; jobs without one are
  /// left out. The queue beside it is not: a longer video waits no longer.
  public mutating func take(
    _ digest: JobDigest, phase: Phase, perSecond: Bool, now: Moment
  ) {
    jobs += 1
    states[Int(digest.state.rawValue)] += 1
    guard digest.state.isVerdict else {
      guard let start = digest.phaseFacts.start, phase == .total else { return }
      let length = max(0, now.milliseconds(since: start.upperBound))
      if let length = digest.length(length, perSecond: perSecond) { running.append(length) }
      return
    }
    let phases = digest.phases
    if let bounds = phase.length(in: phases),
      let length = digest.length(bounds.middle, perSecond: perSecond),
      let doubt = digest.length((bounds.high - bounds.low) / 2, perSecond: perSecond)
    {
      lengths.append(length)
      doubts.append(doubt)
    }
    if phase == .total, let queue = phases.queued { queued.append(queue.middle) }
  }

  /// Takes another group in.
  public mutating func take(_ other: Self) {
    jobs += other.jobs
    for place in states.indices { states[place] += other.states[place] }
    lengths += other.lengths
    doubts += other.doubts
    queued += other.queued
    running += other.running
  }

  /// Puts the lengths in ascending order, as percentiles need them.
  public mutating func sort() {
    lengths.sortByDigits()
    doubts.sortByDigits()
    queued.sortByDigits()
    running.sortByDigits()
  }
}

extension JobDigest {
  /// The length itself, or for each second of the job's video; `nil` where that is not known.
  ///
  /// Rounded down; saturates.
  func length(_ length: Int64, perSecond: Bool) -> Int64? {
    guard perSecond else { return length }
    guard let video = videoMilliseconds, video > 0 else { return nil }
    return Int64(clamping: Int128(length) * 1000 / Int128(video))
  }
}

/// The counts and percentiles of one group.
public struct DurationStatistics: Hashable, Sendable {
  public var jobs: Int
  public var states: [JobState: Int]
  public var done: Int
  public var open: Int
  public var successPermille: Int?
  /// How many lengths the percentiles rest on; open jobs count where they are included.
  public var count: Int
  /// By percentile; without those for which there are too few jobs.
  public var percentiles: [Percentile: Int64]
  /// The median of half of what polling leaves open.
  public var doubt: Int64?
  /// p50 and p95 of the queue.
  public var queueMedian: Int64?
  public var queueP95: Int64?
  public var queueCount: Int
  public var least: Int64?
  public var most: Int64?

  /// `samples`: sorted.
  ///
  /// `floor`: fewer jobs than this give no percentile above the median.
  ///
  /// `includeOpen`: running jobs count as ones that take at least as long as they have run.
  public init(
    _ samples: DurationSamples, percentiles wanted: [Percentile], floor: Int, includeOpen: Bool
  ) {
    jobs = samples.jobs
    states = [:]
    for state in JobState.allCases where samples.count(state) > 0 {
      states[state] = samples.count(state)
    }
    done = samples.done
    open = samples.open
    successPermille = samples.successPermille
    let lengths = samples.lengths
    count = lengths.count + (includeOpen ? samples.running.count : 0)
    let estimate = includeOpen ? KaplanMeier(ended: lengths, running: samples.running) : nil
    percentiles = [:]
    for percentile in wanted where count >= percentile.least(floor) {
      percentiles[percentile] =
        estimate.map { $0.value(of: percentile) } ?? percentile.value(of: lengths)
    }
    doubt = Self.median?.value(of: samples.doubts)
    queueCount = samples.queued.count
    queueMedian = Self.median?.value(of: samples.queued)
    let queued = samples.queued
    queueP95 = Self.p95.flatMap { queued.count >= $0.least(floor) ? $0.value(of: queued) : nil }
    least = lengths.first
    most = lengths.last
  }

  private static let median = Percentile(permille: 500)
  private static let p95 = Percentile(permille: 950)
}

/// How lengths spread: twelve buckets of the same width from 0, the last without an end.
public struct Spread: Hashable, Sendable {
  public static let bucketCount = 12

  public let bucketMilliseconds: Int64
  public let counts: [Int]

  /// `sorted`: none negative.
  ///
  /// `top`: where the last bucket ends; longer lengths count into it.
  public init(_ sorted: [Int64], top: Int64) {
    let count = Int64(Self.bucketCount)
    let width = max(1, top / count + (top % count > 0 ? 1 : 0))
    var counts = [Int](repeating: 0, count: Self.bucketCount)
    for length in sorted { counts[Int(min(length / width, count - 1))] += 1 }
    bucketMilliseconds = width
    self.counts = counts
  }

  /// A round time that is not less than `length`: some whole seconds or minutes that people count
  /// by, up to four hours, then whole hours; saturates.
  public static func roundTop(_ length: Int64) -> Int64 {
    let steps: [Int64] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400]
    let hour: Int64 = 3_600_000
    if let step = steps.map({ $0 * 1000 }).first(where: { $0 >= length }) { return step }
    let (hours, overflow) = ((length - 1) / hour + 1).multipliedReportingOverflow(by: hour)
    return overflow ? .max : hours
  }
}
