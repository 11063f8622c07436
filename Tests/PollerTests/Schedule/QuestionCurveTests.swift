import Poller
import Testing

@Suite("Where in a job's life to ask")
struct QuestionCurveTests {
  /// Durations around a usual one: the 1st to the 99th hundredth of a log-logistic distribution.
  private static func durations(around usual: Double, count: Int = 99) -> [Double] {
    (1...count).map { place in
      let share = Double(place) / Double(count + 1)
      return usual * (share / (1 - share)).squareRoot().squareRoot()
    }
  }

  private func curve(
    _ durations: [Double], pace: Duration = .seconds(10)
  ) throws -> QuestionCurve {
    var limits = PollPlan.Limits()
    limits.pace = pace
    return try #require(QuestionCurve(durations: durations, limits: limits))
  }

  /// The questions that a job of that length costs, and the waits between them.
  private func waits(_ curve: QuestionCurve, until end: Double) -> [Double] {
    var waits: [Double] = []
    var elapsed = 0.0
    while elapsed < end {
      let next = curve.next(after: elapsed)
      waits.append(next - elapsed)
      elapsed = next
    }
    return waits
  }

  @Test("Fewer than 20 finished jobs make no curve", arguments: [0, 1, 19])
  func tooFew(count: Int) {
    let durations = Array(Self.durations(around: 60).prefix(count))
    #expect(QuestionCurve(durations: durations, limits: PollPlan.Limits()) == nil)
  }

  @Test("What is no duration does not count")
  func noDurations() {
    let durations = Array(repeating: 0, count: 30) + [.nan, .infinity, -5] + [60, 61]
    #expect(QuestionCurve(durations: durations, limits: PollPlan.Limits()) == nil)
  }

  @Test("Seldom before any has ended, often around the usual time, seldom in the tail")
  func shape() throws {
    let curve = try curve(Self.durations(around: 100))
    let first = curve.next(after: 0)
    #expect(first > 25, "the first question \(first) s")
    let usual = curve.next(after: 100) - 100
    #expect(usual < 10, "around the usual time \(usual) s")
    let tail = curve.next(after: 900) - 900
    #expect(tail > 3 * usual, "in the tail \(tail) s")
    #expect(curve.next(after: 1e6) - 1e6 == 120, "long after all, the longest wait")
  }

  @Test(
    "A job costs about as many questions as asking at the pace would",
    arguments: [5.0, 10, 20], [60.0, 300])
  func budget(pace: Double, usual: Double) throws {
    let durations = Self.durations(around: usual)
    let curve = try curve(durations, pace: .seconds(pace))
    let asked = durations.reduce(0) { $0 + waits(curve, until: $1).count }
    let fixed = durations.reduce(0) { $0 + Int(($1 / pace).rounded(.up)) }
    let share = Double(asked) / Double(fixed)
    #expect((0.8...1.2).contains(share), "\(asked) questions, \(fixed) at the pace")
  }

  @Test("Every wait is within the shortest and the longest", arguments: [1.0, 60, 7000])
  func bounds(usual: Double) throws {
    let curve = try curve(Self.durations(around: usual))
    for wait in waits(curve, until: usual * 20) {
      #expect((1.999...120.001).contains(wait))
    }
  }

  @Test("Jobs that all take the same time are asked at that time and not at twice it")
  func equalDurations() throws {
    let curve = try curve(Array(repeating: 100, count: 50))
    var elapsed = 0.0
    while elapsed < 100 { elapsed = curve.next(after: elapsed) }
    #expect(elapsed < 104, "noticed at \(elapsed) s")
  }

  @Test("The first jobs of a batch to end are not taken for what is usual")
  func batch() throws {
    let quickest = Array(Self.durations(around: 60).prefix(25))
    let end = try #require(quickest.last)
    let running = Array(repeating: end, count: 74)
    let blind = try curve(quickest)
    let seeing = try #require(
      QuestionCurve(durations: quickest, running: running, limits: PollPlan.Limits()))
    let waits = [blind, seeing].map { $0.next(after: end + 40) - end - 40 }
    #expect(waits[1] < waits[0], "\(waits)")
  }

  @Test("Two humps are both asked often, the valley between them seldom")
  func twoHumps() throws {
    let curve = try curve(
      Self.durations(around: 20, count: 60) + Self.durations(around: 600, count: 60))
    let low = curve.next(after: 20) - 20
    let valley = curve.next(after: 100) - 100
    let high = curve.next(after: 600) - 600
    #expect(low < valley && high < valley, "\(low), \(valley), \(high)")
  }
}
