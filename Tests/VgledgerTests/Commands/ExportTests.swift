import Foundation
import Testing

@Suite("export observations")
struct ExportObservationsTests {
  /// One line of each kind, with what is hard to carry.
  static let everyKind = [
    #"{"kind":"ledger.account","observed_at":"2026-08-12T01:00:00.000Z","account":"farm","dialect":"openai-videos","base_url":"https://farm.example/v1"}"#,
    #"{"kind":"job.tracked","account":"farm","job":"video_1","observed_at":"2026-08-12T01:00:00.000Z","dialect":"openai-videos","submitted_at":"2026-08-12T00:59:59.000Z","submitted_width_ms":1000,"submitted_from":"client","model":"sora-2","video_ms":8500,"size":"1280x720","resolution":"720p","audio":true,"samples_asked":2,"prompt":"a \"red\" car\n🚗 e\u0301","project":"acme/spring","labels":{"shot":"sc010","take":"3"},"by":"bot"}"#,
    #"{"kind":"status.unreachable","account":"farm","job":"video_1","observed_at":"2026-08-12T01:00:10.000Z","cause":"timeout","latency_ms":30000,"detail":"no answer in 30 s"}"#,
    #"{"kind":"status.observed","account":"farm","job":"video_1","observed_at":"2026-08-12T01:00:20.000Z","http_status":200,"headers":{"date":"Wed, 12 Aug 2026 01:00:20 GMT","x-request-id":"req_1"},"latency_ms":120,"body":"{\"id\":\"video_1\",\"status\":\"in_progress\",\"progress\":20}"}"#,
    #"{"kind":"status.observed","account":"farm","job":"video_1","observed_at":"2026-08-12T01:00:30.000Z","http_status":502,"headers":{},"body_base64":"/wD+PGh0bWw+"}"#,
    #"{"kind":"webhook.claimed","account":"farm","job":"video_1","observed_at":"2026-08-12T01:00:40.000Z","body":"{\"type\":\"video.failed\",\"data\":{\"id\":\"video_1\"}}"}"#,
    #"{"kind":"webhook.received","account":"farm","job":"video_1","observed_at":"2026-08-12T01:01:00.500Z","delivery_id":"evt_1","sent_at":"2026-08-12T01:01:00.000Z","sent_width_ms":1000,"body":"{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"video.completed\",\"data\":{\"id\":\"video_1\"}}"}"#,
    #"{"kind":"asset.failed","account":"farm","job":"video_1","observed_at":"2026-08-12T01:01:10.000Z","variant":"video","index":0,"why":"it was cut short"}"#,
    #"{"kind":"asset.saved","account":"farm","job":"video_1","observed_at":"2026-08-12T01:01:20.000Z","variant":"video","index":0,"path":"/films/1.mp4","bytes":5,"sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824","content_type":"video/mp4"}"#,
    #"{"kind":"job.annotated","account":"farm","job":"video_1","observed_at":"2026-08-12T01:02:00.000Z","note":"the best take","project":"acme/summer","labels":{"pick":"yes"},"removed_labels":["take"],"charged":true,"by":"ann"}"#,
    #"{"kind":"job.tracked","account":"farm","job":"video_2","observed_at":"2026-08-12T01:03:00.000Z","dialect":"openai-videos"}"#,
    #"{"kind":"job.closed","account":"farm","job":"video_2","observed_at":"2026-08-12T01:04:00.000Z","state":"gone","why":"the farm was sold","by":"ann"}"#,
    #"{"kind":"job.tracked","account":"farm","job":"refused_1","observed_at":"2026-08-12T01:05:00.000Z","dialect":"openai-videos"}"#,
    #"{"kind":"job.refused","account":"farm","job":"refused_1","observed_at":"2026-08-12T01:05:00.000Z","http_status":400,"headers":{},"body":"{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"sentinel_block\"}}"}"#,
    #"{"kind":"job.tracked","account":"farm","job":"video_3","observed_at":"2026-08-12T01:06:00.000Z","observed_assumed":true,"dialect":"openai-videos"}"#,
    #"{"kind":"status.observed","account":"farm","job":"video_3","observed_at":"2026-08-12T01:06:00.000Z","observed_assumed":true,"http_status":null,"headers":{},"body":"{\"id\":\"video_3\",\"status\":\"completed\"}"}"#,
  ]

  /// The lines as values, without what belongs to the ledger that wrote them.
  private func facts(_ text: String) throws -> [NSDictionary] {
    try text.split(separator: "\n").map { line in
      var object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      for name in ["source", "sequence", "recorded_at"] { object[name] = nil }
      return object as NSDictionary
    }
  }

  /// The jobs without their places in the log.
  private func jobs(_ tool: Tool) async throws -> [NSDictionary] {
    try await tool.jobs().map { job in
      var job = job
      for name in ["number", "first_sequence", "last_sequence"] { job[name] = nil }
      return job as NSDictionary
    }
  }

  @Test("A line of every kind comes back as it went in")
  func everyKind() async throws {
    let tool = try Tool()
    let lines = Self.everyKind.joined(separator: "\n") + "\n"
    let added = try await tool.run("import", "-", input: lines)
    #expect(added.status == 0, "\(added)")
    let exported = try await tool.run("export", "observations")
    #expect(exported.status == 0)
    #expect(exported.errors == "")
    var expected = try facts(lines)
    // The prompt's hash and length are added; a derived declaration is not invented.
    for (place, line) in try facts(exported.output).enumerated() where place == 1 {
      let whole = try #require(expected[place].mutableCopy() as? NSMutableDictionary)
      whole["prompt_sha256"] = line["prompt_sha256"]
      whole["prompt_characters"] = 16
      expected[place] = whole
    }
    #expect(try facts(exported.output) == expected)
  }

