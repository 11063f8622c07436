import Foundation
import Testing

@Suite("timeline")
struct TimelineTests {
  /// Two jobs whose provider tells queued from running, one of them open, and one of Google's.
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T01:22:00Z"
    let other = History.sora.replacing("6a7bd301", with: "6a7bd303")
    func open(_ words: String, at time: String) throws -> String {
      try History.line(
        "sora", other, at: "2026-08-12T01:\(time)Z",
        #"{"id":"\#(other)","object":"video","model":"sora-2","created_at":1786497545,\#(words)}"#)
    }
    let history =
      try History.blocked() + History.finished()
      + open(#""status":"queued""#, at: "19:50") + open(#""status":"in_progress""#, at: "20:50")
    let result = try await tool.run("import", "-", input: history)
    #expect(result.status == 0)
    return tool
  }

  @Test("Jobs are bars under one axis: queued, running, noticed late, open, and what is not known")
  func whole() async throws {
    let result = try await tool().run("timeline")
    #expect(result.errors == "")
    #expect(
      result.output == """
        12 Aug              01:19       01:20       01:21           ░ queued  █ running  ▒ noticed late
        vv5ere2  ░░░█████████▒▒▒▒▒▒▒▒▒▒▒▒                           filtered   ~1m31s    safety
        v0793wa              ░░░░░░░░░░░░░░░█████████████████████…  running    2m55s …
        vk678sn                              ▒▒▒▒▒▒▒▒▒▒▒▒▒          succeeded  ?         since first seen
          all time · 3 jobs

        """)
  }

  @Test("In ASCII, on a narrow terminal and by model nothing is wider than the terminal")
  func narrow() async throws {
    var tool = try await tool()
    for columns in [40, 60, 80, 100, 120, 200] {
      tool.environment["COLUMNS"] = "\(columns)"
      for arguments in [["timeline"], ["timeline", "--ascii", "--by", "model"]] {
        let output = try await tool.run(arguments).output
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(output)")
      }
    }
    tool.environment["COLUMNS"] = "40"
    let output = try await tool.run("timeline", "--ascii", "--by", "model").output
    #expect(output.contains("\nsora-2  2 jobs\nvv5ere2  "))
    #expect(output.contains("\nveo-3.1-generate-preview  1 job\nvk678sn  "))
    #expect(output.contains("  . queued  # running  : noticed late\n"))
  }

  @Test("Rows have times and lengths, null where nobody knows; --by names the group")
  func rows() async throws {
    let result = try await tool().run("timeline", "--by", "model", "-o", "jsonl")
    #expect(
      result.output.split(separator: "\n").first ?? "" == """
        {"schema":"vgledger.timeline/1","key":"vv5ere2tjhxf9pyat",\
        "id":"video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a6886a4c2","account":"sora",\
        "model":"sora-2","project":null,"group":"sora-2","state":"filtered","reason":"safety",\
        "submitted_at":"2026-08-12T01:18:05.000Z","submitted_from":"provider",\
        "queued_until":"2026-08-12T01:18:20.750Z","finished_at_lo":"2026-08-12T01:19:06.500Z",\
        "finished_at_hi":"2026-08-12T01:20:06.500Z","verdict_at":"2026-08-12T01:20:06.500Z",\
        "last_seen_at":"2026-08-12T01:20:06.500Z","queued_ms":15750,"running_ms":75250,\
        "total_ms":91000,"lag_ms":30000}
        """)
    #expect(result.output.contains(#""total_ms":null"#))
  }

  @Test("A limit leaves out the oldest and says so; an empty window says so; a wrong key is 64")
  func limits() async throws {
    let tool = try await tool()
    let limited = try await tool.run("timeline", "--limit", "1")
    #expect(limited.output.contains("vk678sn"))
    #expect(!limited.output.contains("vv5ere2"))
    #expect(limited.output.hasSuffix("  all time · 3 jobs · 2 older ones left out, see --limit\n"))
    let none = try await tool.run("timeline", "on:2026-01-02")
    #expect(none.output == "")
    #expect(none.errors == "vgledger: no job matches, of 0 in 2 Jan UTC by submitted\n")
    #expect(none.status == 0)
    #expect(try await tool.run("timeline", "--by", "weather").status == 64)
  }
}
