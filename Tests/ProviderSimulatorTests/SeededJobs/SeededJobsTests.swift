import FoundationEssentials
import Testing

@testable import ProviderSimulator

struct SeededJobsTests {
  private let start = TestClock().now

  private func jobs(_ seeded: SeededJobs) -> [SimulatedJob] {
    seeded.jobs(from: start, speed: Speed(factor: 1))
  }

  @Test("The same seed makes the same jobs, another seed others")
  func seeds() {
    let seeded = SeededJobs(count: 200, seed: 7)
    #expect(jobs(seeded) == jobs(seeded))
    #expect(jobs(seeded) != jobs(SeededJobs(count: 200, seed: 8)))
    #expect(Set(jobs(seeded).map(\.id)).count == 200)
    #expect(jobs(seeded).allSatisfy { $0.dialect.isName($0.id) && $0.createdAt == start })
    let names = jobs(SeededJobs(count: 2, seed: 7)).map(\.id)
    #expect(names == Array(jobs(seeded).map(\.id).prefix(2)))
  }

  @Test("Durations are log-normal around the median of each model, within their bounds")
  func durations() {
    let all = jobs(SeededJobs(count: 20_000, seed: 1))
    for model in SeededModel.all {
      let spans = all.filter { $0.order.model == model.name }
        .map { Double($0.order.takes.wholeMilliseconds) / 1000 }.sorted()
      #expect(spans.first ?? 0 >= 11)
      #expect(spans.last ?? 999 <= 360)
      func quantile(_ share: Double) -> Double { spans[Int(Double(spans.count) * share)] }
      #expect((0.95...1.05).contains(quantile(0.5) / model.median))
      // One standard deviation is at 84.13 %: e to the power of 0.35 times the median.
      #expect((1.36...1.48).contains(quantile(0.8413) / model.median))
      #expect((0.67...0.74).contains(quantile(0.1587) / model.median))
    }
  }

  @Test("The functions are those of mathematics", arguments: [0.001, 0.5, 0.9, 1, 1.5, 2.7, 300])
  func functions(value: Double) {
    let there = LogNormal.naturalLogarithm(value)
    #expect(abs(LogNormal.exponential(there) / value - 1) < 1e-14)
    #expect(LogNormal.naturalLogarithm(1) == 0)
    #expect(abs(LogNormal.exponential(1) - 2.718_281_828_459_045) < 1e-15)
  }

  @Test("Jobs arrive over the time that was said, in order")
  func arrivals() {
    var seeded = SeededJobs(count: 500, seed: 3)
    seeded.over = .seconds(1200)
    let arrivals = seeded.jobs(from: start, speed: Speed(factor: 60)).map(\.createdAt)
    #expect(arrivals == arrivals.sorted())
    #expect(arrivals.allSatisfy { $0 >= start && $0 <= start + .seconds(20) })
    #expect(Set(arrivals).count > 400)
  }

  @Test("A job is not known before it arrives")
  func unknownBefore() async {
    let clock = TestClock()
    let providers = SimulatedProviders(
      speed: Speed(factor: 1), clock: { clock.now }, random: SeededGenerator(state: 1))
    var seeded = SeededJobs(count: 40, seed: 3)
    seeded.over = .seconds(100)
    seeded.dialects = [.openAIVideos]
    let jobs = seeded.jobs(from: clock.now, speed: Speed(factor: 1))
    await providers.add(jobs)
    for _ in 0...100 {
      let known = jobs.filter { $0.createdAt <= clock.now }
      #expect(await providers.openAIVideos == known)
      for job in jobs {
        let status = await providers.poll(.openAIVideos, id: job.id, origin: "").status
        #expect(status == (known.contains(job) ? 200 : 404))
      }
      clock.advance(by: .seconds(1))
    }
  }

  @Test("Takes the dialects and the shares of fates that were asked for")
  func shares() throws {
    var seeded = SeededJobs(count: 10_000, seed: 5)
    seeded.dialects = [.geminiOperations]
    seeded.fates = try #require(WeightedFate.list("success:90,failed:10"))
    let all = jobs(seeded)
    #expect(all.allSatisfy { $0.dialect == .geminiOperations })
    #expect((900...1100).contains(all.filter { $0.fate == .failed }.count))
    for text in ["", "success:0", "nothing", "success:1:2", "success,", "success:-1"] {
      #expect(WeightedFate.list(text) == nil)
    }
  }

  @Test("The file of jobs has a line for each, with its end where it has one")
  func file() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "jobs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: path) }
    let job = Dialect.openAIVideos.job(.success)
    try JobsFile.write([job, Dialect.geminiOperations.job(.notFound)], to: path.path())
    let text = try String(contentsOf: path, encoding: .utf8)
    let expected = """
      {"dialect":"openai-videos","id":"\(job.id)","model":"veo-test","fate":"success",\
      "created_at":"2026-08-12T01:58:25.000Z","ends_at":"2026-08-12T01:58:27.000Z"}
      {"dialect":"gemini-operations","id":"models/veo-test/operations/k3x9q2m7w1tz",\
      "model":"veo-test","fate":"not_found","created_at":"2026-08-12T01:58:25.000Z","ends_at":null}

      """
    #expect(text == expected)
  }
}
