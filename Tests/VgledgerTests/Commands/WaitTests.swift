import Foundation
import Testing

@Suite("wait, against simulated providers")
struct WaitTests {
  private func setting(
    _ fates: [ScriptedFate], speed: Int = 100
  ) async throws -> (simulator: Simulator, tool: Tool, ids: [String]) {
    let simulator = try await Simulator(fates: ScriptedFate.file(fates), speed: speed)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    let ids = fates.enumerated().map { $1.id($0) }
    let tracked = try await tool.run(["track"] + ids)
    #expect(tracked.status == 0)
    return (simulator, tool, ids)
  }

  private static let success = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 20)
  private static let failed = ScriptedFate(dialect: "openai-videos", fate: "failed", takes: 20)
  private static let filtered = ScriptedFate(
    dialect: "openai-videos", fate: "moderation_blocked", takes: 20)
  private static let canceled = ScriptedFate(
    dialect: "openai-videos", fate: "canceled", takes: 20)
  private static let endless = ScriptedFate(
    dialect: "gemini-operations", fate: "success", takes: 80_000)

  @Test(
    "The exit code tells the worst of the endings, and a line each job's",
    arguments: [
      ([success], 0), ([success, failed, filtered, canceled], 10),
      ([success, canceled, filtered], 11), ([success, canceled], 12),
    ] as [([ScriptedFate], Int32)])
  func exitCodes(fates: [ScriptedFate], code: Int32) async throws {
    let (simulator, tool, ids) = try await setting(fates)
    let result = try await tool.run(["wait"] + ids + ["--timeout", "60s"])
    #expect(result.status == code)
    #expect(result.output.split(separator: "\n").count == fates.count)
    #expect(result.errors == "")
    let again = try await tool.run(["wait"] + ids)
    #expect(again.status == code, "what has ended is not asked about again")
    withExtendedLifetime(simulator) {}
  }

  @Test("The time runs out: 124, and the line of what is still open")
  func timesOut() async throws {
    let (simulator, tool, ids) = try await setting([Self.endless])
    let result = try await tool.run("wait", ids[0], "--timeout", "700ms")
    #expect(result.status == 124)
    #expect(result.output.contains("  running  "))
    #expect(result.errors == "vgledger: 1 of 1 jobs are still open after 700ms\n")
    withExtendedLifetime(simulator) {}
  }

  @Test("One is enough with --any, whatever the others do")
  func any() async throws {
    let (simulator, tool, ids) = try await setting([Self.endless, Self.success])
    let result = try await tool.run(["wait"] + ids + ["--any", "--timeout", "60s"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count == 1)
    withExtendedLifetime(simulator) {}
  }

  @Test("Terms choose jobs; what no job matches is never a success")
  func terms() async throws {
    let (simulator, tool, _) = try await setting([Self.success, Self.endless])
    let result = try await tool.run("wait", "provider:sora", "--timeout", "60s")
    #expect(result.status == 0)
    let none = try await tool.run("wait", "project:no-such")
    #expect(none.status == 13)
    let unknown = try await tool.run("wait", "video_nowhere")
    #expect(unknown.status == 13)
    withExtendedLifetime(simulator) {}
  }

  @Test("It follows a watch that asks, and hears of the end from it")
  func followsWatch() async throws {
    let (simulator, tool, ids) = try await setting([Self.success])
    var keyless = tool
    keyless.environment["OPENAI_API_KEY"] = nil
    async let watched = tool.run("watch", "--interval", "100ms", "--exit-when", "idle")
    let result = try await keyless.run("wait", ids[0], "--timeout", "60s")
    #expect(result.status == 0)
    #expect(try await watched.status == 0)
    withExtendedLifetime(simulator) {}
  }

  @Test(
    "A signal ends it with its own code",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func signals(signal: Int32, code: Int32) async throws {
    let (simulator, tool, ids) = try await setting([Self.endless])
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["wait", ids[0]]
    process.environment = tool.environment
    process.standardOutput = errors
    async let status = process.runToEnd()
    // It has begun to listen for signals when the first answer is in the log.
    while try await !tool.states().values.contains("running") {}
    kill(process.processIdentifier, signal)
    #expect(try await status == code)
    withExtendedLifetime(simulator) {}
  }
}
