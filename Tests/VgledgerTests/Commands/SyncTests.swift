import Foundation
import Testing

@Suite("sync, against simulated providers")
struct SyncTests {
  private static let fates = [
    ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1),
    ScriptedFate(dialect: "openai-videos", fate: "server_errors", takes: 1),
    ScriptedFate(dialect: "gemini-operations", fate: "success", takes: 80_000),
  ]

  @Test("Every open job is asked once, and once again by the next pass")
  func passes() async throws {
    let simulator = try await Simulator(fates: ScriptedFate.file(Self.fates), speed: 100)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    _ = try await tool.run(["track"] + Self.fates.enumerated().map { $1.id($0) })
    let first = try await tool.run("sync", "--json", "--fields", "id,before,state")
    #expect(first.status == 0)
    #expect(first.output.contains("\"asked\": 3"))
    #expect(first.output.contains("\"changed\": 2"))
    let second = try await tool.run("sync", "-v")
    #expect(second.output == "")
    #expect(second.errors == "vgledger: asked about 2 jobs, 0 changed\n")
    let log = try await tool.run("log", "-o", "jsonl")
    let answers = log.output.split(separator: "\n").filter { $0.contains("status.observed") }
    #expect(answers.count == 5, "\(log.output)")
    withExtendedLifetime(simulator) {}
  }

  @Test("While another process asks it asks nobody, and says so with 75")
  func singleFlight() async throws {
    let simulator = try await Simulator(fates: ScriptedFate.file(Self.fates), speed: 1)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    _ = try await tool.run(["track"] + Self.fates.enumerated().map { $1.id($0) })
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["watch"]
    process.environment = tool.environment
    process.standardOutput = output
    async let status = process.runToEnd()
    _ = await output.nextPiece()
    let result = try await tool.run("sync")
    #expect(
      result
        == .init(
          status: 75, output: "",
          errors:
            "vgledger: another process asks for this ledger already; nothing is left to do for sync\n"
        ))
    kill(process.processIdentifier, SIGTERM)
    #expect(try await status == 0)
    withExtendedLifetime(simulator) {}
  }

  @Test("Where nobody answers it says so with 69")
  func nobodyAnswers() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    tool.environment["OPENAI_API_KEY"] = "test-key"
    _ = try await tool.run("track", History.sora)
    let result = try await tool.run("sync")
    #expect(result.status == 69)
    #expect(
      result.errors == """
        vgledger: asked about 1 jobs, 0 changed, 1 without an answer
        vgledger: no provider answered; 1 questions are recorded as such, try again

        """)
  }

  @Test("--discover tracks what a provider lists, without a ledger, and only once")
  func discovers() async throws {
    let simulator = try await Simulator(fates: ScriptedFate.file(Self.fates), speed: 100)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    let first = try await tool.run("sync", "--discover", "--json", "--fields", "id,before")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("\"listed\": 2"), "\(first.output)")
    #expect(first.output.contains("\"tracked\": 2"))
    // Each job that is found is news, whether its state has changed since or not.
    #expect(first.output.components(separatedBy: "\"before\": \"unknown\"").count == 3)
    let second = try await tool.run("sync", "--discover", "--json")
    #expect(second.output.contains("\"tracked\": 0"))
    withExtendedLifetime(simulator) {}
  }

  @Test("--discover says whose list could not be had, and exits with 69 where none could")
  func noLists() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    tool.environment["OPENAI_API_KEY"] = "test-key"
    _ = try await tool.run("init")
    #expect(
      try await tool.run("sync", "--discover")
        == .init(
          status: 69, output: "",
          errors: """
            vgledger: sora: no list came (refused); what came before is tracked, try again
            vgledger: no list of a provider could be had; try again

            """))
  }

  /// Pairs that were admitted as one would be twice as many in the time; the greater burst of the
  /// provider leaves room for requests that a busy machine sends late and together.
  @Test("fal's result is a question of its own within the account's rate")
  func resultsWithinRate() async throws {
    let fates = Array(
      repeating: ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1), count: 12)
    let simulator = try await Simulator(
      fates: ScriptedFate.file(fates), speed: 1000,
      options: ["--limit-rate", "10", "--limit-burst", "6"])
    var tool = try Tool()
    tool.environment["FAL_KEY"] = "test-key-fal"
    tool.environment["VGLEDGER_CONFIG"] = try tool.folder.file(
      "fal.json5",
      """
      { accounts: { fal: {
        dialect: "fal", base_url: "\(simulator.origin)/neighbours/fal", key_env: "FAL_KEY",
        limit_per_second: 10, limit_burst: 1,
      } } }
      """)
    let ids = fates.enumerated().map { "fal-ai/veo3/requests/" + $1.id($0) }
    let tracked = try await tool.run(["track", "--provider", "fal"] + ids)
    #expect(tracked.status == 0, "\(tracked.errors)")
    let pass = try await tool.run("sync", "-v")
    #expect(pass.errors == "vgledger: asked about 12 jobs, 12 changed\n")
    let states = try await tool.states()
    for id in ids { #expect(states[id] == "succeeded") }
    let requests = try simulator.requests()
    #expect(requests.count == 24)
    #expect(requests.allSatisfy { $0.exceeded == nil && $0.status == 200 })
  }

  @Test("An empty ledger has nothing to ask about")
  func empty() async throws {
    let tool = try Tool()
    _ = try await tool.run("init")
    #expect(
      try await tool.run("sync")
        == .init(status: 0, output: "", errors: ""))
  }
}
