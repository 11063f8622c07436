import Foundation
import Testing

@Suite("reconcile")
struct ReconcileTests {
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-20T00:00:00Z"
    #expect(
      try await tool.run("import", "-", input: History.blocked() + History.finished()).status == 0)
    let set = try await tool.run(
      "price", "set", "veo-3.1-generate", "1.20USD/video", "--account", "veo")
    #expect(set.status == 0)
    return tool
  }

  private let period = ["reconcile", "--provider", "veo", "--period", "2026-08"]

  @Test("An invoice is compared by day and by model, with totals")
  func compares() async throws {
    let tool = try await tool()
    let csv =
      "date,description,amount,currency\n2026-08-12,Veo 3.1 Generate,1.50,USD\n"
      + "2026-08-13,Storage,0.25,USD\n2026-09-01,Veo 3.1 Generate,9,USD\n"
    let file = try tool.folder.file("invoice.csv", csv)
    let days = try await tool.run(period + ["--invoice", file, "-o", "jsonl"])
    #expect(days.status == 0)
    #expect(
      days.errors
        == "vgledger: 1 line of the invoice outside the period left out\n")
    #expect(days.output.split(separator: "\n").count == 2)
    let models = try await tool.run(period + ["--invoice", file, "--by", "model", "-o", "csv"])
    #expect(models.status == 0)
    #expect(
      models.output.hasPrefix(
        "group,currency,ours,theirs,difference,jobs,unpriced_jobs,charge_unknown_jobs\n"
          + "Storage,USD,,0.25,0.25,0,0,0\n"))
    #expect(models.output.contains("\nveo-3.1-generate,USD,"))
  }

  @Test("Without an invoice ours is told, and jobs of unknown charge are counted")
  func without() async throws {
    let tool = try await tool()
    let result = try await tool.run(
      ["reconcile", "--provider", "sora", "--period", "2026-08", "-o", "csv"])
    #expect(
      result
        == Tool.Result(
          status: 0,
          output: """
            group,currency,ours,theirs,difference,jobs,unpriced_jobs,charge_unknown_jobs
            2026-08-12,,,,,1,0,1

            """, errors: "vgledger: no invoice is given; --invoice FILE.csv compares\n"))
    let none = try await tool.run(["reconcile", "--provider", "veo", "--period", "2026-07", "-q"])
    #expect(none.status == 0)
    #expect(none.output == "")
  }

  @Test("An invoice that cannot be read is refused; a line that cannot, is told")
  func errors() async throws {
    let tool = try await tool()
    let wrong = try await tool.run(period + ["--invoice", "-"], input: Data("a,b\n".utf8))
    #expect(wrong.status == 65)
    #expect(
      wrong.errors == "vgledger: the invoice's first line names no column amount or cost\n")
    let line = try await tool.run(
      period + ["--invoice", "-", "--by", "day"], input: Data("day,cost\n2026-08-12,1\n".utf8))
    #expect(line.status == 65)
    #expect(line.errors.contains("line 2: it names no currency; add --currency USD\n"))
    #expect(
      line.errors.hasSuffix("1 line of the invoice cannot be read, and are not in the sums\n"))
    let column = try await tool.run(
      period + ["--invoice", "-", "--by", "model"],
      input: Data("day,cost\n2026-08-12,1 USD\n".utf8))
    #expect(
      column.errors == "vgledger: the invoice has no column for --by model; try the other\n")
  }
}
