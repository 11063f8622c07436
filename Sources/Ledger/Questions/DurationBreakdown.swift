/// What is asked about durations.
public struct DurationQuestion: Hashable, Sendable {
  public var phase = Phase.total
  /// Lengths are divided by the length of the video.
  public var perSecond = false
  public var percentiles: [Percentile]
  /// Fewer lengths than this give no percentile above the median.
  public var floor = 20
  /// Running jobs count as ones that take at least as long as they have run.
  public var includeOpen = false

  /// p50, p90, p95 and p99.
  public static let usualPercentiles = [500, 900, 950, 990].compactMap(Percentile.init(permille:))

  public init(percentiles: [Percentile] = Self.usualPercentiles) {
    self.percentiles = percentiles.sorted()
  }
}

/// The durations of one group of jobs.
public struct DurationRow: Hashable, Sendable {
  public var group: JobGroup
  public var statistics: DurationStatistics
  public var spread: Spread
  /// The median of the period before, where both periods have enough jobs.
  public var medianBefore: Int64?
  public var countBefore: Int?
}

/// The durations of jobs by group, and of all together.
public struct DurationBreakdown: Hashable, Sendable {
  /// The largest group first; units of the calendar in their order.
  public var rows: [DurationRow]
  public var all: DurationRow
  /// Where the last bucket of every spread ends, in milliseconds.
  public var top: Int64
}

/// Collects jobs into a ``DurationBreakdown``.
public struct DurationCollector {
  private let question: DurationQuestion
  private let now: Moment
  private var places = GroupPlaces<JobGroup>()
  /// By the numbers of their groups.
  private var samples: [DurationSamples] = []
  private var before: [JobGroup: [Int64]] = [:]

  public init(_ question: DurationQuestion, now: Moment) {
    self.question = question
    self.now = now
  }

  /// Takes a job of the period in.
  public mutating func take(_ digest: JobDigest, _ group: JobGroup) {
    let place = places.place(of: group)
    if place == samples.count { samples.append(DurationSamples()) }
    samples[place].take(
      digest, phase: question.phase, perSecond: question.perSecond, now: now)
  }

  /// Takes a job of the period before in.
  public mutating func takeBefore(_ digest: JobDigest, _ group: JobGroup) {
    guard digest.state.isVerdict, let length = question.phase.length(in: digest.phases),
      let counted = digest.length(length.middle, perSecond: question.perSecond)
    else { return }
    before[group, default: []].append(counted)
  }

  /// What the jobs have in common.
  ///
  /// - Complexity: O(*n*) for *n* jobs.
  public mutating func breakdown() -> DurationBreakdown {
    var all = DurationSamples()
    for place in samples.indices {
      all.take(samples[place])
      samples[place].sort()
    }
    all.sort()
    // Nearly all lengths lie below p99; the few above it would make every strip one block.
    let top = Spread.roundTop(Percentile(permille: 990)?.value(of: all.lengths) ?? 0)
    let rows = zip(places.keys, samples).map { row($0, $1, before[$0] ?? [], top) }
      .sorted(by: Self.precedes)
    return DurationBreakdown(
      rows: rows, all: row(JobGroup(), all, before.values.flatMap(\.self), top), top: top)
  }

  private func row(
    _ group: JobGroup, _ samples: DurationSamples, _ before: [Int64], _ top: Int64
  ) -> DurationRow {
    let statistics = DurationStatistics(
      samples, percentiles: question.percentiles, floor: question.floor,
      includeOpen: question.includeOpen)
    var row = DurationRow(
      group: group, statistics: statistics, spread: Spread(samples.lengths, top: top))
    if before.count >= question.floor, samples.lengths.count >= question.floor {
      row.medianBefore = Percentile(permille: 500)?.value(of: before.sorted())
      row.countBefore = before.count
    }
    return row
  }

  private static func precedes(_ left: DurationRow, _ right: DurationRow) -> Bool {
    for (first, second) in zip(left.group.values, right.group.values) {
      if case .start(let one?) = first, case .start(let other?) = second, one != other {
        return one < other
      }
    }
    if left.statistics.jobs != right.statistics.jobs {
      return left.statistics.jobs > right.statistics.jobs
    }
    for (first, second) in zip(left.group.values, right.group.values) where first != second {
      return first.precedes(second)
    }
    return false
  }
}

extension GroupValue {
  /// One order for groups of the same size; unknown comes last.
  func precedes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.text(let left), .text(let right)):
      guard let left, let right else { return left != nil }
      return left < right
    case (.word, _), (.number, _), (.state, _), (.start, _), (.text, _):
      return number < other.number
    }
  }

  private var number: Int64 {
    switch self {
    case .word(let number): number.map { Int64($0.rawValue) } ?? .max
    case .number(let number): number ?? .max
    case .state(let state): Int64(state.rawValue)
    case .start(let moment): moment?.rawValue ?? .max
    case .text: .max
    }
  }
}
