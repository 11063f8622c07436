import Foundation
import Testing

@Suite("import")
struct ImportTests {
  @Test("Importing twice adds nothing, in whatever order the lines come")
  func idempotent() async throws {
    let tool = try Tool()
    let lines = try History.blocked() + History.finished()
    let file = try tool.folder.file("history.jsonl", lines)
    let reversed = try tool.folder.file(
      "reversed.jsonl", lines.split(separator: "\n").reversed().joined(separator: "\n"))
    #expect(
      try await tool.run("import", file)
        == Tool.Result(
          status: 0, output: "added 7, already there 0, conflicts 0, rejected 0\n",
          errors: "vgledger: made a new ledger in \(tool.ledger)\n"))
    for again in [file, reversed] {
      #expect(
        try await tool.run("import", again).output
          == "added 0, already there 7, conflicts 0, rejected 0\n")
    }
  }

  @Test("What cannot be used is listed with its number, the rest goes in, and the exit code is 65")
  func badLines() async throws {
    let tool = try Tool()
    let lines =
      "not json\n" + (try History.finished()) + "\n"
      + #"{"account":"nobody","job":"x","body":"{}"}"# + "\n"
      + #"{"account":"sora","job":"a\\b","body":"{}"}"# + "\n"
      + #"{"body":"{}","observed_at":"yesterday"}"# + "\n"
      + #"{"account":"sora","job":"video_1","http_status":"much","body":"{}"}"# + "\n"
      + #"{"account":"sora","job":"video_1"}"# + "\n"
    let result = try await tool.run("import", "-", input: lines)
    #expect(result.status == 65)
    #expect(result.output == "added 2, already there 0, conflicts 0, rejected 6\n")
    let expected = [
      "made a new ledger in \(tool.ledger)",
      "line 1: it is no JSON object",
      "line 5: there is no account 'nobody'; known are sora, veo, vertex",
      "line 6: 'a\\b' cannot be the id of a job",
      "line 7: observed_at is no time: write RFC 3339, or Unix seconds or milliseconds",
      "line 8: http_status is no HTTP status",
      "line 9: it has no body; write it as a string, as received",
      "6 lines could not be used; the others went in",
    ]
    #expect(result.errors == expected.map { "vgledger: \($0)\n" }.joined())
  }

  @Test("An answer without a time is marked so, and compared by its body")
  func withoutTime() async throws {
    let tool = try Tool()
    let line = try History.line("veo", History.veo, at: nil, #"{"done":false}"#)
    #expect(try await tool.run("import", "-", input: line).status == 0)
    #expect(
      try await tool.run("import", "-", input: line).output
        == "added 0, already there 1, conflicts 0, rejected 0\n")
    let log = try await tool.run("log", "-o", "jsonl", "--job", History.veo)
    #expect(log.output.contains(#""observed_assumed":true"#))
  }

  @Test("--dry-run writes nothing, not even a ledger")
  func dryRun() async throws {
    let tool = try Tool()
    let result = try await tool.run("import", "--dry-run", "-", input: History.finished())
    #expect(result.output == "would add at most 2, conflicts 0, rejected 0\n")
    #expect(!FileManager.default.fileExists(atPath: tool.ledger))
  }

  @Test(
    "The published answers, imported together, conclude what each concludes alone",
    .enabled(
      if: ProcessInfo.processInfo.environment["VGLEDGER_CORPUS"] != nil,
      "VGLEDGER_CORPUS names no folder of published answers"))
  func corpus() async throws {
    let tool = try Tool()
    let items = try Corpus.answers()
    let file = try tool.folder.file("corpus.jsonl", items.map(\.line).joined())
    let result = try await tool.run("import", file)
    #expect(result.output == "added \(items.count), already there 0, conflicts 0, rejected 0\n")
    #expect(
      try await tool.run("import", file).output
        == "added 0, already there \(items.count), conflicts 0, rejected 0\n")
    let list = try await tool.run("list", "-o", "json")
    let object = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any]
    let jobs = try #require(object?["data"] as? [[String: Any]])
    #expect(jobs.count == items.count)
    for item in items {
      let job = jobs.first { $0["id"] as? String == item.job }
      #expect(
        item.accepted.contains(job?["state"] as? String ?? ""),
        "\(item.name): \(job?["state"] ?? "missing"), not one of \(item.accepted)")
    }
    #expect(try await tool.run("rebuild", "--check").status == 0)
  }
}

/// Published answers with the conclusions that are right for them.
enum Corpus {
  struct Item {
    let name: String
    let job: String
    let line: String
    let accepted: Set<String>
  }

  private static let accounts = ["sora": "sora", "veo-gemini": "veo", "veo-vertex": "vertex"]

  /// One observation for each answer, each under a job of its own.
  static func answers() throws -> [Item] {
    let folder = ProcessInfo.processInfo.environment["VGLEDGER_CORPUS"] ?? ""
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".jsonl") }.sorted()
    let lines = try files.flatMap { name in
      String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + name)), as: UTF8.self)
        .split(separator: "\n")
    }
    return try lines.enumerated().compactMap { place, line in
      guard
        let item = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      else { return nil }
      return try self.item(item, place)
    }
  }

  private static func item(_ item: [String: Any], _ place: Int) throws -> Item? {
    let expected = try #require(item["expect"] as? [String: Any])
    guard let api = item["api"] as? String, expected["jobs"] == nil,
      let body = item["body"] as? String
    else { return nil }
    let shape = expected["provider"] as? String
    let errors = ["gemini": "veo", "vertex": "vertex"]
    let account =
      api == "http-error" ? errors[shape ?? ""] ?? "sora" : accounts[api]
    guard let account else { return nil }
    var accepted = Set(expected["also_ok"] as? [String] ?? [])
    let status = try #require(expected["status"] as? String)
    accepted.insert(status)
    let note = expected["note"] as? String ?? ""
    if accepted.contains("transport-error") {
      accepted.insert("unknown")
      if note.contains("permanent") { accepted.insert("gone") }
    }
    if accepted.contains("succeeded"), note.contains("partial") { accepted.insert("partial") }
    let job = "corpus-\(place)"
    return Item(
      name: item["id"] as? String ?? job, job: job,
      line: try History.line(
        account, job, at: "2026-11-01T10:00:00.000Z", status: item["http_status"] as? Int ?? 200,
        body),
      accepted: accepted)
  }
}
