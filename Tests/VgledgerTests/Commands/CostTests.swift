import Foundation
import Testing

@Suite("cost")
struct CostTests {
  /// A finished job of the Gemini API, as lines of observations.
  private func job(
    _ name: String, day: Int, model: String = "veo-3.1-generate-preview", seconds: Int = 8,
    project: String, blocked: Bool = false
  ) throws -> String {
    let id = "models/\(model)/operations/\(name)"
    let response =
      blocked
      ? #"{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["blocked"]}"#
      : #"{"generatedSamples":[{"video":{"uri":"https://example.org/\#(name)"}}]}"#
    func line(_ time: String, _ body: String, _ declared: [String: Any]?) throws -> String {
      var object: [String: Any] = [
        "account": "veo", "job": id, "observed_at": "2026-10-\(day)T\(time)Z", "http_status": 200,
        "body": body,
      ]
      object["declared"] = declared
      let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      return String(decoding: data, as: UTF8.self) + "\n"
    }
    return try line(
      "10:00:00", #"{"name":"\#(id)"}"#,
      [
        "submitted_at": "2026-10-\(day)T10:00:00Z", "model": model, "seconds": seconds,
        "resolution": "720p", "samples": 1, "prompt": "a boat \(name)", "project": project,
      ])
      + line(
        "10:01:00",
        #"{"name":"\#(id)","done":true,"response":{"generateVideoResponse":\#(response)}}"#, nil)
  }

  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-10-18T12:00:00Z"
    let history =
      try job("a", day: 17, project: "acme/spring") + job("b", day: 17, project: "acme/autumn")
      + job("c", day: 18, seconds: 4, project: "kino")
      + job("d", day: 18, project: "kino", blocked: true)
      + job("e", day: 18, model: "veo-9-preview", project: "kino")
    let result = try await tool.run("import", "-", input: history)
    #expect(result.status == 0, "\(result.errors)")
    return tool
  }

  private func book(_ text: String) -> String {
    text.replacing(/price book [0-9-]+ [0-9a-f]+/, with: "price book B")
  }

  @Test("Days by models: sums, what is not in them, what is not charged")
  func matrix() async throws {
    let result = try await tool().run("cost", "since:2d", "--by", "day,model")
    #expect(result.errors == "")
    #expect(
      book(result.output) == """
        COST  16 Oct 12:00 – 18 Oct 12:00 UTC by finished · USD
          estimated from price book B
        DAY         veo-3.1-generate-preview  veo-9-preview   TOTAL  CHARGED JOBS
        Sat 17 Oct                      6.40              –    6.40             2  ████████████████
        Sun 18 Oct                      1.60              ?  ≥ 1.60             2  ████
        TOTAL                           8.00              ?  ≥ 8.00             4
          not in the total  1 job of veo-9-preview has no price   → vgledger price set veo-9-preview
          not charged       1 job, 3.20 at list price; 1 by rule

        """)
  }

  @Test("Projects as a tree, and running totals as fields")
  func forms() async throws {
    let tool = try await tool()
    let tree = try await tool.run("cost", "--tree", "model:veo-3.1")
    #expect(
      book(tree.output) == """
        COST  all time · USD · estimated from price book B
        PROJECT   AMOUNT  CHARGED JOBS
        acme        6.40             2  ████████████████
          autumn    3.20             1  ████████
          spring    3.20             1  ████████
        kino        1.60             1  ████
        TOTAL       8.00             3
          not charged       1 job, 3.20 at list price; 1 by rule

        """)
    let running = try await tool.run(
      "cost", "--by", "day", "--cumulative", "model:veo-3.1", "--fields", "group,cumulative",
      "-o", "tsv")
    #expect(
      running.output == """
        group\tcumulative
        {"day":"2026-10-17"}\t{"USD":"6.40"}
        {"day":"2026-10-18"}\t{"USD":"8.00"}

        """)
  }

  @Test(
    "--max is a no where more was spent, and an error in a currency that is not there",
    arguments: [
      ("8", 0), ("500 usd", 0), ("7.99", 1), ("7.99 usd", 1), ("10 EUR", 64), ("-1", 64), ("x", 64),
    ])
  func limit(limit: String, status: Int32) async throws {
    let result = try await tool().run("cost", "--max=\(limit)")
    #expect(result.status == status, "\(result.errors)")
  }

  @Test("An empty window prints nothing, and zero rows as JSON")
  func empty() async throws {
    let tool = try await tool()
    let result = try await tool.run("cost", "period:2020")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      result.errors == "vgledger: no job to count in 1 Jan – 31 Dec 2020 UTC by finished\n")
    let wasted = try await tool.run("cost", "--wasted")
    #expect(wasted.output == "")
    #expect(wasted.errors == "vgledger: nothing was wasted: 5 jobs in all time\n")
  }
}
