import Foundation

/// A ledger of a month of written history, which is made once for all tests that only read it.
///
/// The history follows from its seed, and the clock stands at its end: whatever the program says
/// of this ledger is the same in every run and on every machine.
enum SeededLedger {
  static let end = "2026-09-15T12:00:00Z"
  static let jobs = 400
  static let account = "gateway"

  private static let configuration = """
    { accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }
    """

  private static let made = Task { try await make() }

  /// The program on the seeded ledger.
  static func tool() async throws -> Tool { try await made.value }

  private static func make() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = end
    tool.environment["TZ"] = "Europe/Berlin"
    tool.environment["PATH"] = Programs.folder("vgledger") + ":/usr/bin:/bin"
    tool.folder.removeAtExit()
    let settings = tool.folder.path + "/.config/vgledger"
    try FileManager.default.createDirectory(
      atPath: settings, withIntermediateDirectories: true)
    try Data(configuration.utf8).write(to: URL(filePath: settings + "/config.json5"))
    let result = try await tool.run(
      shell: """
        provider-simulator history --jobs \(jobs) --seed 1 --days 30 --until \(end) \
        --gateway \(account) > history.jsonl && vgledger import history.jsonl
        """)
    guard result.status == 0 else { throw SeedingError(said: result.output) }
    return tool
  }
}

/// The ledger could not be made; what the programs said.
struct SeedingError: Error {
  var said: String
}
