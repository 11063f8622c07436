import Foundation
import Testing

/// The provider simulator as a process, on a port of its own.
final class Simulator: @unchecked Sendable {
  private let process = Process()
  private let folder: TemporaryFolder
  let origin: String

  /// `fates`: the content of a fates file.
  ///
  /// `speed`: simulated seconds a second.
  ///
  /// `options`: more of its command line.
  init(fates: String, speed: Int, options: [String] = []) async throws {
    folder = try TemporaryFolder()
    let file = try folder.file("fates.json", fates)
    let pipe = Pipe()
    process.executableURL = URL(filePath: Programs.path("provider-simulator"))
    process.arguments =
      [
        "--port", "0", "--speed", "\(speed)", "--fates", file, "--request-log",
        folder.path + "/requests",
      ] + options
    process.standardOutput = pipe
    try process.startAlone()
    var said = ""
    while !said.contains("\n") {
      let data = await pipe.nextPiece()
      guard !data.isEmpty else { break }
      said += String(decoding: data, as: UTF8.self)
    }
    let words = said.split(whereSeparator: \.isWhitespace)
    origin = String(try #require(words.last))
  }

  deinit { process.terminate() }

  /// Where the accounts are, and keys for them.
  var environment: [String: String] {
    [
      "OPENAI_BASE_URL": origin + "/v1", "OPENAI_API_KEY": "test-key-openai",
      "GOOGLE_GEMINI_BASE_URL": origin + "/v1beta", "GEMINI_API_KEY": "test-key-gemini",
      "GOOGLE_VERTEX_BASE_URL": origin + "/v1", "GOOGLE_STORAGE_BASE_URL": origin,
      "GOOGLE_VERTEX_ACCESS_TOKEN": "test-token-vertex",
    ]
  }

  /// What the log says of one request; members as docs/simulator.md has them.
  struct LoggedRequest: Decodable {
    var path: String
    var status: Int
    var account: String?
    var exceeded: String?
    var received: [String]?
  }

  /// All requests that it answered, in the order of their answers.
  func requests() throws -> [LoggedRequest] {
    let data = try Data(contentsOf: URL(filePath: folder.path + "/requests"))
    return try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(LoggedRequest.self, from: Data($0))
    }
  }

  /// The ids of all answers that it gave.
  func requestIDs() throws -> Set<String> {
    let text = String(
      decoding: try Data(contentsOf: URL(filePath: folder.path + "/requests")), as: UTF8.self)
    return Set(
      try text.split(separator: "\n").compactMap { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["request_id"] as? String
      })
  }
}

/// A job for the simulator's fates file.
struct ScriptedFate: CustomTestStringConvertible, Sendable {
  let dialect: String
  let fate: String
  var samples = 1
  var takes = 40
  /// Of Vertex AI: the folder of Cloud Storage for its videos.
  var storageURI: String?

  var testDescription: String { "\(dialect) \(fate)" }

  /// A native id that differs for each place in the file.
  func id(_ place: Int) -> String {
    let number = String(format: "%02x", place)
    switch dialect {
    case "openai-videos":
      return "video_6a7bd3\(number)b7c08190143e5c7a98b6d4f3100e2c4a6886a4c2"
    case "gemini-operations":
      return "models/veo-3.1-generate-preview/operations/k3x9q2m7w1\(number)"
    default:
      return "projects/demo-1/locations/us-central1/publishers/google/models/veo-3.1-generate-001"
        + "/operations/5b0c7a1e-2f34-4d6b-9a10-0c1d2e3f4a\(number)"
    }
  }

  /// The content of a fates file.
  static func file(_ fates: [Self]) -> String {
    let jobs = fates.enumerated().map { place, fate in
      """
      {"dialect":"\(fate.dialect)","id":"\(fate.id(place))","fate":"\(fate.fate)",\
      "takes":\(fate.takes),"samples":\(fate.samples),\
      \(fate.storageURI.map { "\"storage_uri\":\"\($0)\"," } ?? "")"prompt":"a paper boat"}
      """
    }
    return "{\"jobs\":[\(jobs.joined(separator: ","))]}"
  }
}
