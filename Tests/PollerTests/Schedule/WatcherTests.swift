import Ledger
import Poller
import Providers
import Synchronization
import Testing

@Suite("Asking until the verdict")
struct WatcherTests {
  private static let start = Moment(secondsSince1970: 1_787_146_000)
  private static let id = "video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617"

  @Test("An open job that somebody wants asked now is still asked until its verdict")
  func askNow() async throws {
    let scratch = try ScratchFolder()
    let ledger = try await Ledger.create(
      scratch.path + "/ledger", origin: nil, tool: "test", now: { Self.start })
    let declaration = Declaration(account: "sora", nativeID: Self.id, dialect: "openai-videos")
    _ = try await ledger.append([
      EventDraft(subject: .job(declaration), source: .person, fact: .jobTracked(declaration))
    ])
    let number = try #require(
      try ledger.snapshot().job(account: "sora", nativeID: Self.id)
    ).number
    let server = LoopbackServer()
    let answered = Atomic(0)
    let replies: @Sendable (String) -> LoopbackServer.Reply = { _ in
      let count = answered.wrappingAdd(1, ordering: .relaxed).newValue
      return LoopbackServer.Reply(
        body: #"{"id":"\#(Self.id)","status":"\#(count < 3 ? "in_progress" : "completed")"}"#)
    }
    try await server.run(replies) { origin in
      let access = AccountAccess(
        account: Account(name: "sora", dialect: .openAIVideos, baseURL: origin), key: "key",
        keyName: "KEY")
      try await ProviderClient.withClient { client in
        let poller = StatusPoller(
          ledger: ledger, client: client, accounts: ["sora": access], prompts: .full,
          now: { Self.start })
        let watcher = try Watcher(
          ledger: ledger, poller: poller, limits: PollPlan.Limits(interval: .milliseconds(50)),
          accounts: [:], now: { Self.start }, jitter: { 0.5 }, report: { _ in })
        await watcher.askNow(number)
        let asks = Mutex(false)
        var course = Watcher.Course()
        course.endsWhenIdle = true
        // The wish comes when the job waits for its second question.
        course.asks = { asks.withLock { $0 } || answered.load(ordering: .relaxed) == 0 }
        let settled = course
        async let run: Void = watcher.run(only: { _ in true }, settled)
        while answered.load(ordering: .relaxed) < 1 { await Task.yield() }
        while await watcher.untilQuestion(of: number) == nil { await Task.yield() }
        await watcher.askNow(number)
        asks.withLock { $0 = true }
        try await run
      }
    }
    #expect(try ledger.snapshot().job(number)?.state == .succeeded)
    #expect(server.requests.count == 3)
  }
}
