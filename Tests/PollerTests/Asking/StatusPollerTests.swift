import HTTPTypes
import Ledger
import Poller
import Providers
import Testing

@Suite("Status questions that take two requests")
struct StatusPollerTests {
  private static let id = "fal-ai/veo3/fast/requests/764cabcf-b745-4b3e-ae38-1200304cf45b"
  private static let job = Declaration(account: "fal", nativeID: id, dialect: "fal")
  private static let path = "/fal-ai/veo3/requests/764cabcf-b745-4b3e-ae38-1200304cf45b"

  private func poll(
    _ replies: @escaping @Sendable (String) -> LoopbackServer.Reply
  ) async throws -> (state: JobState, events: [EventKind], asked: [LoopbackServer.Asked]) {
    let scratch = try ScratchFolder()
    let ledger = try await Ledger.create(
      scratch.path + "/ledger", origin: nil, tool: "test", now: { Moment(rawValue: 1000) })
    let server = LoopbackServer()
    var state: JobState?
    try await server.run(replies) { origin in
      let access = AccountAccess(
        account: Account(name: "fal", dialect: .fal, baseURL: origin), key: "secret-key",
        keyName: "KEY")
      try await ProviderClient.withClient { client in
        let poller = StatusPoller(
          ledger: ledger, client: client, accounts: ["fal": access], prompts: .full,
          now: { Moment(rawValue: 1000) })
        state = try await poller.poll(Self.job).job.state
      }
    }
    let snapshot = try ledger.snapshot()
    let job = try #require(try snapshot.job(account: "fal", nativeID: Self.id))
    let events = try snapshot.events(of: job.number)
    return (try #require(state), events.map(\.fact.kind), server.requests)
  }

  @Test("A job that has ended is asked for its result, and both answers are in the log")
  func result() async throws {
    let (state, events, asked) = try await poll { path in
      path.hasSuffix("/status")
        ? LoopbackServer.Reply(
          body: #"{"status":"COMPLETED","response_url":"https://evil.example/"}"#)
        : LoopbackServer.Reply(body: #"{"video":{"url":"https://f.example/a.mp4"}}"#)
    }
    #expect(state == .succeeded)
    #expect(events.filter { $0 == .statusObserved }.count == 2)
    #expect(
      asked == [
        LoopbackServer.Asked(path: Self.path + "/status", key: "Key secret-key"),
        LoopbackServer.Asked(path: Self.path, key: "Key secret-key"),
      ])
  }

  @Test("A result that cannot be had is no verdict")
  func noResult() async throws {
    let (state, _, asked) = try await poll { path in
      path.hasSuffix("/status")
        ? LoopbackServer.Reply(body: #"{"status":"COMPLETED"}"#)
        : LoopbackServer.Reply(status: .serviceUnavailable, body: "busy")
    }
    #expect(state == .unknown)
    #expect(asked.count == 2)
  }

  @Test("A job under way is one question")
  func open() async throws {
    let (state, _, asked) = try await poll { _ in
      LoopbackServer.Reply(body: #"{"status":"IN_PROGRESS"}"#)
    }
    #expect(state == .running)
    #expect(asked.count == 1)
  }

  @Test("A key that is refused is had anew, tried once, and no key of the run is stored")
  func renewedKey() async throws {
    let scratch = try ScratchFolder()
    let ledger = try await Ledger.create(
      scratch.path + "/ledger", origin: nil, tool: "test", now: { Moment(rawValue: 1000) })
    let server = LoopbackServer()
    let source = NumberedKeys()
    let key = source.key()
    try await key.open()
    source.pass(minutes: 1)
    let answers: @Sendable (LoopbackServer.Asked, Int) -> LoopbackServer.Reply = { asked, _ in
      asked.key == "Key key-number-2"
        ? LoopbackServer.Reply(
          body: #"{"status":"IN_PROGRESS","seen":["key-number-1","key-number-2"]}"#)
        : LoopbackServer.Reply(status: .unauthorized, body: #"{"detail":"key-number-1"}"#)
    }
    try await server.run(answering: answers) { origin in
      let access = AccountAccess(
        account: Account(name: "fal", dialect: .fal, baseURL: origin), key: key, keyName: "KEY")
      try await ProviderClient.withClient { client in
        let poller = StatusPoller(
          ledger: ledger, client: client, accounts: ["fal": access], prompts: .full,
          now: { Moment(rawValue: 1000) })
        let state = try await poller.poll(Self.job).job.state
        #expect(state == .running)
      }
    }
    #expect(server.requests.map(\.key) == ["Key key-number-1", "Key key-number-2"])
    let snapshot = try ledger.snapshot()
    let job = try #require(try snapshot.job(account: "fal", nativeID: Self.id))
    let bodies = try snapshot.events(of: job.number).compactMap { event -> String? in
      guard case .statusObserved(let answer, _) = event.fact else { return nil }
      return String(decoding: answer.body, as: UTF8.self)
    }
    #expect(
      bodies == [
        #"{"detail":"[cut: key]"}"#,
        #"{"status":"IN_PROGRESS","seen":["[cut: key]","[cut: key]"]}"#,
      ])
  }
}
