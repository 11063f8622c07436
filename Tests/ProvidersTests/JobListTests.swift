import Ledger
import Testing

@testable import Providers

struct JobListTests {
  @Test(
    "Asks for the first page and the next",
    arguments: [
      (Dialect.openAIVideos, nil, "https://p.example/videos?limit=100&order=desc"),
      (
        .openAIVideos, "video_1&x",
        "https://p.example/videos?limit=100&order=desc&after=video_1%26x"
      ),
      (
        .geminiOperations, "t/1",
        "https://p.example/models/veo-3.1/operations?pageSize=100&pageToken=t%2F1"
      ),
      (.replicate, "c=", "https://p.example/predictions?cursor=c%3D"),
      (.luma, "100", "https://p.example/generations?limit=100&offset=100"),
      (.luma, "evil&x", "https://p.example/generations?limit=100&offset=0"),
    ] as [(Dialect, String?, String)])
  func requests(dialect: Dialect, page: String?, url: String) {
    #expect(
      dialect.listRequest(baseURL: "https://p.example", page: page, model: "veo-3.1")?.url == url)
  }

  @Test(
    "No list call is known",
    arguments: [
      Dialect.vertexOperations, .geminiInteractions, .runway, .fal,
    ])
  func unknown(dialect: Dialect) {
    #expect(dialect.listRequest(baseURL: "https://p.example", page: nil, model: "m") == nil)
    #expect(dialect.listedJobs(in: Array(#"{"data":[]}"#.utf8)) == nil)
  }

  @Test("The Gemini API lists one model's jobs", arguments: [nil, "../x", "a/b"])
  func model(model: String?) {
    #expect(
      Dialect.geminiOperations.listRequest(baseURL: "https://p.example", page: nil, model: model)
        == nil)
  }

  @Test(
    "Ids, bodies and the next page of each list",
    arguments: [
      (
        Dialect.openAIVideos, #"{"data":[{"id":"video_1","status":"queued"}],"has_more":true}"#,
        ["video_1"], "video_1"
      ),
      (
        .openAIVideos, #"{"data":[{"id":"video_1","status":"queued"}],"has_more":false}"#,
        ["video_1"], nil
      ),
      (
        .geminiOperations,
        #"{"operations":[{"name":"models/m/operations/a1"}],"nextPageToken":"t"}"#,
        ["models/m/operations/a1"], "t"
      ),
      (.geminiOperations, "{}", [], nil),
      (
        .replicate,
        #"{"results":[{"id":"a1","status":"starting"}],"next":"https://evil.example/?cursor=c%3D"}"#,
        ["a1"], "c="
      ),
      (.luma, #"{"generations":[{"id":"u1","state":"queued"}],"has_more":true}"#, ["u1"], "1"),
    ] as [(Dialect, String, [String], String?)])
  func lists(dialect: Dialect, body: String, ids: [String], next: String?) throws {
    let page = try #require(dialect.listedJobs(in: Array(body.utf8)))
    #expect(page.entries.map(\.id.text) == ids)
    #expect(page.next == next)
    #expect(page.refused == 0)
  }

  @Test("Each entry reads as an answer about its job")
  func bodies() throws {
    let page = try #require(
      Dialect.luma.listedJobs(
        in: Array(#"{"generations":[{"id":"u1","state":"dreaming"}]}"#.utf8)))
    let entry = try #require(page.entries.first)
    #expect(
      Dialect.luma.interpret(httpStatus: 200, body: entry.body, asked: entry.id.text)
        == .expected(.running) { $0.providerStatus = "dreaming" })
  }

  @Test("Hostile entries are refused and counted; a page is bounded; a cursor does not turn back")
  func hostile() throws {
    let ids = (0..<1500).map { #"{"id":"video_\#($0)","status":"queued"}"# }
    let list = ids.joined(separator: ",")
    let page = try #require(
      Dialect.openAIVideos.listedJobs(in: Array(#"{"data":[\#(list)],"has_more":true}"#.utf8)))
    #expect(page.entries.count == JobPage.entriesMax)
    #expect(page.refused == 500)
    let bad = try #require(
      Dialect.replicate.listedJobs(
        in: Array(#"{"results":[{"id":"../x"},{"id":"a/b"},{"id":"a b"},{}],"next":null}"#.utf8)))
    #expect(bad.entries.isEmpty)
    #expect(bad.refused == 4)
    let same = try #require(
      Dialect.openAIVideos.listedJobs(
        in: Array(#"{"data":[{"id":"video_1"}],"has_more":true}"#.utf8), page: "video_1"))
    #expect(same.next == nil)
  }
}