  @Test("The jobs of a ledger made from an export are the same, and a second import adds nothing")
  func sameJobs() async throws {
    let first = try Tool()
    let lines = Self.everyKind.joined(separator: "\n") + "\n"
    let history = lines + (try History.blocked()) + (try History.finished())
    #expect(try await first.run("import", "-", input: history).status == 0)
    let sora = History.sora
    #expect(try await first.run("note", sora, "look again").status == 0)
    #expect(try await first.run("label", sora, "shot=7", "--project", "p").status == 0)
    let exported = try await first.run("export", "observations")
    let second = try Tool()
    #expect(try await second.run("import", "-", input: exported.output).status == 0)
    #expect(try await jobs(second) == jobs(first))
    #expect(try await jobs(first).count == 6)
    let again = try await second.run("export", "observations")
    #expect(try facts(again.output) == facts(exported.output))
    for tool in [first, second] {
      let twice = try await tool.run("import", "-", input: exported.output)
      #expect(twice.status == 0)
      #expect(try await tool.run("export", "observations").output.count > 0)
      #expect(
        try facts(await tool.run("export", "observations").output) == facts(exported.output),
        "\(twice.output)")
    }
  }

  @Test("Bytes of every value survive, as text or in base 64")
  func bytes() async throws {
    let tool = try Tool()
    for bytes in [Data(0...255), Data((0...127) + Array("é\u{2028}🎬".utf8)), Data()] {
      let line: [String: Any] = [
        "account": "sora", "job": History.sora, "observed_at": "2026-08-12T01:18:06.000Z",
        "body_base64": bytes.base64EncodedString(), "body": "",
      ]
      let json = try JSONSerialization.data(withJSONObject: line)
      #expect(try await tool.run(["import", "-"], input: json + Data("\n".utf8)).status == 0)
    }
    let lines = try facts(await tool.run("export", "observations").output)
    let bodies = lines.compactMap { line in
      (line["body"] as? String).map { Data($0.utf8) }
        ?? (line["body_base64"] as? String).flatMap { Data(base64Encoded: $0) }
    }
    #expect(
      bodies == [Data(0...255), Data((0...127) + Array("é\u{2028}🎬".utf8)), Data()])
  }

  @Test("An empty ledger gives no line, and no ledger is an error")
  func empty() async throws {
    let tool = try Tool()
    let none = try await tool.run("export", "observations")
    #expect(none.status == 66)
    #expect(
      none.errors == "vgledger: there is no ledger in \(tool.ledger); 'vgledger init' makes one\n")
    #expect(try await tool.run("init").status == 0)
    #expect(
      try await tool.run("export", "observations")
        == Tool.Result(status: 0, output: "", errors: ""))
  }
}

@Suite("export --to")
struct ExportToTests {
  private func tool() async throws -> Tool {
    let tool = try Tool()
    #expect(try await tool.run("import", "-", input: try History.finished()).status == 0)
    return tool
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("A file holds what standard output would, and - is standard output")
  func file() async throws {
    let tool = try await tool()
    let file = tool.folder.path + "/out/it.jsonl"
    try FileManager.default.createDirectory(
      atPath: tool.folder.path + "/out", withIntermediateDirectories: true)
    let plain = try await tool.run("export", "observations").output
    #expect(plain.split(separator: "\n").count == 4)
    #expect(try await tool.run("export", "observations", "--to", "-").output == plain)
    let result = try await tool.run("export", "observations", "--to", file)
    #expect(result == Tool.Result(status: 0, output: "", errors: ""))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == plain)
    #expect(try names(tool.folder.path + "/out") == ["it.jsonl"])
  }

  @Test("A file that is replaced keeps its mode, and a link to it stays a link")
  func replaces() async throws {
    let tool = try await tool()
    let file = try tool.folder.file("old.jsonl", "old")
    let link = tool.folder.path + "/link.jsonl"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "old.jsonl")
    #expect(try await tool.run("export", "observations", "--to", link).status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "old.jsonl")
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{"))
  }

  @Test("Where nothing can be made, one line says so and the exit code is 73")
  func cannotCreate() async throws {
    let tool = try await tool()
    let folder = tool.folder.path + "/folder"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (file, why) in [
      ("/no/such/place", "No such file or directory"), (folder, "Is a directory"),
    ] {
      #expect(
        try await tool.run("export", "observations", "--to", file)
          == Tool.Result(
            status: 73, output: "", errors: "vgledger: cannot write \(file): \(why)\n"))
    }
    #expect(try names(folder) == [])
  }

  @Test("On a full disk the old file stays, nothing else does, and the exit code is 74")
  func fullDisk() async throws {
    let tool = try await tool()
    let folder = tool.folder.path + "/small"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = folder + "/it.jsonl"
    try Data("old".utf8).write(to: URL(filePath: file))
    let note = String(repeating: "long ", count: 1000)
    #expect(try await tool.run("note", History.veo, note).status == 0)
    // A limit on the size of files refuses a write as a full disk does.
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = [
      "-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" export observations --to \"$1\" 2>/dev/null",
      Programs.path("vgledger"), file,
    ]
    shell.environment = tool.environment
    #expect(try await shell.runToEnd() == 74)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
    #expect(try names(folder) == ["it.jsonl"])
  }

  @Test("A device is written to, not replaced")
  func device() async throws {
    let tool = try await tool()
    #expect(try await tool.run("export", "observations", "--to", "/dev/null").status == 0)
    let full = try await tool.run("export", "observations", "--to", "/dev/full")
    #expect(full.status == 74)
    #expect(full.errors == "vgledger: cannot write /dev/full: No space left on device\n")
  }
}
