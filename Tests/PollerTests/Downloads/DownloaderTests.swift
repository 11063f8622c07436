import Foundation
import HTTPTypes
import Ledger
import Poller
import Providers
import Testing

@Suite("Downloads")
struct DownloaderTests {
  private func save(
    _ replies: @escaping @Sendable (String) -> LoopbackServer.Reply, path: String = "/files/1"
  ) async throws -> (
    result: Result<SavedAsset, Downloader.Failure>, folder: String, asked: [LoopbackServer.Asked]
  ) {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-download-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let server = LoopbackServer()
    var result: Result<SavedAsset, Downloader.Failure>?
    try await server.run(replies) { origin in
      let job = try await FinishedJob.make(in: folder, uri: origin + path)
      let account = Account(
        name: "veo", dialect: .geminiOperations, baseURL: origin + "/v1beta")
      try await ProviderClient.withClient { client in
        let downloader = Downloader(
          client: client,
          access: AccountAccess(account: account, key: "secret-key", keyName: "KEY"),
          now: { Moment(rawValue: 1000) }, pause: { _ in }, jitter: { 0.5 })
        do throws(Downloader.Failure) {
          result = .success(
            try await downloader.save(
              job, variant: "video", index: 0, to: folder + "/video.mp4"))
        } catch {
          result = .failure(error)
        }
      }
    }
    return (try #require(result), folder, server.requests)
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "ledger" }
  }

  @Test("A video is saved whole, with its length and its hash, and nothing is left beside it")
  func saves() async throws {
    let (result, folder, asked) = try await save { _ in
      LoopbackServer.Reply(headers: [.contentType: "video/mp4"], body: "video")
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let saved = try result.get()
    #expect(saved.bytes == 5)
    #expect(saved.contentType == "video/mp4")
    #expect(
      saved.sha256.hexadecimal
        == "0cab1c9617404faf2b24e221e189ca5945813e14d3f766345b09ca13bbe28ffc")
    #expect(try names(in: folder) == ["video.mp4"])
    #expect(try String(contentsOfFile: folder + "/video.mp4", encoding: .utf8) == "video")
    #expect(asked == [LoopbackServer.Asked(path: "/files/1", key: "secret-key")])
  }

  @Test("Redirects are followed, and the key stays with the account's own origin")
  func redirectKeepsKey() async throws {
    let other = LoopbackServer()
    let bytes: @Sendable (String) -> LoopbackServer.Reply = { _ in
      LoopbackServer.Reply(body: "from elsewhere")
    }
    try await other.run(bytes) { elsewhere in
      let (result, folder, asked) = try await save { _ in
        var headers: HTTPFields = [:]
        headers[.location] = elsewhere + "/bytes"
        return LoopbackServer.Reply(
          status: .found, headers: headers, body: #"{"error":{"code":302}}"#)
      }
      defer { try? FileManager.default.removeItem(atPath: folder) }
      #expect(try result.get().bytes == 14)
      #expect(asked.map(\.key) == ["secret-key"])
      #expect(other.requests == [LoopbackServer.Asked(path: "/bytes", key: nil)])
    }
  }

  @Test(
    "What is no video is not saved: the reason is said and nothing is left",
    arguments: [
      (200, "", "the server sent an empty file", Downloader.Failure.Kind.transient),
      (403, "no", "the server answered 403", .keyRefused),
      (503, "later", "the server answered 503", .transient),
      (204, "", "the server answered 204", .final),
    ])
  func refuses(status: Int, body: String, why: String, kind: Downloader.Failure.Kind) async throws {
    let (result, folder, _) = try await save { _ in
      LoopbackServer.Reply(status: HTTPResponse.Status(code: status), body: body)
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard case .failure(let failure) = result else {
      Issue.record("it was saved")
      return
    }
    #expect(failure.why == why)
    #expect(failure.kind == kind)
    #expect(try names(in: folder) == [])
  }

  @Test(
    "A page in the place of a video is no video",
    arguments: [
      "text/html; charset=utf-8", "application/json",
    ])
  func refusesPages(type: String) async throws {
    let (result, folder, _) = try await save { _ in
      LoopbackServer.Reply(headers: [.contentType: type], body: "<html>login</html>")
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard case .failure(let failure) = result else {
      Issue.record("it was saved")
      return
    }
    #expect(failure.why == "the server sent \(type), not a video")
    #expect(try names(in: folder) == [])
  }

  @Test("Redirects that go round are counted, and a step to plain http elsewhere is refused")
  func redirectLimits() async throws {
    let (round, first, asked) = try await save { path in
      var headers: HTTPFields = [:]
      headers[.location] = path
      return LoopbackServer.Reply(status: .movedPermanently, headers: headers)
    }
    let (insecure, second, _) = try await save { _ in
      var headers: HTTPFields = [:]
      headers[.location] = "http://cdn.example.com/v.mp4"
      return LoopbackServer.Reply(status: .found, headers: headers)
    }
    defer { for folder in [first, second] { try? FileManager.default.removeItem(atPath: folder) } }
    #expect(asked.count == 6)
    guard case .failure(let many) = round, case .failure(let plain) = insecure else {
      Issue.record("one of them was saved")
      return
    }
    #expect(many.why == "more than 5 redirects")
    #expect(plain.why == "the address http://cdn.example.com/v.mp4 is not https")
  }
}
