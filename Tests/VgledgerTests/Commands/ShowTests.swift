import ArgumentParser
import Foundation
import Testing

@testable import vgledger

@Suite("show")
struct ShowTests {
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let history = try History.blocked() + History.finished()
    let result = try await tool.run("import", "-", input: history)
    #expect(result.status == 0)
    return tool
  }

  @Test("A blocked job is told whole: verdict, where the time went, timeline, reason")
  func blocked() async throws {
    let result = try await tool().run("show", "video_6a7bd301")
    #expect(result.errors == "")
    #expect(
      result.output == """
        ✗ vv5ere2  filtered                                                                    sora-2 · sora
          asked    8s · 1280x720        prompt  "a paper boat" 12 ch
          provider video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a6886a4c2

          WHERE TIME WENT   finished after 1m31s ±30.4s, seen by us at 2m01s
          queued         0s – 31.5s  ▓▓▓▓▓▓▓▓▓▓
          running       30s – 2m00s  ████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
          noticed        0s – 1m00s  ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓   ← our polling gap, no webhook

          TIMELINE  UTC, 6 events and 1 inference in 8 lines
          2026-08-12
          01:18:05.000            submitted    by the provider's clock                 provider
          01:18:06.000       +1s  tracked                                              import    #3
          01:18:06.000            queued       "queued", 0 %                           import    #4
          01:18:36.500    +30.5s  running      "in_progress", 20 %                     import    #5
          01:19:06.500      +30s  running      no change, at 60 %                      import    #6
          01:19:06.500            finished     in this gap, until 01:20:06.500         inferred
          01:19:36.500      +30s  no state     HTTP 429, rate_limited, rate_limit      import    #7
          01:20:06.500      +30s  filtered     "failed", safety, moderation_blocked    import    #8

          WHY     safety — withheld by a safety filter; which one is not said
                  moderation_blocked: It was blocked.
          COST    ?, nobody says whether it is charged; list price 0.80 USD
          ASSET   none

        """)
  }

  @Test("With --as-of the story is told as it was known")
  func asOf() async throws {
    let result = try await tool().run("show", "video_6a7bd301", "--as-of", "5")
    #expect(result.errors == "")
    #expect(result.output.hasPrefix("● vv5ere2  running 20 %"))
    #expect(result.output.contains("UTC, 3 events in 4 lines"))
  }

  @Test("Other takes of the same prompt say whether a retry is worth it")
  func takes() async throws {
    let tool = try await tool()
    var others = ""
    for number in 2...4 {
      let id = History.sora.replacing("6a7bd301", with: "6a7bd30\(number)")
      others += try History.line(
        "sora", id, at: "2026-08-12T01:30:00Z",
        """
        {"id":"\(id)","object":"video","model":"sora-2","created_at":1786497485,"seconds":"8",\
        "size":"1280x720","prompt":"a paper boat","status":"\(number == 2 ? "failed" : "completed")"}
        """)
    }
    _ = try await tool.run("import", "-", input: others)
    let result = try await tool.run("show", "video_6a7bd301")
    #expect(
      result.output.contains(
        "same prompt and settings: 2 of 3 other takes succeeded → a retry is worth it"))
    let rows = try await tool.run("show", "video_6a7bd301", "-o", "jsonl")
    #expect(rows.output.contains(#""takes":3,"takes_with_videos":2"#))
  }

  @Test("No line is wider than the terminal", arguments: [60, 80, 100, 120])
  func fits(columns: Int) async throws {
    var tool = try await tool()
    tool.environment["COLUMNS"] = "\(columns)"
    for job in [History.sora, History.veo] {
      let result = try await tool.run("show", job)
      // Addresses and commands are never cut: they are there to be copied.
      let lines = result.output.split(separator: "\n").filter {
        !$0.contains("https://") && !$0.contains("→ vgledger")
      }
      #expect(lines.allSatisfy { $0.count <= columns }, "\(result.output)")
    }
  }

  @Test("A job is found by key, id, operation, prefix and place; anything else is 13 or 64")
  func names() async throws {
    let tool = try await tool()
    for name in [
      "vk678snka10ymcswr", "vk678", History.veo, "abc123", "@last", "/v1beta/" + History.veo,
    ] {
      #expect(try await tool.run("show", name).output.contains("abc123"), "\(name)")
    }
    #expect(try await tool.run("show", "@-2").output.contains("vv5ere2"))
    for name in ["nothing", "vk6", "@-9", "models/x/operations/../../y"] {
      let result = try await tool.run("show", name)
      #expect(result.status == 13, "\(name)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
    #expect(try await tool.run("show", "@first").status == 64)
  }

  @Test("Control characters of a provider never reach the terminal")
  func escapes() async throws {
    let tool = try Tool()
    let body = #"{"status":"failed","error":{"code":"\u001b[2J","message":"a\u0007b\u202ec"}}"#
    let line = try History.line("sora", History.sora, at: "2026-08-12T01:18:06Z", body)
    _ = try await tool.run("import", "-", input: line)
    for arguments in [
      ["show", "@last"], ["show", "@last", "--why"], ["list", "-o", "tsv"], ["log"],
    ] {
      let output = try await tool.run(arguments).output
      #expect(!output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 7 })
      #expect(!output.contains("\u{202e}"))
    }
  }
}

struct ShowWordsTests {
  @Test(
    "Names that are read without the parser are read as the parser reads them",
    arguments: [["@last"], ["v5bq514"], ["a", "b", "models/m/operations/x"], [""], ["a", ""]])
  func names(words: [String]) throws {
    let plain = try #require(Show.plain(words))
    let parsed = try #require(try Show.parseAsRoot(words) as? Show)
    #expect(plain.jobs == parsed.jobs)
    #expect(plain.provider == parsed.provider)
    #expect(plain.events == parsed.events)
    #expect(plain.raw == parsed.raw)
    #expect(plain.why == parsed.why)
  }

  @Test(
    "Options, standard input and no name at all are left to the parser",
    arguments: [[], ["-"], ["a", "--raw"], ["--why", "a"], ["--", "a"], ["a", "-x"]])
  func left(words: [String]) {
    #expect(Show.plain(words) == nil)
  }
}
