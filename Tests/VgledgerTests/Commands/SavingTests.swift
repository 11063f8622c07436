import Foundation
import Testing

@Suite("Videos that are saved while jobs are followed")
struct SavingTests {
  private static let fates = [
    ScriptedFate(dialect: "openai-videos", fate: "success", takes: 20),
    ScriptedFate(dialect: "openai-videos", fate: "reset_download", takes: 30),
    ScriptedFate(dialect: "gemini-operations", fate: "success", samples: 2, takes: 20),
    ScriptedFate(dialect: "gemini-operations", fate: "filtered", takes: 20),
    ScriptedFate(dialect: "vertex-operations", fate: "success", takes: 20),
  ]

  private static func tool(_ fates: [ScriptedFate]) async throws -> (Tool, Simulator, String) {
    let simulator = try await Simulator(fates: ScriptedFate.file(fates), speed: 100)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    let folder = tool.folder.path + "/videos"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return (tool, simulator, folder)
  }

  /// The paths that the log tells, and those of the folder.
  private static func paths(_ tool: Tool, _ folder: String) async throws -> (
    told: [String], there: [String]
  ) {
    let told = try await tool.jobs().flatMap { $0["assets"] as? [[String: Any]] ?? [] }
      .compactMap { $0["saved_path"] as? String }
    let there = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      folder + "/" + $0
    }
    return (told.sorted(), there.sorted())
  }

  @Test("watch --download saves every video, and ends when the last one is there")
  func watch() async throws {
    let (tool, simulator, folder) = try await Self.tool(Self.fates)
    _ = try await tool.run(["track"] + Self.fates.enumerated().map { $1.id($0) })
    let watched = try await tool.run(
      "watch", "--interval", "200ms", "--exit-when", "idle", "--download", folder)
    #expect(watched.status == 0)
    let (told, there) = try await Self.paths(tool, folder)
    #expect(there.count == 5)
    #expect(told == there)
    #expect(watched.errors.split(separator: "\n").count { $0.contains(" saved ") } == 5)
    _ = simulator
  }

  @Test("--unsaved takes up what earlier jobs have unsaved; without it they are left")
  func backlog() async throws {
    let fate = ScriptedFate(dialect: "gemini-operations", fate: "success", samples: 2, takes: 1)
    let (tool, simulator, folder) = try await Self.tool([fate])
    _ = try await tool.run("track", fate.id(0))
    _ = try await tool.run("watch", "--interval", "100ms", "--exit-when", "idle")
    let left = try await tool.run("watch", "--exit-when", "idle", "--download", folder)
    #expect(left.status == 0)
    #expect(try await Self.paths(tool, folder).there == [])
    let saved = try await tool.run(
      "watch", "--exit-when", "idle", "--download", folder, "--unsaved")
    #expect(saved.status == 0)
    let (told, there) = try await Self.paths(tool, folder)
    #expect(there.count == 2)
    #expect(told == there)
    _ = simulator
  }

  @Test("A video that cannot be had is given up with a note, and the run ends")
  func givesUp() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "redirect_loop", takes: 1)
    let (tool, simulator, folder) = try await Self.tool([fate])
    _ = try await tool.run("track", fate.id(0))
    let watched = try await tool.run(
      "watch", "--interval", "100ms", "--exit-when", "idle", "--download", folder)
    #expect(watched.status == 0)
    #expect(watched.errors.contains("not saved: more than 5 redirects; 'vgledger download "))
    #expect(try await Self.paths(tool, folder).there == [])
    _ = simulator
  }

  @Test(
    "What makes no sense is refused before anything is asked",
    arguments: [
      (["watch", "--unsaved"], Int32(64)), (["watch", "--download", "/nowhere"], 73),
      (["serve", "--no-poll", "--download", "."], 64),
    ] as [([String], Int32)])
  func refuses(words: [String], status: Int32) async throws {
    let tool = try Tool()
    let result = try await tool.run(words)
    #expect(result.status == status)
  }
}
