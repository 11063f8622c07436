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
          errors: "vgledger: made a new ledger in \(tool.ledger)\n"
            + "vgledger: \(file) is read as observations, because a record has a body\n"))
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
      "standard input is read as observations, because a record has a body",
      "line 1: it is no JSON object",
      "line 5: there is no account 'nobody'; known are sora, veo, vertex",
      "line 6: 'a\\b' cannot be the id of a job",
      "line 7: observed_at is no time: write RFC 3339, or Unix seconds or milliseconds",
      "line 8: http_status is no HTTP status",
      "line 9: it has no body; write it as a string, as received",
      "6 records could not be used; the others went in",
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

  @Test("--dry-run says what the import then does, without writing, and without a ledger")
  func dryRun() async throws {
    let tool = try Tool()
    let twice = try History.finished() + History.finished() + "junk\n"
    let counts = "2, already there 2, conflicts 0, rejected 1\n"
    let result = try await tool.run("import", "--dry-run", "-", input: twice)
    #expect(result.output == "would add " + counts)
    #expect(result.status == 65)
    #expect(!FileManager.default.fileExists(atPath: tool.ledger))
    #expect(try await tool.run("import", "-", input: twice).output == "added " + counts)
    let log = try await tool.run("log", "-o", "jsonl").output
    #expect(
      try await tool.run("import", "--dry-run", "-", input: twice).output
        == "would add 0, already there 4, conflicts 0, rejected 1\n")
    #expect(try await tool.run("log", "-o", "jsonl").output == log)
  }

  @Test("A folder with more useless files than a process may have open goes in all the same")
  func manyUselessFiles() async throws {
    var tool = try Tool()
    tool.environment["PATH"] = Programs.folder("vgledger") + ":/usr/bin:/bin"
    try FileManager.default.createDirectory(
      atPath: tool.folder.path + "/saved", withIntermediateDirectories: true)
    for number in 100..<300 { _ = try tool.folder.file("saved/\(number).txt", "hello") }
    _ = try tool.folder.file("saved/last.jsonl", History.finished())
    let result = try await tool.run(shell: "ulimit -n 64; vgledger import saved")
    #expect(result.output.contains(", already there 0, conflicts 0, rejected 200\n"))
    #expect(result.status == 65)
  }

  @Test(
    "A folder goes in file by file; what cannot be used is listed, loops and links are not walked")
  func folder() async throws {
    let tool = try Tool()
    let inner = tool.folder.path + "/saved/b"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    _ = try tool.folder.file("saved/a.jsonl", History.finished())
    _ = try tool.folder.file("saved/b/c.jsonl", History.blocked())
    _ = try tool.folder.file("saved/.hidden", "junk")
    _ = try tool.folder.file("saved/notes.txt", "hello")
    _ = try tool.folder.file("saved/z.json", "")
    _ = try tool.folder.file("outside.jsonl", "{}")
    try FileManager.default.createSymbolicLink(
      atPath: inner + "/loop", withDestinationPath: tool.folder.path + "/saved")
    try FileManager.default.createSymbolicLink(
      atPath: inner + "/out.jsonl", withDestinationPath: tool.folder.path + "/outside.jsonl")
    let saved = tool.folder.path + "/saved"
    let result = try await tool.run("import", saved + "/")
    let expected = [
      "made a new ledger in \(tool.ledger)",
      "\(saved)/notes.txt: \(saved)/notes.txt is nothing that is recognised; say what it is with "
        + "--from: observations, openai-videos, operations, litellm, csv",
      "\(saved)/z.json is empty: there is nothing to import",
      "files read: 2 as observations", "1 record could not be used; the others went in",
    ]
    #expect(
      result
        == Tool.Result(
          status: 65, output: "added 7, already there 0, conflicts 0, rejected 1\n",
          errors: expected.map { "vgledger: \($0)\n" }.joined()))
  }

  @Test("A file that is nothing known, or not there, is refused; an empty one is nothing to do")
  func files() async throws {
    let tool = try Tool()
    let junk = try tool.folder.file("junk", "\u{1b}[31mhello")
    #expect(try await tool.run("import", junk).status == 65)
    #expect(try await tool.run("import", tool.folder.path + "/missing").status == 66)
    let empty = try tool.folder.file("empty", " \n")
    let result = try await tool.run("import", empty)
    #expect(result.status == 0)
    #expect(result.errors.hasSuffix("\(empty) is empty: there is nothing to import\n"))
  }

  @Test("--trust low keeps answers as claims that change nothing, once")
  func lowTrust() async throws {
    let tool = try Tool()
    let body = #"{"id":"\#(History.sora)","object":"video","status":"completed","model":"m"}"#
    for counts in ["added 1, already there 0", "added 0, already there 1"] {
      #expect(
        try await tool.run("import", "--trust", "low", "-", input: body).output
          == counts + ", conflicts 0, rejected 0\n")
    }
    let job = try #require(try await tool.jobs().first)
    #expect(job["state"] as? String == "unknown" && job["model"] is NSNull)
    #expect(try await tool.run("show", History.sora).output.contains("claimed"))
  }

  @Test("Every imported event says import as its source, in show and in log")
  func source() async throws {
    let tool = try Tool()
    let row = "id,state,submitted_at\n\(History.sora),completed,2026-08-12T01:18:06Z\n"
    #expect(try await tool.run("import", "-", input: row).status == 0)
    let log = try await tool.run("log", "-o", "jsonl", "--job", History.sora).output
    let lines = log.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.contains(#""source":"import""#) })
    let shown = try await tool.run("show", History.sora).output
    #expect(shown.contains("import    #3") && shown.contains("import    #4"))
  }

  @Test("--observed-at and --provider are for records that do not say so; another shape is refused")
  func defaults() async throws {
    let tool = try Tool()
    let body = #"{"id":"\#(History.sora)","status":"queued"}"#
    let result = try await tool.run("import", "--provider", "veo", "-", input: body)
    #expect(result.status == 65)
    #expect(
      result.errors.contains("is an id of openai-videos, but account veo speaks gemini-operations"))
    let time = "2026-08-12T01:18:06Z"
    #expect(
      try await tool.run("import", "--observed-at", time, "-", input: body).output
        == "added 1, already there 0, conflicts 0, rejected 0\n")
    let job = try #require(try await tool.jobs().first)
    #expect(job["last_seen_at"] as? String == "2026-08-12T01:18:06.000Z")
  }

  @Test("A prompt of escape sequences reaches no terminal, and the privacy setting holds for rows")
  func hostile() async throws {
    var tool = try Tool()
    let config = try tool.folder.file("config.json5", "{privacy: {prompts: 'hash'}}")
    tool.environment["VGLEDGER_CONFIG"] = config
    let row = "id,state,prompt\n\(History.sora),running,\"\u{1b}[31mred, secret \u{1b}]0;words\"\n"
    let result = try await tool.run("import", "-", input: row)
    #expect(result.status == 0)
    #expect(!(try await tool.run("show", History.sora)).output.contains("\u{1b}"))
    #expect(!(try await tool.run("log", "--raw", "-o", "json")).output.contains("secret"))
    let ragged = "id,state\n\(History.sora),running,secret\n"
    let refused = try await tool.run("import", "-", input: ragged)
    #expect(refused.errors.contains("line 2: it has 3 cells, and the header has 2"))
  }

  @Test("All rejections are in the JSON; the first twenty are told")
  func manyRejections() async throws {
    let tool = try Tool()
    let lines = String(repeating: "{}\n", count: 30)
    let result = try await tool.run(
      "import", "--from", "observations", "-o", "json", "-", input: lines)
    #expect(result.status == 65)
    #expect(result.errors.split(separator: "\n").count == 23)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let row = try #require((object?["data"] as? [[String: Any]])?.first)
    #expect((row["rejections"] as? [Any])?.count == 30)
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
