import Foundation
import Ledger
import SQLite
import Testing

@testable import vgledger

@Suite("export csv, jsonl, tsv, md")
struct ExportRowsTests {
  /// Seven jobs, among them one with a prompt, a label and a note that are hard to carry.
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let lines = ExportObservationsTests.everyKind.joined(separator: "\n") + "\n"
    let history = lines + (try History.blocked()) + (try History.finished())
    #expect(try await tool.run("import", "-", input: history).status == 0)
    return tool
  }

  private func ids(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  @Test("All jobs, oldest submission first, are what 'list --reverse' says")
  func likeList() async throws {
    let tool = try await tool()
    for format in ["csv", "jsonl", "tsv"] {
      let listed = try await tool.run("list", "-o", format, "--reverse")
      #expect(try await tool.run("export", format) == listed)
      #expect(listed.output.split(separator: "\n").count >= 6)
    }
    let order = try await tool.run("export", "tsv", "--fields", "submitted_at", "--no-header")
    #expect(ids(order.output) == ids(order.output).sorted())
  }

  @Test("Every field is a column, also in Markdown; --fields chooses and orders them")
  func fields() async throws {
    let tool = try await tool()
    let names = JobFields.fields.map(\.name)
    let head = { (text: String) in String(text.prefix { $0 != "\n" }) }
    #expect(
      head(try await tool.run("export", "csv").output) == names.joined(separator: ","))
    let markdown = try await tool.run("export", "md").output
    #expect(
      head(markdown) == "| " + names.map(MarkdownRows.escaped).joined(separator: " | ") + " |")
    let chosen = try await tool.run("export", "csv", "id:video_2", "--fields", "state,cost,id")
    #expect(chosen.output == "state,cost,id\ngone,,video_2\n")
    let wrong = try await tool.run("export", "csv", "--fields", "stat")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("did you mean 'state'?"))
  }

  @Test(
    "Terms and flags choose jobs as they do for list",
    arguments: [
      ["state:filtered"], ["--state", "gone,failed"], ["not:provider:sora"],
      ["clock:finished", "since:2026-08-12T01:04:30Z"], ["since:2026-08-12T01:20Z"],
      ["label.pick:yes"], ["prompt:paper"], ["charged:unknown"], ["seq:1..9"],
      ["--as-of", "seq:6"], ["state:running", "--as-of", "seq:6"],
    ])
  func filters(terms: [String]) async throws {
    let tool = try await tool()
    let fields = ["--fields", "id,state,polls,submitted_at", "--no-header", "-o", "tsv"]
    let listed = try await tool.run(["list"] + terms + fields)
    let exported = try await tool.run(["export", "tsv"] + terms + fields.dropLast(2))
    #expect(exported.status == 0, "\(exported)")
    #expect(ids(exported.output).sorted() == ids(listed.output).sorted())
    #expect(ids(listed.output).count < 6)
    let submitted = ids(exported.output).map { $0.suffix(24) }
    #expect(submitted == submitted.sorted())
  }

  @Test("What cannot be answered is refused in one line")
  func refused() async throws {
    let tool = try await tool()
    for (arguments, words) in [
      (["csv", "state:faild"], "did you mean failed"),
      (["csv", "--bodies"], "'--bodies' is for sqlite"),
      (["prom", "state:failed"], "Metrics are of the whole ledger"),
      (["prom", "--as-of", "3"], "leave --as-of away"),
      (["observations", "--fields", "id"], "'--fields' and '--limit' are for csv"),
      (["cvs"], "export"),
    ] {
      let result = try await tool.run(["export"] + arguments)
      #expect(result.status == 64, "\(arguments)")
      #expect(result.output == "")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test("Where nothing matches, the header stands and a note says so")
  func empty() async throws {
    let tool = try await tool()
    let none = try await tool.run("export", "csv", "project:nobody", "--fields", "id,cost")
    #expect(
      none == Tool.Result(status: 0, output: "id,cost\n", errors: "vgledger: no job matches\n"))
    #expect(try await tool.run("export", "jsonl", "project:nobody", "-q").errors == "")
    let new = try Tool()
    #expect(try await new.run("init").status == 0)
    #expect(
      try await new.run("export", "csv", "--fields", "id")
        == Tool.Result(status: 0, output: "id\n", errors: ""))
  }

  @Test("A file holds what standard output would, --limit and --meta count as everywhere")
  func file() async throws {
    let tool = try await tool()
    let file = tool.folder.path + "/jobs.csv"
    let plain = try await tool.run("export", "csv").output
    #expect(
      try await tool.run("export", "csv", "--to", file)
        == Tool.Result(status: 0, output: "", errors: ""))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == plain)
    let first = try await tool.run("export", "tsv", "-n", "2", "--no-header", "--fields", "id")
    let all = try await tool.run("export", "tsv", "--no-header", "--fields", "id")
    #expect(ids(first.output) == Array(ids(all.output).prefix(2)))
    let lines = try await tool.run("export", "jsonl", "--meta", "state:gone").output
    #expect(lines.split(separator: "\n").count == 2)
    #expect(lines.hasPrefix(#"{"schema":"vgledger.meta/1","rows":"vgledger.list/1""#))
  }

  @Test("Observations and databases hold the chosen jobs and their events")
  func chosenEvents() async throws {
    let tool = try await tool()
    let lines = try await tool.run("export", "observations", "provider:sora").output
    #expect(lines.split(separator: "\n").count == 6)
    #expect(lines.split(separator: "\n").allSatisfy { $0.contains(History.sora) })
    let second = try Tool()
    #expect(try await second.run("import", "-", input: lines).status == 0)
    #expect(try await second.states() == [History.sora: "filtered"])
    let file = tool.folder.path + "/some.db"
    let result = try await tool.run("export", "sqlite", "provider:sora,veo", "--to", file)
    #expect(result.errors == "vgledger: 2 jobs and 9 events in \(file)\n")
    let database = try Database(file)
    var cells: [[SQLiteValue]] = []
    try database.prepare(
      """
      SELECT count(*), count(DISTINCT job_number), sum(job_number IS NULL),
        (SELECT value FROM about WHERE name = 'filter') FROM events
      """
    ).rows { cells.append($0) }
    #expect(
      cells == [[.integer(9), .integer(2), .integer(0), .text("provider:sora,veo")]])
    try database.run("PRAGMA foreign_key_check")
  }
}
