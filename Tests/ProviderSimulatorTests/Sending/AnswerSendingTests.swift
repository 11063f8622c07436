import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ProviderSimulator

/// What goes over the wire, and what does not.
struct AnswerSendingTests {
  /// Whether a question breaks off without an answer that is whole.
  private func breaksOff(_ path: String, _ client: some TestClientProtocol) async -> Bool {
    do {
      _ = try await get(path, client)
      return false
    } catch {
      return true
    }
  }

  private func get(
    _ path: String, _ client: some TestClientProtocol, headers: HTTPFields = LiveSimulator.bearer
  ) async throws -> TestResponse {
    try await client.execute(uri: path, method: .get, headers: headers)
  }

  @Test(
    "Breaks off a status answer, then gives it",
    arguments: [(Fate.resetBody, 2), (.wrongLength, 2), (.closedEarly, 2)])
  func brokenPolls(fate: Fate, times: Int) async throws {
    let simulator = LiveSimulator()
    let id = await simulator.job(fate, isOver: false).id
    for poll in 0...times {
      try await simulator.application.test(.live) { client in
        if poll < times {
          #expect(await breaksOff("/v1/videos/\(id)", client))
        } else {
          let answer = try await get("/v1/videos/\(id)", client)
          #expect(answer.status == .ok)
        }
      }
    }
  }

  @Test("Sends a huge body that is good JSON, and the usual one after it")
  func hugeBody() async throws {
    let simulator = LiveSimulator()
    let job = await simulator.job(.hugeBody, isOver: false)
    let plain = job.statusAnswer(at: simulator.clock.now, origin: "").body
    let padded = Answer(status: 200, body: plain).sent(.padded(to: 1 << 20))
    let body = await padded.response(over: nil).body
    #expect(body.contentLength == 1 << 20)
    #expect(job.answer(after: .zero, pollsBefore: 0).sending == .padded(to: 64 << 20))
    #expect(job.answer(after: .zero, pollsBefore: 1).sending == .whole)
  }

  @Test("The date is that of the provider's clock", arguments: [Fate.clockAhead, .clockBehind])
  func date(fate: Fate) async throws {
    let simulator = LiveSimulator()
    let id = await simulator.job(fate, isOver: false).id
    try await simulator.application.test(.live) { client in
      let answer = try await get("/v1/videos/\(id)", client)
      let hour = fate == .clockAhead ? "02" : "00"
      #expect(answer.headers[.date] == "Wed, 12 Aug 2026 \(hour):58:25 GMT")
      let second = fate == .clockAhead ? 1_786_503_505 : 1_786_496_305
      #expect(String(buffer: answer.body).contains(#""created_at":\#(second)"#))
      #expect(answer.headers[try #require(HTTPField.Name("x-simulated-date"))] == nil)
    }
  }

  @Test("A download that was reset goes on by a range")
  func resume() async throws {
    let simulator = LiveSimulator()
    let job = await simulator.job(.resetDownload, isOver: true)
    let whole = SampleMedia.video(seed: job.id)
    try await simulator.application.test(.live) { client in
      #expect(await breaksOff("/v1/videos/\(job.id)/content", client))
    }
    try await simulator.application.test(.live) { client in
      var headers = LiveSimulator.bearer
      headers[.range] = "bytes=32768-"
      let rest = try await get("/v1/videos/\(job.id)/content", client, headers: headers)
      #expect(rest.status == .partialContent)
      #expect(Array(rest.body.readableBytesView) == Array(whole[32768...]))
    }
  }

  @Test("The log of the other host tells whether the key came")
  func elsewhere() async throws {
    struct Line: Decodable, Equatable {
      var account: String?
      var received: [String]?
    }
    let simulator = LiveSimulator()
    let job = await simulator.job(.downloadElsewhere, isOver: true)
    try await simulator.application.test(.live) { client in
      let redirect = try await get("/v1/videos/\(job.id)/content", client)
      #expect(redirect.status == .found)
      let path = "/elsewhere/content/\(job.id)"
      // The client of these tests asks localhost.
      #expect(redirect.headers[.location] == "http://127.0.0.1\(path)")
      simulator.log.removeRecent()
      let file = try await get(path, client, headers: [:])
      #expect(Array(file.body.readableBytesView) == SampleMedia.video(seed: job.id))
      _ = try await get(path, client)
    }
    let lines = try simulator.lines(Line.self)
    #expect(lines.map(\.account) == [nil, AccountFingerprint.of(key: "simulated")])
    #expect(lines.map { $0.received?.contains("authorization") } == [false, true])
  }

  @Test("Goes beyond a limit only when it does, and the log says so")
  func limits() async throws {
    struct Line: Decodable, Equatable {
      var status: Int
      var exceeded: String?
    }
    let simulator = LiveSimulator()
    simulator.gate.set(RequestLimits(rate: 1, burst: 2), at: simulator.clock.now)
    try await simulator.application.test(.live) { client in
      for _ in 0..<3 { _ = try await get("/v1/videos", client) }
      simulator.clock.advance(by: .seconds(1))
      _ = try await get("/v1/videos", client)
    }
    let expected = [
      Line(status: 200), Line(status: 200), Line(status: 429, exceeded: "rate"),
      Line(status: 200),
    ]
    #expect(try simulator.lines(Line.self) == expected)
  }

  @Test(
    "Dates are written as HTTP does",
    arguments: [
      (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
      (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"),
    ] as [(Int64, String)])
  func httpDates(second: Int64, text: String) {
    #expect(Moment(millisecondsSince1970: second * 1000).httpDate == text)
  }
}
