import FoundationEssentials
import Testing

@testable import ProviderSimulator

struct FateScriptTests {
  @Test("Every fate is described in the documentation, in the words of the program")
  func documentation() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/simulator.md"), encoding: .utf8)
    for fate in Fate.allCases {
      #expect(page.contains("| `\(fate.rawValue)` | \(fate.sentence) |"), "\(fate.rawValue)")
    }
    for forgery in Forgery.allCases.map(\.rawValue) + TokenForgery.allCases.map(\.rawValue) {
      #expect(page.contains("`\(forgery)`"), "\(forgery)")
    }
  }

  @Test("Progress rises, falls once, and rises again")
  func fallsBack() {
    let job = Dialect.openAIVideos.job(.progressBack)
    let percents = (0...99).map { step -> Int in
      switch job.phase(at: job.createdAt + (job.endsAt - job.createdAt) * step / 100) {
      case .running(let percent): percent
      case .queued: 0
      case .ended, .expired: 100
      }
    }
    let falls = zip(percents, percents.dropFirst()).filter { $0 > $1 }
    #expect(falls.count == 1)
    #expect(falls.first?.0 ?? 0 >= 67)
    #expect(falls.first?.1 ?? 99 <= 31)
    #expect(percents.max() ?? 0 > 95)
  }

  @Test("Runs at 99 percent for ever", arguments: Dialect.allCases)
  func stuck(dialect: Dialect) throws {
    let job = dialect.job(.stuckAt99)
    let answer = job.answer(after: .seconds(86_400))
    #expect(job.phase(at: job.createdAt + .seconds(86_400)) == .running(percent: 99))
    #expect(try answer.decoded().done == nil)
    #expect(job.deliveredAt == nil)
    #expect(job.video(sample: 0, at: job.createdAt + .seconds(86_400)) == nil)
  }

  @Test("Is queued for an hour of simulated time, then runs as long as it takes")
  func queuedForAnHour() {
    let job = Dialect.openAIVideos.job(.queuedForAnHour)
    #expect(job.phase(at: job.createdAt + .milliseconds(59_999)) == .queued)
    #expect(job.phase(at: job.createdAt + .milliseconds(60_100)) == .running(percent: 5))
    #expect(job.phase(at: job.createdAt + .seconds(62)) == .ended)
  }

  @Test("Is done without output, and has it a minute later", arguments: Dialect.allCases)
  func lateContent(dialect: Dialect) throws {
    let job = dialect.job(.lateContent)
    #expect(job.video(sample: 0, at: job.endsAt) == nil)
    #expect(job.video(sample: 0, at: job.endsAt + .seconds(1)) != nil)
    let early = try job.answer(after: .milliseconds(2500)).decoded()
    let late = try job.answer(after: .milliseconds(3500)).decoded()
    switch dialect {
    case .openAIVideos: #expect([early.status, late.status] == ["completed", "completed"])
    case .geminiOperations:
      #expect(early.response?.generateVideoResponse?.generatedSamples == nil)
      #expect(late.response?.generateVideoResponse?.generatedSamples?.count == 1)
    case .vertexOperations:
      #expect(early.response?.videos == nil)
      #expect(late.response?.videos?.count == 1)
    }
  }

  @Test("Asks for another wait each time")
  func pollAfter() {
    let job = Dialect.openAIVideos.job(.pollAfterChanges, speed: 1)
    let waits = (0..<5).map {
      job.answer(after: .seconds(1), pollsBefore: $0).headers["openai-poll-after-ms"]
    }
    #expect(waits == ["5000", "20000", "1000", "60000", "5000"])
  }

  @Test(
    "Says 429 with the waits that the fate tells, and no others",
    arguments: [
      (Fate.rateLimited, ["retry-after", "retry-after-ms"]), (.rateLimitedBare, []),
      (.rateLimitedMilliseconds, ["retry-after-ms"]),
    ] as [(Fate, [String])])
  func waits(fate: Fate, headers: [String]) {
    let answer = Dialect.openAIVideos.job(fate).answer(after: .zero, pollsBefore: 0)
    #expect(answer.status == 429)
    #expect(answer.headers.keys.filter { $0.hasPrefix("retry") }.sorted() == headers)
  }

  @Test("Says 401 in the words of each dialect, three times", arguments: Dialect.allCases)
  func unauthorized(dialect: Dialect) {
    let job = dialect.job(.unauthorized)
    let statuses = (0..<4).map { job.answer(after: .zero, pollsBefore: $0).status }
    #expect(statuses == [401, 401, 401, 200])
  }

  @Test(
    "Tells of its end when the fate says",
    arguments: [
      (Fate.success, 120), (.earlyDelivery, 100), (.lateDelivery, 720), (.reorderedDelivery, 180),
      (.noDelivery, nil), (.duplicateDelivery, 120),
    ] as [(Fate, Int?)])
  func deliveries(fate: Fate, seconds: Int?) {
    let job = Dialect.openAIVideos.job(fate, speed: 1)
    #expect(job.deliveredAt == seconds.map { job.createdAt + .seconds($0) })
  }
}
