import Foundation
import Testing

@testable import vgledger

@Suite("A page of metrics")
struct MetricsPageTests {
  @Test("Help, type, labels and values stand as the format says")
  func whole() {
    var page = MetricsPage()
    page.begin("films_total", .counter, "Films, \\ and\nmore.")
    page.sample("films_total", 3)
    page.sample("films_total", 1, [("a", "say \"x\" \\ y\nz"), ("b", "")])
    #expect(
      page.text == #"""
        # HELP films_total Films, \\ and\nmore.
        # TYPE films_total counter
        films_total 3
        films_total{a="say \"x\" \\ y\nz",b=""} 1

        """#)
  }

  @Test(
    "Milliseconds are seconds, exactly",
    arguments: [
      (0, "0"), (1, "0.001"), (250, "0.25"), (90_000, "90"), (-1500, "-1.5"),
      (Int64.max, "9223372036854775.807"), (Int64.min, "-9223372036854775.808"),
    ])
  func seconds(milliseconds: Int64, text: String) {
    #expect(MetricsPage.seconds(milliseconds) == text)
  }

  @Test("A histogram's buckets hold what is not above their bounds, and the last holds all")
  func histogram() {
    var histogram = SecondsHistogram()
    for milliseconds: Int64 in [0, 5000, 5001, 3_600_000, 3_600_001, .max] {
      histogram.add(milliseconds)
    }
    #expect(histogram.count == 6)
    #expect(histogram.sum == .max)
    let counts = histogram.cumulated.map(\.count)
    #expect(counts.first == 2)
    #expect(counts.suffix(2) == [4, 6])
    #expect(counts == counts.sorted())
    #expect(histogram.cumulated.last?.bound == nil)
  }
}

@Suite("export prom")
struct ExportPromTests {
  @Test("A ledger in numbers, whole")
  func whole() async throws {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00.500Z"
    let lines =
      try History.blocked() + History.finished()
      + History.line(
        "veo", "models/veo-3.1-generate-preview/operations/open1", at: "2026-08-12T01:59:00Z",
        "{}")
    #expect(try await tool.run("import", "-", input: lines).status == 0)
    let result = try await tool.run("export", "prom")
    #expect(result.status == 0)
    #expect(result.errors == "")
    let samples = result.output.split(separator: "\n").filter {
      !$0.hasPrefix("#") && !$0.contains("_bucket") && !$0.contains("build_info")
    }
    #expect(
      samples == [
        "vgledger_events_total 14",
        "vgledger_last_event_timestamp_seconds 1786500000.5",
        #"vgledger_jobs{account="sora",state="filtered"} 1"#,
        #"vgledger_jobs{account="veo",state="succeeded"} 1"#,
        #"vgledger_jobs{account="veo",state="unknown"} 1"#,
        #"vgledger_verdicts_total{account="sora",state="filtered"} 1"#,
        #"vgledger_verdicts_total{account="veo",state="succeeded"} 1"#,
        #"vgledger_open_jobs{account="sora"} 0"#,
        #"vgledger_open_jobs{account="veo"} 1"#,
        #"vgledger_oldest_open_job_age_seconds{account="veo"} 60.5"#,
        #"vgledger_polls_total{account="sora"} 5"#,
        #"vgledger_polls_total{account="veo"} 3"#,
        #"vgledger_deliveries_total{account="sora"} 0"#,
        #"vgledger_deliveries_total{account="veo"} 0"#,
        #"vgledger_job_duration_seconds_sum{model="sora-2"} 91"#,
        #"vgledger_job_duration_seconds_count{model="sora-2"} 1"#,
        #"vgledger_jobs_of_unknown_duration{model="veo-3.1-generate-preview"} 1"#,
        #"vgledger_ended_jobs{charged="yes"} 1"#,
        #"vgledger_ended_jobs{charged="no"} 0"#,
        #"vgledger_ended_jobs{charged="unknown"} 1"#,
        "vgledger_jobs_of_unknown_cost 2",
        "vgledger_jobs_of_unknown_cost_this_month 2",
      ], "\(result.output)")
  }

  @Test("Money stands by currency and basis, and a month beside its budget")
  func money() async throws {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-09-01T00:00:30+02:00"
    tool.environment["VGLEDGER_TZ"] = "Europe/Berlin"
    let configuration = tool.folder.path + "/.config/vgledger"
    try FileManager.default.createDirectory(
      atPath: configuration, withIntermediateDirectories: true)
    try Data("{budget: {month: '12.50 USD'}}".utf8)
      .write(to: URL(filePath: configuration + "/config.json5"))
    // Two of 8 s that ended in August and in September, by the clocks of Berlin, and one open.
    func line(_ id: String, _ status: String, at time: String) throws -> String {
      try History.line(
        "sora", "video_" + id, at: time,
        #"{"id":"video_\#(id)","object":"video","model":"sora-2","seconds":"8","#
          + #""size":"1280x720","status":"\#(status)"}"#)
    }
    let lines =
      try line("august", "completed", at: "2026-08-31T21:59:59Z")
      + line("september", "completed", at: "2026-08-31T22:00:01Z")
      + line("open", "queued", at: "2026-08-31T22:00:02Z")
    #expect(try await tool.run("import", "-", input: lines).status == 0)
    let page = try await tool.run("export", "prom").output
    let samples = page.split(separator: "\n").filter {
      !$0.hasPrefix("#") && ($0.contains("cost") || $0.contains("budget"))
    }
    #expect(
      samples == [
        #"vgledger_cost{currency="USD",basis="estimated"} 1.60"#,
        "vgledger_jobs_of_unknown_cost 0",
        #"vgledger_expected_cost{currency="USD"} 0.80"#,
        #"vgledger_cost_this_month{currency="USD"} 0.80"#,
        "vgledger_jobs_of_unknown_cost_this_month 0",
        #"vgledger_budget{period="month",currency="USD"} 12.50"#,
      ], "\(page)")
  }

  @Test("A new ledger has a page too")
  func empty() async throws {
    let tool = try Tool()
    #expect(try await tool.run("init").status == 0)
    let result = try await tool.run("export", "prom")
    #expect(result.status == 0)
    #expect(result.output.contains("\nvgledger_events_total 1\n"))
  }
}
