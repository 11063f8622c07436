import Foundation
import Testing

@Suite("status")
struct StatusTests {
  private static func tool(_ fates: [ScriptedFate], speed: Int = 1000) async throws -> (
    Tool, Simulator
  ) {
    let simulator = try await Simulator(fates: ScriptedFate.file(fates), speed: speed)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    return (tool, simulator)
  }

  @Test(
    "The calls of the original command work as they stand",
    arguments: [
      ["--job-id", "models/veo-3.1-generate-preview/operations/abc123"],
      ["--job-id", "video_abc123def456789"],
      ["--job-id", "abc123", "--provider", "sora"],
    ])
  func callsOfTheOriginal(arguments: [String]) async throws {
    let (tool, simulator) = try await Self.tool([])
    let result = try await tool.run(["status"] + arguments)
    // The simulator knows none of these: a 404 is an answer, and it is recorded.
    #expect(result.status == 0)
    #expect(result.output.contains("unknown"))
    #expect(result.output.contains("HTTP 404"))
    #expect(try await tool.jobs().count == 1)
    _ = simulator
  }

  @Test("A finished job is reported with its state, times and result")
  func reportsResult() async throws {
    let fate = ScriptedFate(dialect: "gemini-operations", fate: "success", takes: 1)
    let (tool, simulator) = try await Self.tool([fate])
    let result = try await tool.run("status", fate.id(0), "-o", "json")
    #expect(result.status == 0)
    let object =
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(object?["schema"] as? String == "vgledger.status/1")
    let data = try #require(object?["data"] as? [String: Any])
    #expect(data["state"] as? String == "succeeded")
    #expect(data["answer_http_status"] as? Int == 200)
    let assets = try #require(data["assets"] as? [[String: Any]])
    let uri = try #require(assets.first?["uri"] as? String)
    #expect(uri.hasPrefix(simulator.origin))
  }

  @Test(
    "--download saves the video, and says with which hash",
    arguments: [
      "openai-videos", "gemini-operations", "vertex-operations",
    ])
  func downloads(dialect: String) async throws {
    let fate = ScriptedFate(dialect: dialect, fate: "success", takes: 1)
    let (tool, simulator) = try await Self.tool([fate])
    let file = tool.folder.path + "/video.mp4"
    let result = try await tool.run("status", fate.id(0), "--download", "--to", file)
    #expect(result.errors == "vgledger: made a new ledger in \(tool.ledger)\n")
    #expect(result.status == 0)
    let bytes = try Data(contentsOf: URL(filePath: file))
    #expect(bytes.count > 10_000)
    let job = try await tool.jobs().first
    let asset = try #require((job?["assets"] as? [[String: Any]])?.first)
    #expect(asset["saved_path"] as? String == file)
    #expect(asset["bytes"] as? Int == bytes.count)
    let sha256 = try #require(asset["sha256"] as? String)
    #expect(result.output.contains(sha256))
    _ = simulator
  }

  @Test("No answer, a refused key and a rate limit have their exit codes and are recorded")
  func exitCodes() async throws {
    let limited = ScriptedFate(dialect: "openai-videos", fate: "rate_limited")
    let (tool, simulator) = try await Self.tool([limited])
    #expect(try await tool.run("status", limited.id(0)).status == 75)

    var unreachable = tool
    unreachable.environment["VGLEDGER_DIR"] = tool.folder.path + "/other"
    unreachable.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9"
    let nobody = try await unreachable.run("status", limited.id(0))
    #expect(nobody.status == 69)
    #expect(nobody.output.contains("none (refused)"))
    #expect(try await unreachable.jobs().first?["polls"] as? Int == 1)
    _ = simulator
  }

  @Test("A moved account is refused before anything is sent")
  func refusesMovedAccount() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "success")
    let (tool, simulator) = try await Self.tool([fate])
    _ = try await tool.run("track", fate.id(0))
    let other = try await Simulator(fates: ScriptedFate.file([fate]), speed: 1)
    var moved = tool
    moved.environment.merge(other.environment) { $1 }
    let result = try await moved.run("status", fate.id(0))
    #expect(result.status == 78)
    #expect(result.errors.contains("account sora stands for \(simulator.origin)/v1"))
    #expect(try other.requestIDs().isEmpty)
    #expect(try await moved.run("account", "rebind", "sora").status == 0)
    #expect(try await moved.run("status", fate.id(0)).status == 0)
  }
}
