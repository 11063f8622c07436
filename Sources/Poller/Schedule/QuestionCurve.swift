internal import RealModule

/// Where in the life of a job to ask about it, from how long finished jobs of its kind took.
///
/// A question finds an end that lies, on average, half a wait back. With waits of length w(t) a job
/// costs ∫ S(t)/w(t) dt questions and is noticed ∫ f(t) w(t)/2 dt late, where f is the density of
/// durations and S the share of jobs that still run. For a given number of questions the lag is
/// least where 1/w is proportional to a power of f/S: seldom before any job of the kind has ever
/// ended, often around the usual time, seldom in the tail. `docs/performance.md` compares it with
/// asking at fixed times.
///
/// f is a ``DurationDensity``, which has a broad part: a job that takes longer than all before it is
/// asked ever less often and never forgotten.
public struct QuestionCurve: Sendable {
  /// Fewer finished jobs than this tell too little; a table is asked then.
  public static let jobsLeast = 20
  /// More than this add nothing but work: the newest count.
  public static let jobsMost = 256

  /// The square root is best for waits that are short against the spread of durations; for waits as
  /// long as they are, a little more makes both the median and the mean of the lag smaller.
  private static let exponent = 0.6
  /// Ends that can be foreseen are not asked for more closely than so many paces, on average.
  private static let lagGoal = 0.2

  /// The longest time that a job took or had taken when the curve was computed, in seconds.
  let longest: Double
  /// Elapsed seconds, each a little more than the one before.
  private let times: [Double]
  /// How many questions should have been asked up to each of ``times``.
  private let questions: [Double]
  private let least: Double
  private let most: Double

  /// Computes the curve.
  ///
  /// `durations`: seconds that finished jobs of the kind took, at least ``jobsLeast`` of them.
  ///
  /// `running`: seconds that open jobs of the kind have run so far. Without them the first jobs of a
  /// batch to end, which are the quickest, would be taken for what is usual.
  ///
  /// `limits`: the shortest and the longest wait, and the ``PollPlan/Limits/pace``: a job costs no
  /// more questions than asking at that pace would, and fewer where its end can be foreseen.
  ///
  /// Returns `nil` for too few durations. Costs about a millisecond for ``jobsMost`` of them.
  public init?(durations: [Double], running: [Double] = [], limits: PollPlan.Limits) {
    let known = Array(
      durations.filter { $0 > 0 && $0.isFinite }.suffix(Self.jobsMost))
    guard known.count >= Self.jobsLeast else { return nil }
    let density = DurationDensity(known, running: running.filter { $0 > 0 && $0.isFinite })
    longest = density.longest
    times = Self.grid(until: density.longest * 8)
    least = max(limits.least.inSeconds, 0.001)
    most = max(limits.most.inSeconds, least)
    let densities = times.map(density.value)
    let survival = Self.integral(of: densities, over: times).map { max(1 - $0, 1e-9) }
    let urgency = zip(densities, survival).map { Double.pow($0 / $1, Self.exponent) }
    let usual = zip(times, survival).map { $0 <= density.longest ? $1 : 0 }
    let mean = Self.integral(of: usual, over: times).last ?? 0
    let pace = max(limits.pace.inSeconds, least)
    let range = (1 / most)...(1 / least)
    var low = 0.0
    var high = 1e6
    // Halving the exponent's range: 60 steps leave nothing of it.
    for _ in 0..<60 {
      let middle = (max(low, 1e-9) * high).squareRoot()
      let rates = Self.rates(urgency, middle, range)
      let cost = Self.integral(of: zip(rates, survival).map(*), over: times).last ?? 0
      let lag = Self.integral(of: zip(densities, rates).map { $0 / $1 / 2 }, over: times).last ?? 0
      let isEnough = cost >= mean / pace
      if isEnough || lag <= pace * Self.lagGoal { high = middle } else { low = middle }
    }
    questions = Self.integral(of: Self.rates(urgency, high, range), over: times)
  }

  /// How long a job has run when it is to be asked next.
  ///
  /// `elapsed`: how long it has run at the question before, in seconds.
  public func next(after elapsed: Double) -> Double {
    let elapsed = max(0, elapsed)
    guard let end = times.last, let all = questions.last else { return elapsed + most }
    let wanted = Self.value(at: elapsed, times, questions) + 1
    let next =
      if elapsed >= end {
        elapsed + most
      } else if wanted > all {
        end + (wanted - all) * most
      } else {
        Self.value(at: wanted, questions, times)
      }
    return min(max(next, elapsed + least), elapsed + most)
  }

  /// From half a second on, each 3 % later than the one before.
  private static func grid(until end: Double) -> [Double] {
    let ratio = 1.03
    var times = [0.0]
    var time = 0.5
    while time < max(end, 1) {
      times.append(time)
      time *= ratio
    }
    return times
  }

  /// Questions a second at each time: the urgency scaled, within the shortest and longest wait.
  private static func rates(
    _ urgency: [Double], _ scale: Double, _ range: ClosedRange<Double>
  ) -> [Double] {
    urgency.map { min(max($0 * scale, range.lowerBound), range.upperBound) }
  }

  /// The integral up to each time, by trapezoids.
  private static func integral(of values: [Double], over times: [Double]) -> [Double] {
    var sum = 0.0
    var sums = [0.0]
    for index in times.indices.dropFirst() {
      sum += (values[index] + values[index - 1]) / 2 * (times[index] - times[index - 1])
      sums.append(sum)
    }
    return sums
  }

  /// Reads a rising curve between its points.
  private static func value(at place: Double, _ places: [Double], _ values: [Double]) -> Double {
    var low = 0
    var high = places.count - 1
    guard place > places[low] else { return values[low] }
    guard place < places[high] else { return values[high] }
    while high - low > 1 {
      let middle = (low + high) / 2
      if places[middle] <= place { low = middle } else { high = middle }
    }
    let share = (place - places[low]) / (places[high] - places[low])
    return values[low] + share * (values[high] - values[low])
  }
}

extension Duration {
  /// As a number of seconds.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
