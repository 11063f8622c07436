import FoundationEssentials
import Testing

@testable import ProviderSimulator

@Suite("Written history")
struct HistoryTests {
  private struct Line: Decodable {
    struct Declared: Decodable {
      var model: String
      var seconds: Int
      var labels: [String: String]
    }

    var account: String
    var job: String?
    var observedAt: String
    var httpStatus: Int?
    var declared: Declared?
    var body: String

    enum CodingKeys: String, CodingKey {
      case account, job, declared, body
      case observedAt = "observed_at"
      case httpStatus = "http_status"
    }
  }

  private func settings(jobs: Int = 300, seed: UInt64 = 1) throws -> History.Settings {
    History.Settings(
      jobs: jobs, seed: seed, until: try #require(Moment(rfc3339: "2026-11-23T12:00:00Z")),
      days: 30, gateway: "gateway")
  }

  private func bytes(_ settings: History.Settings) -> [UInt8] {
    var history = History(settings)
    var writer = HistoryWriter()
    while history.write(to: &writer) {}
    return writer.bytes
  }

  private func lines(_ settings: History.Settings) throws -> [Line] {
    try bytes(settings).split(separator: UInt8(ascii: "\n")).map { line in
      try JSONDecoder().decode(Line.self, from: Data(line))
    }
  }

  @Test("The same seed gives the same bytes on every machine; another seed gives others")
  func seeds() throws {
    let bytes = bytes(try settings())
    #expect(bytes == self.bytes(try settings()))
    #expect(bytes != self.bytes(try settings(seed: 2)))
    // A change here changes every ledger that was made of a seed; say so in the change log.
    #expect(SampleMedia.fingerprint(bytes) == 4_441_275_721_475_245_568)
  }

  @Test("Every line parses, and they come in the order of their observation", arguments: 1...5)
  func order(seed: UInt64) throws {
    let lines = try lines(try settings(seed: seed))
    let times = lines.map(\.observedAt)
    #expect(times == times.sorted())
    #expect(lines.allSatisfy { $0.observedAt < "2026-11-23T12:00:00.000Z" })
    #expect(lines.allSatisfy { $0.observedAt >= "2026-10-24T12:00:00.000Z" })
  }

  @Test("There are as many jobs as were asked for, however many are second tries", arguments: 1...5)
  func count(seed: UInt64) throws {
    let lines = try lines(try settings(seed: seed))
    let jobs = Set(lines.compactMap(\.job))
    let refused = lines.filter { $0.job == nil && $0.httpStatus != nil }
    // One whose first answer would have come after the end is missing.
    #expect((295...300).contains(jobs.count + refused.count))
    #expect(lines.contains { $0.declared?.labels["take"] == "2" })
    let events = lines.count + lines.filter { $0.declared != nil }.count
    #expect((7.0...9.0).contains(Double(events) / 300))
  }

  @Test("What is kept in memory is what is open, not what has been written")
  func memory() throws {
    func most(jobs: Int, days: Int) throws -> Int {
      var settings = try settings(jobs: jobs)
      settings.days = days
      var history = History(settings)
      var writer = HistoryWriter()
      var most = 0
      while history.write(to: &writer) {
        writer.removeAll()
        most = max(most, history.openJobs)
      }
      return most
    }
    // Ten times the jobs at the same rate: just as many are open at once.
    let few = try most(jobs: 400, days: 3)
    #expect(try most(jobs: 4000, days: 30) < 3 * few + 20)
  }
}

@Suite("The queue of what is going to happen")
struct TimeQueueTests {
  @Test("Gives the soonest first, and equals in the order in which they came", arguments: 1...20)
  func order(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var queue = TimeQueue<Int>()
    var expected: [(time: Int64, element: Int)] = []
    for element in 0..<200 {
      let time = random.between(0...50)
      queue.put(element, at: Moment(millisecondsSince1970: time))
      expected.append((time, element))
    }
    expected.sort { ($0.time, $0.element) < ($1.time, $1.element) }
    var given: [Int] = []
    while let next = queue.takeFirst() { given.append(next.element) }
    #expect(given == expected.map(\.element))
    #expect(queue.count == 0)
  }
}

@Suite("When jobs are submitted")
struct SubmissionRhythmTests {
  @Test("In order, as many as asked for, within the days", arguments: [1, 7, 100, 5000])
  func moments(jobs: Int) throws {
    let end = try #require(Moment(rfc3339: "2026-11-23T12:00:00Z"))
    var rhythm = SubmissionRhythm(jobs: jobs, days: 14, until: end)
    var random = SeededGenerator(state: 3)
    var moments: [Moment] = []
    while let moment = rhythm.next(using: &random) { moments.append(moment) }
    #expect(moments.count == jobs)
    #expect(moments == moments.sorted())
    #expect(moments.allSatisfy { end + .seconds(-14 * 86_400) <= $0 && $0 < end })
  }

  @Test("Weekends and nights are quiet")
  func quiet() throws {
    let end = try #require(Moment(rfc3339: "2026-11-23T00:00:00Z"))  // a Monday
    var rhythm = SubmissionRhythm(jobs: 10_000, days: 7, until: end)
    var random = SeededGenerator(state: 3)
    var perDay = [Int](repeating: 0, count: 7)
    var perHour = [Int](repeating: 0, count: 24)
    while let moment = rhythm.next(using: &random) {
      let hour = (moment.millisecondsSince1970 - end.millisecondsSince1970) / 3_600_000 + 167
      perDay[Int(hour / 24)] += 1
      perHour[Int((hour + 0) % 24)] += 1
    }
    #expect((perDay.max() ?? 0) > 4 * (perDay.min() ?? 0))
    #expect((perHour.max() ?? 0) > 20 * (perHour.min() ?? 0))
  }
}

@Suite("Seeded numbers")
struct SeededGeneratorTests {
  @Test("SplitMix64, as published")
  func splitMix() {
    // The first numbers of seed 1234567, from the reference implementation.
    var random = SeededGenerator(state: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }

  @Test("Half of the spans are above the median, few are far above it", arguments: 1...5)
  func longTail(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let spans = (0..<10_000).map { _ in random.aroundMedian(60_000) }
    #expect((4700...5300).contains(spans.filter { $0 > 60_000 }.count))
    #expect((300...700).contains(spans.filter { $0 > 116_000 }.count))
    #expect(spans.allSatisfy { (10_000...250_000).contains($0) })
  }
}
