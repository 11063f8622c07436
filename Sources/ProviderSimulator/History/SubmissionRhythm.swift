/// When jobs are submitted: by day more than by night, at weekends little.
///
/// Gives as many moments as there are jobs, in order, one at a time.
struct SubmissionRhythm: Sendable {
  /// How busy each hour of a working day is, in UTC.
  private static let hourWeights: [Int64] = [
    2, 1, 1, 1, 2, 4, 10, 25, 45, 60, 65, 60, 45, 55, 70, 75, 70, 55, 35, 22, 15, 10, 6, 4,
  ]
  /// A day at a weekend is this many times quieter.
  private static let weekendDivisor: Int64 = 6
  private static let hourMilliseconds: Int64 = 3_600_000
  /// The last jobs come in this last stretch, so that some are always open at the end.
  private static let lastMilliseconds: Int64 = 60_000

  private let start: Moment
  private let end: Moment
  private let hours: Int
  /// Jobs that follow the rhythm, and those that come at the very end.
  private let placed: Int
  private let last: Int
  private let weightTotal: Int64

  private var hour = 0
  private var weightBefore: Int64 = 0
  private var given = 0
  private var givenInHour = 0

  /// `days` whole days before `end`; both counts are 1 or more.
  init(jobs: Int, days: Int, until end: Moment) {
    self.end = end
    start = Moment(
      millisecondsSince1970: end.millisecondsSince1970 - Int64(days) * 24 * Self.hourMilliseconds)
    hours = days * 24
    last = min(5, jobs / 20)
    placed = jobs - last
    var total: Int64 = 0
    for hour in 0..<hours { total += Self.weight(ofHour: hour, from: start) }
    weightTotal = total
  }

  /// The next moment; `nil` when all were given.
  mutating func next(using random: inout some RandomNumberGenerator) -> Moment? {
    if given < placed { return nextPlaced(using: &random) }
    guard given < placed + last else { return nil }
    let span = Self.lastMilliseconds / Int64(last)
    let offset = Int64(given - placed) * span + Int64(random.below(UInt64(span)))
    given += 1
    return Moment(
      millisecondsSince1970: end.millisecondsSince1970 - Self.lastMilliseconds + offset)
  }

  private mutating func nextPlaced(using random: inout some RandomNumberGenerator) -> Moment {
    var inHour = jobsInHour
    while givenInHour >= inHour {
      weightBefore += Self.weight(ofHour: hour, from: start)
      hour += 1
      givenInHour = 0
      inHour = jobsInHour
    }
    // Each job has its own part of the hour, so the order needs no sorting.
    let length = Self.hourMilliseconds - (hour == hours - 1 ? Self.lastMilliseconds : 0)
    let first = length * Int64(givenInHour) / Int64(inHour)
    let next = length * Int64(givenInHour + 1) / Int64(inHour)
    given += 1
    givenInHour += 1
    return Moment(
      millisecondsSince1970: start.millisecondsSince1970 + Int64(hour) * Self.hourMilliseconds
        + first + Int64(random.below(UInt64(max(1, next - first)))))
  }

  /// How many of the jobs fall into the current hour, by the weights up to its start and its end.
  private var jobsInHour: Int {
    let weightAfter = weightBefore + Self.weight(ofHour: hour, from: start)
    return Int(
      Int64(placed) * weightAfter / weightTotal - Int64(placed) * weightBefore / weightTotal)
  }

  private static func weight(ofHour hour: Int, from start: Moment) -> Int64 {
    let hours = start.millisecondsSince1970 / hourMilliseconds + Int64(hour)
    let weight = hourWeights[Int(hours % 24)]
    // The first day of 1970 was a Thursday.
    let weekday = (hours / 24 + 4) % 7
    return weekday == 0 || weekday == 6 ? max(1, weight / weekendDivisor) : weight
  }
}
