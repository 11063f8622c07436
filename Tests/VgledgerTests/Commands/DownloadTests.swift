import Crypto
import Foundation
import FoundationNetworking
import Testing

@Suite("download")
struct DownloadTests {
  private static func tool(_ fate: ScriptedFate, speed: Int = 1000) async throws -> (
    Tool, Simulator
  ) {
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: speed)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    _ = try await tool.run("status", fate.id(0))
    return (tool, simulator)
  }

  private struct QueuedRequest: Decodable {
    var requestID: String

    enum CodingKeys: String, CodingKey {
      case requestID = "request_id"
    }
  }

  @Test("A job of fal is saved by its request's id alone")
  func falByRequest() async throws {
    let simulator = try await Simulator(fates: ScriptedFate.file([]), speed: 1000)
    let base = simulator.origin + "/neighbours/fal"
    var request = URLRequest(url: try #require(URL(string: base + "/fal-ai/veo3")))
    request.httpMethod = "POST"
    request.setValue("Key test-key-fal", forHTTPHeaderField: "authorization")
    request.httpBody = Data(#"{"prompt":"a paper boat [takes: 1]"}"#.utf8)
    let made = try await URLSession.shared.data(for: request).0
    let id = try JSONDecoder().decode(QueuedRequest.self, from: made).requestID
    var tool = try Tool()
    tool.environment["FAL_KEY"] = "test-key-fal"
    tool.environment["VGLEDGER_CONFIG"] = try tool.folder.file(
      "fal.json5",
      "{ accounts: { fal: { dialect: 'fal', base_url: '\(base)', key_env: 'FAL_KEY' } } }")
    let asked = try await tool.run(
      "status", "fal-ai/veo3/requests/\(id)", "--provider", "fal")
    #expect(asked.status == 0, "\(asked.errors)")
    let folder = try Self.folder(tool)
    let saved = try await tool.run("download", id, "--dir", folder)
    #expect(saved.status == 0, "\(saved.errors)")
    #expect(try Self.names(folder).count == 1)
    withExtendedLifetime(simulator) {}
  }

  /// The names in the folder of saved files.
  private static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private static func folder(_ tool: Tool) throws -> String {
    let folder = tool.folder.path + "/videos"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// The hash that the log tells, and that of the file that it names.
  private static func hashes(_ tool: Tool) async throws -> [(told: String, file: String)] {
    try await tool.jobs().flatMap { $0["assets"] as? [[String: Any]] ?? [] }.map { asset in
      let path = try #require(asset["saved_path"] as? String)
      let data = try Data(contentsOf: URL(filePath: path))
      #expect(!data.isEmpty)
      #expect(asset["bytes"] as? Int == data.count)
      let hash = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
      return (try #require(asset["sha256"] as? String), hash)
    }
  }

  @Test(
    "What breaks, ends early, changes or moves is saved whole in the same run",
    arguments: [
      "reset_download", "changed_download", "no_ranges", "short_download", "empty_download",
      "json_download", "download_elsewhere",
    ], ["openai-videos", "gemini-operations"])
  func survives(fate: String, dialect: String) async throws {
    let (tool, simulator) = try await Self.tool(
      ScriptedFate(dialect: dialect, fate: fate, takes: 1))
    let folder = try Self.folder(tool)
    let result = try await tool.run("download", "@last", "--dir", folder)
    #expect(result.status == 0)
    #expect(result.errors == "")
    for (told, file) in try await Self.hashes(tool) { #expect(told == file) }
    #expect(try Self.names(folder).count == 1)
    _ = simulator
  }

  @Test("A video in Cloud Storage is fetched with the account's token")
  func cloudStorage() async throws {
    var fate = ScriptedFate(dialect: "vertex-operations", fate: "reset_download", takes: 1)
    fate.storageURI = "gs://demo-bucket/out/a b"
    let (tool, simulator) = try await Self.tool(fate)
    let folder = try Self.folder(tool)
    let result = try await tool.run("download", "@last", "--dir", folder)
    #expect(result.errors == "")
    #expect(result.status == 0)
    for (told, file) in try await Self.hashes(tool) { #expect(told == file) }
    #expect(try Self.names(folder).count == 1)
    _ = simulator
  }

  @Test("A token for another host than Google's is not sent to Google")
  func foreignToken() async throws {
    var fate = ScriptedFate(dialect: "vertex-operations", fate: "success", takes: 1)
    fate.storageURI = "gs://demo-bucket/out"
    var (tool, simulator) = try await Self.tool(fate)
    tool.environment["GOOGLE_STORAGE_BASE_URL"] = nil
    let result = try await tool.run("download", "@last")
    #expect(result.status == 65)
    #expect(result.errors.contains("set GOOGLE_STORAGE_BASE_URL"))
    _ = simulator
  }

  @Test(
    "Redirects to private places and without an end are refused in one line",
    arguments: [
      ("redirect_loop", "more than 5 redirects"), ("private_redirect", "is on a private network"),
    ])
  func refuses(fate: String, why: String) async throws {
    let (tool, simulator) = try await Self.tool(
      ScriptedFate(dialect: "openai-videos", fate: fate, takes: 1))
    let folder = try Self.folder(tool)
    let result = try await tool.run(
      ["download", "@last", "--dir", folder])
    #expect(result.status != 0)
    #expect(result.errors.contains(why))
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(try Self.names(folder) == [])
    _ = simulator
  }

  @Test("--overwrite replaces a file in one step, and without it the file stays")
  func overwrites() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1)
    let (tool, simulator) = try await Self.tool(fate)
    let folder = try Self.folder(tool)
    _ = try await tool.run("download", "@last", "--dir", folder)
    let name = try #require(try Self.names(folder).first)
    try Data("mine".utf8).write(to: URL(filePath: folder + "/" + name))
    let refused = try await tool.run("download", "@last", "--dir", folder)
    #expect(refused.status == 73)
    #expect(try Data(contentsOf: URL(filePath: folder + "/" + name)) == Data("mine".utf8))
    let replaced = try await tool.run("download", "@last", "--dir", folder, "--overwrite")
    #expect(replaced.status == 0)
    for (told, file) in try await Self.hashes(tool) { #expect(told == file) }
    #expect(try Self.names(folder) == [name])
    _ = simulator
  }
}
