import HTTPTypes
import Ledger
import Poller
import Providers
import Synchronization
import Testing

@Suite("Jobs that a provider lists and nobody tracked")
struct JobDiscoveryTests {
  /// Asks `times` times for the list of an account of OpenAI's shape.
  private func discover(
    _ times: Int = 1, limits: AccountLimits = AccountLimits(),
    _ replies: @escaping @Sendable (String) -> LoopbackServer.Reply
  ) async throws -> (findings: [JobDiscovery.Finding], states: [String: JobState], paths: [String])
  {
    let scratch = try ScratchFolder()
    let ledger = try await Ledger.create(
      scratch.path + "/ledger", origin: nil, tool: "test", now: { Moment(rawValue: 1000) })
    let server = LoopbackServer()
    let findings = Mutex<[JobDiscovery.Finding]>([])
    try await server.run(replies) { origin in
      var access = AccountAccess(
        account: Account(name: "sora", dialect: .openAIVideos, baseURL: origin),
        key: "secret-key", keyName: "KEY")
      access.limits = limits
      try await ProviderClient.withClient { client in
        let discovery = JobDiscovery(
          ledger: ledger, client: client, accounts: ["sora": access], prompts: .full,
          now: { Moment(rawValue: 2000) })
        for _ in 0..<times {
          try await discovery.discover(access) { finding in
            findings.withLock { $0.append(finding) }
          }
        }
      }
    }
    var states: [String: JobState] = [:]
    let snapshot = try ledger.snapshot()
    try snapshot.forEachJob { job in
      states[job.nativeID] = job.state
      return true
    }
    return (findings.withLock { $0 }, states, server.requests.map(\.path))
  }

  private static func entry(_ id: String, _ status: String) -> String {
    #"{"id":"\#(id)","object":"video","status":"\#(status)"}"#
  }

  private static func list(_ entries: [String], hasMore: Bool) -> LoopbackServer.Reply {
    .init(
      body: #"{"object":"list","data":[\#(entries.joined(separator: ","))],"has_more":\#(hasMore)}"#
    )
  }

  @Test("Every page is read, every job is there with its state, and a second time adds nothing")
  func pages() async throws {
    let (findings, states, paths) = try await discover(2) { path in
      path.contains("after=video_2")
        ? Self.list([Self.entry("video_3", "failed")], hasMore: false)
        : Self.list(
          [Self.entry("video_1", "completed"), Self.entry("video_2", "queued")], hasMore: true)
    }
    #expect(findings.map(\.listed) == [3, 3])
    #expect(findings.map(\.tracked) == [3, 0])
    #expect(findings.map(\.end) == [.whole, .whole])
    #expect(states == ["video_1": .succeeded, "video_2": .queued, "video_3": .failed])
    #expect(
      paths.prefix(2) == [
        "/videos?limit=100&order=desc", "/videos?limit=100&order=desc&after=video_2",
      ])
  }

  @Test("Pages are asked for no faster than the account allows")
  func pace() async throws {
    let beginning = ContinuousClock.now
    let (_, _, paths) = try await discover(limits: AccountLimits(perSecond: 20, burst: 1)) { path in
      path.contains("after=video_3")
        ? Self.list([Self.entry("video_4", "queued")], hasMore: false)
        : Self.list(
          [
            Self.entry(
              path.contains("after=video_2")
                ? "video_3" : path.contains("after=video_1") ? "video_2" : "video_1", "queued")
          ], hasMore: true)
    }
    #expect(paths.count == 4)
    #expect(beginning.duration(to: .now) >= .milliseconds(150))
  }

  @Test("A list that leads back into itself is cut off")
  func cycle() async throws {
    let (findings, states, paths) = try await discover { path in
      path.contains("after=video_1")
        ? Self.list([Self.entry("video_2", "queued")], hasMore: true)
        : Self.list([Self.entry("video_1", "queued")], hasMore: true)
    }
    #expect(findings.map(\.end) == [.endless])
    #expect(states.count == 2)
    #expect(paths.count == 3)
  }

  @Test(
    "What is no list tracks nothing, and says why",
    arguments: [
      (401, #"{"error":{"message":"no"}}"#, JobDiscovery.End.refused(httpStatus: 401)),
      (500, "", .refused(httpStatus: 500)), (200, "<html>", .unreadable),
      (200, #"{"data":7}"#, .unreadable),
    ])
  func noList(status: Int, body: String, end: JobDiscovery.End) async throws {
    let (findings, states, _) = try await discover { _ in
      LoopbackServer.Reply(status: .init(code: status), body: body)
    }
    #expect(findings.map(\.end) == [end])
    #expect(states.isEmpty)
  }

  @Test("Ids that are addresses, hostile or missing are refused, twins are one job")
  func refused() async throws {
    let (findings, states, _) = try await discover { _ in
      Self.list(
        [
          Self.entry("https://evil.example/v1/videos/video_9", "queued"),
          Self.entry("../../x", "queued"), #"{"status":"queued"}"#,
          Self.entry("video_1", "queued"), Self.entry("video_1", "failed"),
        ], hasMore: false)
    }
    #expect(findings.map(\.refused) == [3])
    #expect(findings.map(\.tracked) == [1])
    #expect(states == ["video_1": .queued])
  }
}
