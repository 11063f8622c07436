import Foundation
import Testing

@Suite("watch, against simulated providers")
struct WatchTests {
  /// Every fate with the state that it must lead to.
  static let fates: [(fate: ScriptedFate, state: String)] = [
    (ScriptedFate(dialect: "openai-videos", fate: "success"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "slow_success"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "moderation_blocked"), "filtered"),
    (ScriptedFate(dialect: "openai-videos", fate: "failed"), "failed"),
    (ScriptedFate(dialect: "openai-videos", fate: "rate_limited"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "html_error"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "cut_body"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "canceled"), "canceled"),
    (ScriptedFate(dialect: "openai-videos", fate: "string_numbers"), "succeeded"),
    (ScriptedFate(dialect: "openai-videos", fate: "unknown_word"), "succeeded"),
    (ScriptedFate(dialect: "gemini-operations", fate: "success"), "succeeded"),
    (ScriptedFate(dialect: "gemini-operations", fate: "filtered"), "filtered"),
    (ScriptedFate(dialect: "gemini-operations", fate: "partial", samples: 2), "partial"),
    (ScriptedFate(dialect: "gemini-operations", fate: "server_errors"), "succeeded"),
    (ScriptedFate(dialect: "gemini-operations", fate: "retired"), "gone"),
    (ScriptedFate(dialect: "vertex-operations", fate: "success"), "succeeded"),
    (ScriptedFate(dialect: "vertex-operations", fate: "failed"), "failed"),
    (ScriptedFate(dialect: "vertex-operations", fate: "moderation_blocked"), "filtered"),
  ]

  private func tool(_ simulator: Simulator) throws -> Tool {
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    return tool
  }

  @Test("Every fate ends in its state, and a rebuild finds no difference")
  func fatesEndInTheirStates() async throws {
    let simulator = try await Simulator(
      fates: ScriptedFate.file(Self.fates.map(\.fate)), speed: 100)
    let tool = try tool(simulator)
    let ids = Self.fates.enumerated().map { $1.fate.id($0) }
    let tracked = try await tool.run(["track"] + ids)
    #expect(tracked.status == 0)
    let watched = try await tool.run("watch", "--interval", "200ms", "--exit-when", "verdict")
    #expect(watched.status == 0)
    // Trouble is said once a job, not at every question.
    let troubles = ["HTTP 429, ", "HTTP 502, ", "HTTP 500, "]
    #expect(watched.errors.split(separator: "\n").count == troubles.count)
    for trouble in troubles { #expect(watched.errors.contains(trouble)) }
    let states = try await tool.states()
    for (place, (fate, state)) in Self.fates.enumerated() {
      #expect(states[fate.id(place)] == state, "\(fate)")
    }
    let check = try await tool.run("rebuild", "--check")
    #expect(check.output.hasPrefix("no difference: "))
    #expect(check.status == 0)
  }

  @Test("Killed again and again, it loses and repeats nothing")
  func survivesKills() async throws {
    let fates = Self.fates.map(\.fate)
    let simulator = try await Simulator(fates: ScriptedFate.file(fates), speed: 20)
    let tool = try tool(simulator)
    _ = try await tool.run(["track"] + fates.enumerated().map { $1.id($0) })
    var printed = ""
    var generator = SystemRandomNumberGenerator()
    let seed = generator.next()
    for round in 0..<4 {
      // The instant differs with every run; the seed only says which one it was.
      let milliseconds = 150 + Int((seed >> UInt64(8 * round)) & 0xff) * 2
      printed += try await killedWatch(tool, after: .milliseconds(milliseconds))
    }
    let last = try await tool.run("watch", "-v", "--interval", "200ms", "--exit-when", "verdict")
    #expect(last.status == 0, "seed \(seed)")
    printed += last.output

    let log = try await tool.run("log", "-o", "jsonl")
    let events = try log.output.split(separator: "\n").compactMap { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
    #expect(events.compactMap { $0["sequence"] as? Int } == Array(1...events.count))
    let answers = events.filter { $0["kind"] as? String == "status.observed" }
      .compactMap { $0["request_id"] as? String }
    #expect(Set(answers).count == answers.count, "no answer is there twice, seed \(seed)")
    #expect(try Set(answers).isSubset(of: simulator.requestIDs()))
    for line in printed.split(separator: "\n") where line.contains("\tpolled\t") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 6 else { continue }  // the line on which the kill fell
      #expect(answers.contains(String(cells[5])), "what was printed is in the log: \(line)")
    }
  }

  /// Runs watch for a while, kills it, and gives what it had printed.
  private func killedWatch(_ tool: Tool, after time: Duration) async throws -> String {
    let file = URL(filePath: tool.folder.path + "/killed-" + UUID().uuidString)
    try Data().write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["watch", "-v", "--interval", "100ms"]
    process.environment = tool.environment
    process.standardOutput = try FileHandle(forWritingTo: file)
    async let status = process.runToEnd()
    try await ContinuousClock().sleep(for: time)
    kill(process.processIdentifier, SIGKILL)
    _ = try await status
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test("TERM and INT end it cleanly", arguments: [SIGTERM, SIGINT])
  func stopsOnSignal(signal: Int32) async throws {
    let fate = ScriptedFate(dialect: "gemini-operations", fate: "success", takes: 4000)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 1)
    let tool = try tool(simulator)
    _ = try await tool.run("track", fate.id(0))
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["watch", "--interval", "100ms"]
    process.environment = tool.environment
    process.standardOutput = output
    async let status = process.runToEnd()
    let first = await output.nextPiece()
    #expect(String(decoding: first, as: UTF8.self).contains("unknown\trunning"))
    kill(process.processIdentifier, signal)
    #expect(try await status == 0)
  }

  @Test("Jobs that cannot be asked are said once, and does not keep it from ending")
  func saysWhatItSkips() async throws {
    let tool = try Tool()
    _ = try await tool.run("track", History.veo)
    let result = try await tool.run("watch", "--exit-when", "idle")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      result.errors
        == "vgledger: jobs of account veo are not asked about: account veo has no key; "
        + "set GEMINI_API_KEY or GOOGLE_API_KEY\n")
  }
}
