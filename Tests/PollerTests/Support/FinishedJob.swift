import Foundation
import Ledger
import Poller
import Providers
import Testing

/// A finished job whose one video is at an address, from a real ledger.
enum FinishedJob {
  static let id = "models/veo-3.1-generate-preview/operations/abc123"
  static let declaration = Declaration(
    account: "veo", nativeID: id, dialect: "gemini-operations")

  /// `folder`: gets a folder `ledger`.
  static func make(in folder: String, uri: String) async throws -> Job {
    let ledger = try await Ledger.create(
      folder + "/ledger", origin: nil, tool: "test", now: { Moment(rawValue: 1000) })
    return try await tell(ledger, uri: uri)
  }

  /// Appends an answer with that address.
  static func tell(_ ledger: Ledger, uri: String) async throws -> Job {
    var observation = Observation(state: .succeeded)
    observation.assets = [Asset(uri: uri)]
    _ = try await ledger.append([
      EventDraft(
        subject: .job(declaration), source: .poll, observed: Moment(rawValue: 1000),
        fact: .statusObserved(
          Answer(httpStatus: 200, body: Array(uri.utf8)), observation))
    ])
    return try #require(try ledger.snapshot().job(account: "veo", nativeID: id))
  }

  static func access(_ origin: String) -> AccountAccess {
    AccountAccess(
      account: Account(name: "veo", dialect: .geminiOperations, baseURL: origin + "/v1beta"),
      key: "secret-key", keyName: "KEY")
  }
}

/// A temporary folder that goes with its test.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "vgledger-poller-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What is in it but for the ledger.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "ledger" }.sorted()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}
