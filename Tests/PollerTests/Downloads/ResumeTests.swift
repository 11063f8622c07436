import Crypto
import Foundation
import HTTPTypes
import Ledger
import Poller
import Providers
import Synchronization
import Testing

@Suite("Downloads that are gone on with")
struct ResumeTests {
  private static let whole: String = {
    let bytes = (0..<720_000).map { (place: Int) -> UInt8 in
      UInt8(0x61 + (place * 7 + place / 26) % 26)
    }
    return String(decoding: bytes, as: UTF8.self)
  }()

  /// Whole, or the part that was asked for, as a server with ranges answers.
  private static func ranged(
    _ asked: LoopbackServer.Asked, _ text: String = whole, tag: String = "\"one\""
  ) -> LoopbackServer.Reply {
    var reply = LoopbackServer.Reply(headers: [.contentType: "video/mp4", .eTag: tag], body: text)
    guard asked.ifRange == tag, let range = asked.range,
      let start = Int(range.dropFirst("bytes=".count).dropLast())
    else { return reply }
    reply.status = .partialContent
    reply.headers[.contentRange] = "bytes \(start)-\(text.utf8.count - 1)/\(text.utf8.count)"
    reply.body = String(text.dropFirst(start))
    return reply
  }

  private static func cut(_ reply: LoopbackServer.Reply) -> LoopbackServer.Reply {
    var reply = reply
    reply.cutAfter = reply.body.utf8.count / 2
    return reply
  }

  /// From which byte on the rest was asked for: how much came before the cut is the system's to say.
  private static func start(_ asked: LoopbackServer.Asked?) -> Int {
    asked?.range.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
  }

  @Sendable private static func stop(_ wait: Duration) throws { throw CancellationError() }

  private func save(
    _ folder: ScratchFolder, pauses: @escaping @Sendable (Duration) async throws -> Void = { _ in },
    renewed: String? = nil, path: String = "/files/1",
    _ replies: @escaping @Sendable (LoopbackServer.Asked, Int) -> LoopbackServer.Reply
  ) async throws -> (
    result: Result<SavedAsset, Downloader.Failure>, asked: [LoopbackServer.Asked]
  ) {
    let server = LoopbackServer()
    var result: Result<SavedAsset, Downloader.Failure>?
    try await server.run(answering: replies) { origin in
      let ledgerPath = folder.path + "/ledger-\(UUID().uuidString)"
      let job = try await FinishedJob.make(in: ledgerPath, uri: origin + path)
      try await ProviderClient.withClient { client in
        let downloader = Downloader(
          client: client, access: FinishedJob.access(origin), now: { Moment(rawValue: 1000) },
          pause: pauses, jitter: { 0.5 },
          renew: { _ in
            try await FinishedJob.make(
              in: ledgerPath + "-renewed", uri: origin + (renewed ?? path))
          })
        do throws(Downloader.Failure) {
          result = .success(
            try await downloader.save(
              job, variant: "video", index: 0, to: folder.path + "/video.mp4"))
        } catch {
          result = .failure(error)
        }
      }
      try FileManager.default.removeItem(atPath: ledgerPath)
    }
    return (try #require(result), server.requests)
  }

  private func expectWhole(
    _ result: Result<SavedAsset, Downloader.Failure>, _ folder: ScratchFolder,
    _ text: String = whole
  ) throws {
    let saved = try result.get()
    #expect(saved.bytes == UInt64(text.utf8.count))
    #expect(saved.sha256 == Array(SHA256.hash(data: Data(text.utf8))))
    #expect(try folder.text("video.mp4") == text)
    #expect(try folder.names().filter { !$0.hasPrefix("ledger") } == ["video.mp4"])
  }

  @Test("A broken download is gone on with at once, and the hash is that of the whole file")
  func resumes() async throws {
    let folder = try ScratchFolder()
    let (result, asked) = try await save(folder) { asked, before in
      before == 0 ? Self.cut(Self.ranged(asked)) : Self.ranged(asked)
    }
    try expectWhole(result, folder)
    #expect(asked.map(\.ifRange) == [nil, "\"one\""])
    #expect(Self.start(asked.last) > 0)
  }

  @Test("A run that was stopped leaves its part, and the next run goes on from there")
  func resumesLater() async throws {
    let folder = try ScratchFolder()
    let (stopped, _) = try await save(
      folder, pauses: { _ in throw CancellationError() },
      { asked, _ in Self.cut(Self.ranged(asked)) })
    #expect(throws: Downloader.Failure.self) { try stopped.get() }
    #expect(
      try folder.names().filter { !$0.hasPrefix("ledger") }
        == ["video.mp4.part", "video.mp4.part.json"])
    let (result, asked) = try await save(folder) { asked, _ in Self.ranged(asked) }
    try expectWhole(result, folder)
    #expect(asked.count == 1)
    #expect(Self.start(asked.last) > 0)
  }

