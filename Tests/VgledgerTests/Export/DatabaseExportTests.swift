import Foundation
import Ledger
import SQLite
import Testing

@testable import vgledger

@Suite("export sqlite")
struct DatabaseExportTests {
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let lines = ExportObservationsTests.everyKind.joined(separator: "\n") + "\n"
    let history = lines + (try History.blocked()) + (try History.finished())
    #expect(try await tool.run("import", "-", input: history).status == 0)
    return tool
  }

  private func export(_ tool: Tool, _ more: String...) async throws -> String {
    let file = tool.folder.path + "/ledger.db"
    let result = try await tool.run(["export", "sqlite", "--to", file] + more)
    #expect(result.status == 0, "\(result)")
    #expect(result.output == "")
    return file
  }

  private func cells(_ file: String, _ query: String) throws -> [[SQLiteValue]] {
    let database = try Database(file)
    var rows: [[SQLiteValue]] = []
    try database.prepare(query).rows { rows.append($0) }
    return rows
  }

  /// The rows as text, cells with a bar between them.
  private func rows(_ file: String, _ query: String) throws -> [String] {
    try cells(file, query).map { row in
      row.map { value in
        switch value {
        case .null: "null"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): text
        case .blob(let bytes): bytes.hexadecimal
        }
      }.joined(separator: "|")
    }
  }

  /// Whether the cell says what JSON says.
  private static func says(_ cell: SQLiteValue, _ value: Any) throws -> Bool {
    switch cell {
    case .null: value is NSNull
    case .integer(let number): (value as? NSNumber)?.int64Value == number
    case .real(let number): (value as? NSNumber)?.doubleValue == number
    case .text(let text) where value is String: value as? String == text
    case .text(let text):
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject == value as? NSObject
    case .blob: false
    }
  }

  @Test("The table of jobs has the fields of a job, with the same values")
  func jobs() async throws {
    let tool = try await tool()
    let file = try await export(tool)
    let columns = try rows(file, "SELECT name FROM pragma_table_info('jobs')")
    let added = ["submitted_unix_ms", "finished_unix_ms", "cost_nano", "list_price_nano"]
    let jobs = try await tool.jobs()
    let header = try await tool.run("list", "-o", "tsv").output.split(separator: "\n")[0]
    #expect(columns == header.split(separator: "\t").map(String.init) + added)
    let stored = try cells(file, "SELECT * FROM jobs ORDER BY number")
    #expect(stored.count == jobs.count)
    let byNumber = try jobs.map { (try #require($0["number"] as? Int), $0) }
      .sorted { $0.0 < $1.0 }
    for (row, (number, job)) in zip(stored, byNumber) {
      for (column, cell) in zip(columns, row) where !added.contains(column) {
        let value = try #require(job[column], "\(column)")
        #expect(try Self.says(cell, value), "\(column) of job \(number): \(cell), \(value)")
      }
    }
  }

  @Test("Events, labels, assets and what the file is about")
  func others() async throws {
    let tool = try await tool()
    let file = try await export(tool)
    let log = try await tool.run("log", "-o", "jsonl").output.split(separator: "\n")
    #expect(
      try rows(file, "SELECT count(*), max(sequence) FROM events") == ["\(log.count)|\(log.count)"])
    #expect(try rows(file, "SELECT count(body) FROM events") == ["0"])
    #expect(
      try rows(
        file, "SELECT name, value FROM labels JOIN jobs ON job_number = number WHERE id = 'video_1'"
      )
        == ["pick|yes", "shot|sc010"])
    #expect(
      try rows(file, "SELECT variant, bytes, saved_path FROM assets WHERE saved_path NOT NULL")
        == ["video|5|/films/1.mp4"])
    #expect(
      try rows(
        file, "SELECT value FROM about WHERE name IN ('exported_at', 'sequence') ORDER BY name")
        == ["2026-08-12T02:00:00.000Z", "\(log.count)"])
    #expect(try rows(file, "PRAGMA user_version") == ["\(DatabaseSchema.version)"])
    #expect(try rows(file, "PRAGMA integrity_check") == ["ok"])
    #expect(try rows(file, "PRAGMA foreign_key_check") == [])
  }

  @Test("Bodies come when asked for, as text that SQL can look into")
  func bodies() async throws {
    let tool = try await tool()
    let file = try await export(tool, "--bodies")
    #expect(
      try rows(
        file,
        "SELECT body ->> '$.progress' FROM (SELECT * FROM events WHERE json_valid(body)) "
          + "WHERE CASE WHEN json_valid(body) THEN body ->> '$.status' END = 'in_progress' "
          + "ORDER BY sequence") == [
          "20", "20", "60",
        ])
    #expect(
      try rows(file, "SELECT body FROM events WHERE typeof(body) = 'blob'")
        == ["ff00fe3c68746d6c3e"])
  }

  @Test("Prompts can be searched, and the views add up")
  func searchAndViews() async throws {
    let tool = try await tool()
    let file = try await export(tool)
    #expect(
      try rows(
        file,
        "SELECT id FROM jobs WHERE number IN (SELECT rowid FROM jobs_fts('paper OR red')) ORDER BY id"
      ) == ["video_1", History.sora])
    let all = try rows(file, "SELECT count(*) FROM jobs")
    #expect(try rows(file, "SELECT sum(jobs) FROM jobs_by_day") == all)
    #expect(
      try rows(
        file, "SELECT (SELECT count(*) FROM open_jobs) + (SELECT sum(jobs) FROM cost_by_month)")
        == all)
    #expect(
      try rows(file, "SELECT state, reason, jobs, example FROM failures WHERE state = 'gone'")
        == ["gone|null|1|" + (try rows(file, "SELECT key FROM jobs WHERE id = 'video_2'")[0])])
    let prices = try await tool.run("export", "prices").output.split(separator: "\n")
    #expect(
      try rows(file, "SELECT count(*), max(place), count(amount_nano) FROM prices")
        == ["\(prices.count)|\(prices.count)|\(prices.count)"])
    let ended = try rows(file, "SELECT count(*) FROM jobs WHERE verdict = 1")
    #expect(try rows(file, "SELECT sum(jobs) FROM cost_by_model") == ended)
    #expect(try rows(file, "SELECT sum(jobs) FROM durations") == ended)
    #expect(
      try rows(
        file,
        "SELECT p90_ms, most_ms, jobs_of_unknown_duration FROM durations WHERE model = 'sora-2'")
        == ["null|91000|0"])
    // What nobody knows is null, not nothing.
    #expect(
      try rows(
        file,
        "SELECT DISTINCT cost FROM cost_by_month WHERE jobs_of_unknown_cost > 0 AND currency IS NULL"
      ) == ["null"])
  }

  @Test("A new ledger gives a whole database without rows")
  func empty() async throws {
    let tool = try Tool()
    #expect(try await tool.run("init").status == 0)
    let file = try await export(tool)
    #expect(try rows(file, "SELECT count(*) FROM jobs") == ["0"])
    #expect(try rows(file, "SELECT count(*) FROM events") == ["1"])
    #expect(try rows(file, "PRAGMA integrity_check") == ["ok"])
  }

  @Test("A database needs a file", arguments: [[], ["--to", "-"], ["--to", "/dev/null"]])
  func needsFile(more: [String]) async throws {
    let tool = try await tool()
    #expect(
      try await tool.run(["export", "sqlite"] + more)
        == Tool.Result(
          status: 64, output: "",
          errors: "vgledger: a database needs a file; say 'export sqlite --to FILE'\n"))
  }

  @Test("On a full disk the old database stays and nothing else does")
  func fullDisk() async throws {
    let tool = try await tool()
    let folder = tool.folder.path + "/small"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = folder + "/ledger.db"
    try Data("old".utf8).write(to: URL(filePath: file))
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = [
      "-c", "trap '' XFSZ; ulimit -f 40; exec \"$0\" export sqlite --to \"$1\" 2>/dev/null",
      Programs.path("vgledger"), file,
    ]
    shell.environment = tool.environment
    #expect(try await shell.runToEnd() == 74)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ledger.db"])
  }
}
