import Foundation
import Testing

@testable import vgledger

@Suite("Completion")
struct CompletionTests {
  private func offered(_ tool: Tool, _ words: String...) async throws -> [String] {
    let result = try await tool.run(["__complete"] + words)
    #expect(result.status == 0)
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map { line in
      String(line.split(separator: "\t")[0])
    }
  }

  @Test("Commands, subcommands, options and their values")
  func words() async throws {
    let tool = try Tool()
    #expect(try await offered(tool, "sta").contains("status"))
    #expect(try await offered(tool, "config", "") == ["show", "get", "set", "path"])
    #expect(try await offered(tool, "-o", "json", "list", "--op") == ["--open"])
    #expect(try await offered(tool, "list", "--color", "a") == ["auto", "always"])
    #expect(try await offered(tool, "list", "--color=ne") == ["--color=never"])
    #expect(
      try await offered(tool, "list", "--state", "failed,fi") == ["failed,filtered"])
    #expect(try await offered(tool, "help", "exit-c").contains("exit-codes"))
    #expect(
      try await offered(tool, "config", "get", "poll.") == [
        "poll.min", "poll.max", "poll.pace", "poll.respect_hint", "poll.give_up_after",
      ])
    #expect(try await offered(tool, "import", "").last == ":files")
    #expect(try await offered(tool, "nonsense", "") == [])
  }

  @Test("Jobs, projects, accounts and profiles as they are now; none without a ledger")
  func live() async throws {
    let tool = try Tool()
    #expect(try await offered(tool, "show", "") == [])
    _ = try await tool.run("track", History.sora, "--project", "acme", "--label", "shot=sc010")
    let key = try #require(try await tool.jobs().first?["key"] as? String)
    #expect(try await offered(tool, "show", "") == [key])
    #expect(try await offered(tool, "show", String(key.prefix(3))) == [key])
    #expect(try await offered(tool, "show", "video_6a") == [History.sora])
    #expect(try await offered(tool, "show", "@") == ["@last"])
    #expect(try await offered(tool, "track", "x", "--project", "") == ["acme"])
    #expect(try await offered(tool, "track", "x", "--label", "sh") == ["shot=sc010"])
    #expect(try await offered(tool, "status", "--provider", "ve") == ["veo", "vertex"])
  }

  @Test("Words that a shell could act on are not offered")
  func hostile() async throws {
    let tool = try Tool()
    _ = try await tool.run("track", History.sora, "--project", "$(touch /tmp/x)")
    #expect(try await offered(tool, "track", "x", "--project", "") == [])
  }

  /// What a shell's own completion gives, or `nil` where there is no such shell.
  private func inShell(_ tool: Tool, _ shell: String, _ script: String) async throws -> [String]? {
    guard
      let program = ["/bin/", "/usr/bin/"].map({ $0 + shell }).first(
        where: FileManager.default.isExecutableFile(atPath:))
    else { return nil }
    let file = URL(filePath: tool.folder.path + "/said")
    try Data().write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = shell == "bash" ? ["--norc", "-c", script] : ["-c", script]
    let folder = (Programs.path("vgledger") as NSString).deletingLastPathComponent
    process.environment = tool.environment.merging(["PATH": "\(folder):/usr/bin:/bin"]) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: file)
    #expect(try await process.runToEnd() == 0)
    return String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
      .map { String($0.split(separator: "\t")[0]) }
  }

  @Test(
    "bash completes through the script, also behind its word breaks",
    arguments: [
      ("vgledger config s", ["show", "set"]),
      ("vgledger show @", ["last"]),
      ("vgledger track x --label shot=", ["sc010"]),
      ("vgledger list --state failed,ca", ["failed,canceled"]),
    ])
  func bash(line: String, expected: [String]) async throws {
    let tool = try Tool()
    _ = try await tool.run("track", History.sora, "--label", "shot=sc010")
    let said = try await inShell(
      tool, "bash",
      """
      eval "$(vgledger completion bash)"
      compopt() { :; }
      COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}
      _vgledger
      printf '%s\\n' "${COMPREPLY[@]}"
      """)
    if let said { #expect(said == expected) }
  }

  @Test("fish completes through the script")
  func fish() async throws {
    let tool = try Tool()
    let said = try await inShell(
      tool, "fish", "vgledger completion fish | source; complete -C 'vgledger config s'")
    if let said { #expect(said.sorted() == ["set", "show"]) }
  }

  @Test("install says where, and does nothing twice", arguments: ["bash", "zsh", "fish"])
  func install(shell: String) async throws {
    var tool = try Tool()
    tool.environment["SHELL"] = "/bin/" + shell
    let first = try await tool.run("completion", "install")
    #expect(first.status == 0)
    let word = first.output.split(separator: " ").first { $0.hasPrefix("/") }
    let path = String(try #require(word)).replacing(";", with: "")
    let printed = try await tool.run("completion", shell)
    #expect(
      String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        == printed.output)
    let second = try await tool.run("completion", "install")
    #expect(second.output == "\(shell): \(path) is up to date\n")
    tool.environment["SHELL"] = "/bin/csh"
    #expect(try await tool.run("completion", "install").status == 64)
  }
}
