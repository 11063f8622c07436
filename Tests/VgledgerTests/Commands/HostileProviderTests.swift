import Foundation
import Testing

/// The simulator plays an attacker, or a provider in a bad way, and logs what it receives.
@Suite("Hostile providers")
struct HostileProviderTests {
  private func tool(_ simulator: Simulator) throws -> Tool {
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    return tool
  }

  /// Answers that must neither be believed nor end the watch; few enough for an account to be taken
  /// for alive, for the test would wait through its rests.
  static let polls = [
    ScriptedFate(dialect: "openai-videos", fate: "status_redirect"),
    ScriptedFate(dialect: "openai-videos", fate: "clock_ahead"),
    ScriptedFate(dialect: "openai-videos", fate: "progress_back"),
    ScriptedFate(dialect: "gemini-operations", fate: "status_redirect"),
    ScriptedFate(dialect: "gemini-operations", fate: "clock_behind"),
    ScriptedFate(dialect: "vertex-operations", fate: "wrong_length"),
    ScriptedFate(dialect: "vertex-operations", fate: "success"),
  ]

  @Test("Broken and foreign answers are no verdict, and no question goes to another host")
  func polls() async throws {
    let simulator = try await Simulator(fates: ScriptedFate.file(Self.polls), speed: 100)
    let tool = try tool(simulator)
    let ids = Self.polls.enumerated().map { $1.id($0) }
    #expect(try await tool.run(["track"] + ids).status == 0)
    let watched = try await tool.run("watch", "--interval", "200ms", "--exit-when", "verdict")
    #expect(watched.status == 0)
    let states = try await tool.states()
    for (place, fate) in Self.polls.enumerated() {
      #expect(states[fate.id(place)] == "succeeded", "\(fate)")
    }
    let requests = try simulator.requests()
    #expect(requests.contains { $0.status == 302 })
    #expect(!requests.contains { $0.path.hasPrefix("/elsewhere/") })
  }

  /// Each dialect has its own way to the file, and its own header for the key.
  static let dialects = ["openai-videos", "gemini-operations"]

  /// Tracks a job of this fate and asks about it until it has ended.
  private func succeeded(_ fate: ScriptedFate, _ tool: Tool) async throws {
    #expect(try await tool.run("track", fate.id(0)).status == 0)
    let watched = try await tool.run("watch", "--interval", "100ms", "--exit-when", "verdict")
    #expect(watched.status == 0)
    #expect(try await tool.states()[fate.id(0)] == "succeeded")
  }

  @Test("A file at another host is saved, and the key stays at home", arguments: dialects)
  func elsewhere(dialect: String) async throws {
    let fate = ScriptedFate(dialect: dialect, fate: "download_elsewhere", takes: 1)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 100)
    let tool = try tool(simulator)
    try await succeeded(fate, tool)
    let folder = try TemporaryFolder()
    let saved = try await tool.run("download", fate.id(0), "--dir", folder.path)
    #expect(saved.status == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == 1)
    let foreign = try simulator.requests().filter { $0.path.hasPrefix("/elsewhere/") }
    #expect(foreign.map(\.status) == [200])
    #expect(foreign.map(\.account) == [nil])
    let names = Set(foreign.flatMap { $0.received ?? [] })
    #expect(names.isDisjoint(with: ["authorization", "x-goog-api-key", "cookie"]))
  }

  @Test(
    "Private addresses and endless redirects save nothing", arguments: dialects,
    ["private_redirect", "redirect_loop"])
  func refused(dialect: String, name: String) async throws {
    let fate = ScriptedFate(dialect: dialect, fate: name, takes: 1)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 100)
    let tool = try tool(simulator)
    try await succeeded(fate, tool)
    let folder = try TemporaryFolder()
    let saved = try await tool.run("download", fate.id(0), "--dir", folder.path)
    #expect(saved.status != 0)
    #expect(saved.errors.split(separator: "\n").count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(try simulator.requests().filter { $0.status == 302 }.count <= 20)
  }
}
