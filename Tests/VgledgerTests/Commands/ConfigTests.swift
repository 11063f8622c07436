import Foundation
import Testing

@Suite("config")
struct ConfigTests {
  private func file(_ tool: Tool) -> String {
    tool.folder.path + "/.config/vgledger/config.json5"
  }

  private func write(_ text: String, _ tool: Tool) throws {
    let url = URL(filePath: file(tool))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func read(_ tool: Tool) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: file(tool))), as: UTF8.self)
  }

  @Test("Set makes the file for its owner alone, get reads it, and comments stay")
  func setAndGet() async throws {
    let tool = try Tool()
    let path = try await tool.run("config", "path")
    #expect(path.output == file(tool) + "\n")
    let made = try await tool.run("config", "set", "timezone", "Europe/Berlin")
    #expect(
      made
        == .init(
          status: 0, output: "timezone is now Europe/Berlin  \(file(tool))\n", errors: ""))
    let attributes = try FileManager.default.attributesOfItem(atPath: file(tool))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try write(try read(tool).replacing("{\n", with: "{\n  // where we work\n"), tool)
    #expect(try await tool.run("config", "set", "poll.max", "5s").status == 0)
    #expect(
      try read(tool)
        == "{\n  // where we work\n  timezone: \"Europe/Berlin\",\n  poll: { max: \"5s\" },\n}\n")
    #expect(try await tool.run("config", "get", "poll.max").output == "5s\n")
    #expect(try await tool.run("config", "get", "poll.min").output == "2s\n")
    let left = try FileManager.default.contentsOfDirectory(
      atPath: (file(tool) as NSString).deletingLastPathComponent)
    #expect(left == ["config.json5"])
  }

  @Test(
    "What makes no sense changes nothing",
    arguments: [
      (
        ["timezon", "UTC"],
        "there is no setting 'timezon'; did you mean 'timezone'? 'vgledger help config' lists them"
      ),
      (
        ["accounts.veo.key_comand", "x"],
        "there is no setting 'accounts.veo.key_comand'; did you mean 'accounts.veo.key_command'? "
          + "'vgledger help config' lists them"
      ),
      (
        ["timezone", "Mars/Base"],
        "nothing was changed: there is no time zone 'Mars/Base' as configured; "
          + "try UTC or Europe/Berlin"
      ),
      (
        ["poll.min", "2h"],
        "nothing was changed: poll.min 7200s is longer than poll.max 120s"
      ),
      (
        ["accounts.gateway.key_env", "K"],
        "nothing was changed: accounts.gateway needs a dialect, such as openai-videos"
      ),
      (["project", "x"], "project is set in a project's own .vgledger.json5, or with --project"),
    ])
  func refused(words: [String], why: String) async throws {
    let tool = try Tool()
    let result = try await tool.run(["config", "set"] + words)
    #expect(result == .init(status: 64, output: "", errors: "vgledger: \(why)\n"))
    #expect(!FileManager.default.fileExists(atPath: file(tool)))
  }

  @Test("Get tells what nobody sets from what does not exist")
  func getUnset() async throws {
    let tool = try Tool()
    let unset = try await tool.run("config", "get", "budget.month")
    #expect(
      unset == .init(status: 1, output: "", errors: "vgledger: budget.month is not set\n"))
    #expect(try await tool.run("config", "get", "budgets").status == 64)
    _ = try await tool.run("config", "set", "budget.month", "500.00 USD")
    #expect(try await tool.run("config", "get", "budget.month").output == "500.00 USD\n")
  }

  @Test("The flag wins over the variable, this over the project, this over profile and file")
  func precedence() async throws {
    var tool = try Tool()
    tool.environment["TZ"] = nil
    try write(
      "{timezone: 'Asia/Tokyo', profiles: {acme: {timezone: 'Asia/Seoul', ledger: '~/acme'}}}",
      tool)
    tool.environment["VGLEDGER_DIR"] = nil
    func origin(_ arguments: String...) async throws -> [String] {
      let result = try await tool.run(["config", "show", "-o", "jsonl"] + arguments)
      for line in result.output.split(separator: "\n") {
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard row?["name"] as? String == "timezone" else { continue }
        return [row?["value"] as? String ?? "", row?["origin"] as? String ?? ""]
      }
      return [result.errors]
    }
    #expect(try await origin() == ["Asia/Tokyo", file(tool)])
    #expect(
      try await origin("--profile", "acme") == ["Asia/Seoul", "profile acme in \(file(tool))"])
    let ledger = try await tool.run("--profile", "acme", "config", "get", "ledger")
    #expect(ledger.output == tool.folder.path + "/acme\n")
    let project = try tool.folder.file(".vgledger.json5", "{timezone: 'Asia/Dubai'}")
    #expect(try await origin("--profile", "acme") == ["Asia/Dubai", project])
    tool.environment["VGLEDGER_TZ"] = "Asia/Kabul"
    #expect(try await origin() == ["Asia/Kabul", "VGLEDGER_TZ"])
    #expect(try await origin("--tz", "UTC") == ["UTC", "--tz"])
    let unknown = try await tool.run("--profile", "amce", "list")
    #expect(unknown.status == 64)
    #expect(
      unknown.errors
        == "vgledger: there is no profile 'amce'; did you mean 'acme'? known are acme\n")
  }

  @Test("A project file gives jobs that are tracked below it their project and labels")
  func projectFile() async throws {
    let tool = try Tool()
    _ = try tool.folder.file(
      ".vgledger.json5", "{project: 'acme/spring', labels: {shot: 'sc010', take: '1'}}")
    _ = try await tool.run("track", History.sora, "--label", "take=2")
    let job = try #require(try await tool.jobs().first)
    #expect(job["project"] as? String == "acme/spring")
    #expect(job["labels"] as? [String: String] == ["shot": "sc010", "take": "2"])
    _ = try tool.folder.file(".vgledger.json5", "{accounts: {}}")
    let refused = try await tool.run("list")
    #expect(refused.status == 78)
    #expect(
      refused.errors.hasSuffix(
        ".vgledger.json5: there is no setting 'accounts'; known are project, labels, timezone\n"))
  }

  @Test("A key is never shown, only that it is set, and a command is run only to ask")
  func keysStaySecret() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_API_KEY"] = "sk-secret-1"
    let marker = tool.folder.path + "/ran"
    let key = try tool.folder.file("key", "sk-secret-2\n")
    try write(
      """
      {accounts: {
        veo: {key_command: ['touch', '\(marker)']},
        vertex: {key_file: '\(key)'},
      }}
      """, tool)
    let open = try await tool.run("config", "show")
    #expect(open.status == 78)
    #expect(open.errors == "vgledger: key_file \(key) can be read by others; chmod 600 \(key)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    for format in ["table", "json", "tsv"] {
      let shown = try await tool.run("config", "show", "--origin", "-o", format)
      #expect(shown.status == 0)
      #expect(!shown.output.contains("secret"))
      #expect(shown.output.contains("OPENAI_API_KEY"))
    }
    #expect(!FileManager.default.fileExists(atPath: marker))
    #expect(try await tool.run("config", "get", "accounts.vertex.key").output == "set\n")
  }

  @Test("A key_command is run without a shell, and its first line is the key")
  func keyCommand() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 4000)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 1)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    tool.environment["OPENAI_API_KEY"] = nil
    try write(
      "{accounts: {sora: {key_command: ['printf', 'test-key-openai\\nuser: $(touch /x)']}}}", tool)
    let asked = try await tool.run("status", fate.id(0))
    #expect(asked.status == 0, "\(asked.errors)")
    try write("{accounts: {sora: {key_command: 'false'}}}", tool)
    let failed = try await tool.run("status", fate.id(0))
    #expect(failed.status == 77)
    #expect(
      failed.errors
        == "vgledger: the key_command of account sora failed (1); run 'false' yourself to see why\n"
    )
  }

  @Test("A retired account is not asked; watch closes its open jobs as gone")
  func retired() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_API_KEY"] = "k"
    try write("{accounts: {sora: {retired: '2026-09-24'}}}", tool)
    _ = try await tool.run("track", History.sora)
    let asked = try await tool.run("status", History.sora)
    #expect(asked.status == 78)
    #expect(
      asked.errors
        == "vgledger: account sora is retired since 2026-09-24 and is not asked any more\n")
    let watched = try await tool.run("watch", "--exit-when", "idle")
    #expect(watched.status == 0)
    #expect(watched.output.contains("\tunknown\tgone\t"))
    #expect(try await tool.states() == [History.sora: "gone"])
    let check = try await tool.run("rebuild", "--check")
    #expect(check.status == 0)
  }
}
