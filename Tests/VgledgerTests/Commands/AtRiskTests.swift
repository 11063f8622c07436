import Foundation
import Testing

@Suite("at-risk")
struct AtRiskTests {
  /// Records a finished job of OpenAI, and one of the Gemini API.
  private static func tool() async throws -> Tool {
    let tool = try Tool()
    let ended = 1_787_000_000
    for (id, more) in [
      (History.sora, ",\"expires_at\":\(ended + 7200)"),
      ("video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5", ""),
    ] {
      let body =
        #"{"id":"\#(id)","object":"video","model":"sora-2","status":"completed","# + ""
        + #""created_at":\#(ended - 60),"completed_at":\#(ended)\#(more)}"#
      #expect(
        try await tool.run(
          "record", "--provider", "sora", "--now", "2026-08-17T20:53:30Z", input: body
        ).status == 0)
    }
    return tool
  }

  @Test("The most urgent first, with who says so and what saves it")
  func order() async throws {
    let tool = try await Self.tool()
    let result = try await tool.run("at-risk", "-o", "jsonl", "--now", "2026-08-17T21:00:00Z")
    #expect(result.status == 0)
    let rows = try result.output.split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(rows.compactMap { $0["basis"] as? String } == ["rule", "provider"])
    #expect(
      rows.compactMap { $0["expires_at"] as? String }
        == ["2026-08-17T21:53:20.000Z", "2026-08-17T22:53:20.000Z"])
    #expect(rows.compactMap { $0["left_ms"] as? Int } == [3_200_000, 6_800_000])
    for row in rows {
      #expect(row["command"] as? String == "vgledger download \(row["key"] as? String ?? "?")")
    }
  }

  @Test("What is lost is counted, and the empty case says so")
  func lost() async throws {
    let tool = try await Self.tool()
    let later = try await tool.run("at-risk", "--now", "2026-08-17T22:00:00Z")
    #expect(later.output.contains("1 video will be lost, 1 unsaved lost already"))
    let none = try await tool.run("at-risk", "--exit-code", "--now", "2026-08-18T18:00:00Z")
    #expect(none.status == 0)
    #expect(none.output == "")
    #expect(
      none.errors
        == "vgledger: no unsaved video is known to be lost soon, 2 unsaved lost already\n")
    let some = try await tool.run("at-risk", "--exit-code", "--now", "2026-08-17T21:00:00Z")
    #expect(some.status == 1)
  }

  @Test(
    "asset: tells the same jobs",
    arguments: [
      ("asset:expiring", "2026-08-17T21:00:00Z", 2), ("asset:expiring", "2026-08-17T22:00:00Z", 1),
      ("asset:expiring", "2026-08-18T18:00:00Z", 0), ("asset:expired", "2026-08-18T18:00:00Z", 1),
      ("asset:unsaved", "2026-08-17T21:00:00Z", 2), ("asset:saved", "2026-08-17T21:00:00Z", 0),
    ])
  func terms(term: String, now: String, count: Int) async throws {
    let tool = try await Self.tool()
    let result = try await tool.run("list", term, "--now", now, "-o", "jsonl")
    #expect(result.output.split(separator: "\n").count == count)
  }
}