  @Test("Another tag, or no ranges, begins anew")
  func startsOver() async throws {
    let other = String(Self.whole.reversed()) + "edition 2"
    let folder = try ScratchFolder()
    let (changed, _) = try await save(folder) { asked, before in
      before == 0 ? Self.cut(Self.ranged(asked)) : Self.ranged(asked, other, tag: "\"two\"")
    }
    try expectWhole(changed, folder, other)

    let second = try ScratchFolder()
    let (noRanges, asked) = try await save(second) { asked, before in
      let plain = LoopbackServer.Reply(headers: [.contentType: "video/mp4"], body: Self.whole)
      return before == 0 ? Self.cut(plain) : plain
    }
    try expectWhole(noRanges, second)
    #expect(asked.map(\.range) == [nil, nil])
  }

  @Test("A part of another file, told by its tag, length or place, is not joined")
  func foreignParts() async throws {
    let spoilers: [@Sendable (inout LoopbackServer.Reply) -> Void] = [
      { $0.headers[.eTag] = "\"two\"" },
      { $0.headers[.contentRange] = $0.headers[.contentRange].map { $0 + "9" } },
      { $0.headers[.contentRange] = "bytes 0-9/\(Self.whole.utf8.count)" },
      { $0.headers[.contentRange] = nil },
    ]
    for spoil in spoilers {
      let folder = try ScratchFolder()
      let (result, asked) = try await save(folder) { asked, before in
        var reply = Self.ranged(asked)
        if before == 0 { return Self.cut(reply) }
        if before == 1 { spoil(&reply) }
        return reply
      }
      try expectWhole(result, folder)
      #expect(asked.map { $0.range != nil } == [false, true, false])
    }
  }

  @Test("A weak tag, and a date that is not before the answer, are nothing to go on with")
  func weakValidators() async throws {
    let date = "Wed, 19 Aug 2099 14:34:28 GMT"
    let fields: [HTTPFields] = [[.eTag: "W/\"one\""], [.lastModified: date]]
    for headers in fields {
      let folder = try ScratchFolder()
      let (result, asked) = try await save(folder) { _, before in
        let reply = LoopbackServer.Reply(headers: headers, body: Self.whole)
        return before == 0 ? Self.cut(reply) : reply
      }
      try expectWhole(result, folder)
      #expect(asked.map(\.range) == [nil, nil])
    }
  }

  @Test("A file that has become shorter on the server begins anew")
  func shorter() async throws {
    let folder = try ScratchFolder()
    let long = Self.whole + "tail"
    _ = try await save(folder, pauses: Self.stop) { asked, _ in
      var reply = Self.ranged(asked, long)
      reply.cutAfter = Self.whole.utf8.count
      return reply
    }
    let (result, asked) = try await save(folder) { asked, before in
      guard before == 0 else { return Self.ranged(asked) }
      var headers: HTTPFields = [.eTag: "\"one\""]
      headers[.contentRange] = "bytes */\(Self.whole.utf8.count)"
      return LoopbackServer.Reply(status: .rangeNotSatisfiable, headers: headers)
    }
    try expectWhole(result, folder)
    #expect(asked.count == 2)
  }

  @Test("What keeps failing is tried five times, with growing waits")
  func waits() async throws {
    let folder = try ScratchFolder()
    let waits = Waits()
    let (result, asked) = try await save(folder, pauses: waits.add) { _, _ in
      LoopbackServer.Reply(status: .serviceUnavailable)
    }
    #expect(asked.count == 5)
    #expect(waits.all == [.milliseconds(375), .milliseconds(750), .seconds(1.5), .seconds(3)])
    guard case .failure(let failure) = result else {
      Issue.record("it was saved")
      return
    }
    #expect(failure.why == "the server answered 503")
    #expect(try folder.names().filter { !$0.hasPrefix("ledger") } == [])
  }

  @Test("An address that is refused is asked for anew, once", arguments: [403, 404, 410])
  func freshAddress(status: Int) async throws {
    let folder = try ScratchFolder()
    let (result, asked) = try await save(folder, renewed: "/files/2") { asked, _ in
      asked.path == "/files/1"
        ? LoopbackServer.Reply(status: HTTPResponse.Status(code: status)) : Self.ranged(asked)
    }
    try expectWhole(result, folder)
    #expect(asked.map(\.path) == ["/files/1", "/files/2"])

    let second = try ScratchFolder()
    let (same, again) = try await save(second) { _, _ in
      LoopbackServer.Reply(status: HTTPResponse.Status(code: status))
    }
    #expect(again.count == 1)
    guard case .failure(let failure) = same else {
      Issue.record("it was saved")
      return
    }
    #expect(failure.why == "the server answered \(status)")
  }

  @Test("Two savings of one file at the same time do not mix")
  func oneAtATime() async throws {
    let folder = try ScratchFolder()
    let (result, _) = try await save(folder) { asked, before in
      if before == 0 {
        return Self.cut(Self.ranged(asked))
      }
      // The lock is held while the first one waits for its answer.
      do {
        let lock = try FileLock.take(folder.path + "/video.mp4.part")
        #expect(lock == nil)
      } catch {
        Issue.record(error)
      }
      return Self.ranged(asked)
    }
    try expectWhole(result, folder)
  }
}

/// The waits that were asked for.
private final class Waits: Sendable {
  private let waits = Mutex<[Duration]>([])

  var all: [Duration] { waits.withLock { $0 } }

  @Sendable func add(_ wait: Duration) { waits.withLock { $0.append(wait) } }
}
