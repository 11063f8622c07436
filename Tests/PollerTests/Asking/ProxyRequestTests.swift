import Ledger
import Providers
import Synchronization
import Testing

@testable import Poller

@Suite("Requests through a proxy")
struct ProxyRequestTests {
  private static func ask(_ url: String, noProxy: String = "") async throws -> (
    reply: ProviderClient.Reply, asked: [String]
  ) {
    let proxy = LoopbackProxy()
    var reply: ProviderClient.Reply?
    try await proxy.run { port in
      let proxies = try Proxies(environment: [
        "http_proxy": "http://user:p%40ss@127.0.0.1:\(port)", "no_proxy": noProxy,
      ])
      try await ProviderClient.withClient(proxies: proxies) { client in
        let request = ProviderRequest(method: .get, url: url, keyPlace: .bearer)
        reply = try await client.ask(request, key: "key-1")
      }
    }
    return (try #require(reply), proxy.asked)
  }

  @Test("A way is asked for with the password, which the provider does not see")
  func through() async throws {
    let (reply, asked) = try await Self.ask("http://provider.invalid/v1/x")
    guard case .answer(let answer) = reply else {
      Issue.record("no answer: \(reply)")
      return
    }
    #expect(answer.body == Array("video".utf8))
    try #require(asked.count == 2)
    #expect(asked[0].hasPrefix("CONNECT provider.invalid:80 HTTP/1.1\r\n"))
    #expect(asked[0].contains("Basic dXNlcjpwQHNz\r\n"))
    #expect(!asked[0].contains("key-1"))
    #expect(asked[1].hasPrefix("GET /v1/x HTTP/1.1\r\n"))
    #expect(asked[1].contains("authorization: Bearer key-1\r\n"))
    #expect(!asked[1].contains("Basic"))
  }

  @Test(
    "An exception and this machine are asked directly",
    arguments: [
      ("http://provider.invalid/x", "invalid", Unreachable.Cause.nameResolution),
      ("http://127.0.0.1:9/x", "", .refused),
    ])
  func around(url: String, noProxy: String, cause: Unreachable.Cause) async throws {
    let (reply, asked) = try await Self.ask(url, noProxy: noProxy)
    guard case .unreachable(let unreachable) = reply else {
      Issue.record("somebody answered")
      return
    }
    #expect(unreachable.cause == cause)
    #expect(asked == [])
  }

  @Test(
    "The proxy looks names of results up; private addresses are refused before it is asked",
    arguments: [
      ("https://cdn.example.com/v.mp4", ["CONNECT cdn.example.com:443 HTTP/1.1"]),
      ("https://10.0.0.1/v.mp4", []),
      ("https://169.254.169.254/v.mp4", []),
      ("https://metadata.internal/v.mp4", []),
    ])
  func results(uri: String, ways: [String]) async throws {
    let folder = try ScratchFolder()
    let job = try await FinishedJob.make(in: folder.path, uri: uri)
    let proxy = LoopbackProxy()
    let lookedUp = Mutex(false)
    try await proxy.run { port in
      let proxies = try Proxies(environment: ["https_proxy": "127.0.0.1:\(port)"])
      try await ProviderClient.withClient(proxies: proxies) { client in
        let downloader = Downloader(
          client: client, access: FinishedJob.access("https://provider.example"),
          now: { Moment(rawValue: 1000) }, pause: { _ in throw CancellationError() },
          lookUp: HostLookup { _ in
            lookedUp.withLock { $0 = true }
            return "127.0.0.1"
          })
        await #expect(throws: Downloader.Failure.self) {
          try await downloader.save(
            job, variant: "video", index: 0, to: folder.path + "/video.mp4")
        }
      }
    }
    #expect(lookedUp.withLock { $0 } == false)
    #expect(
      proxy.asked.map { $0.split(separator: "\r\n").first.map(String.init) ?? "" } == ways)
  }
}
