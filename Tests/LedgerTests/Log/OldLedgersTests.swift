import Foundation
import Testing

@testable import Ledger

/// Ledgers that earlier versions have written stay here for ever, and are read for ever.
struct OldLedgersTests {
  @Test("A ledger of format 1 opens, verifies, and is the log that was signed then")
  func versionOne() async throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Ledgers/version-1").standardized.path
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("ledger"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: source + "/data.mdb", toPath: folder("ledger/data.mdb"))
    let (ledger, _) = try Ledger.open(upgrading: folder("ledger"), now: TestClock().now)
    let found = try ledger.verify()
    #expect(found.damage.isEmpty)
    #expect(found.redacted == 6)
    let key = try NoteVerifierKey(text: Self.text(source + "/key").split(separator: "\n").joined())
    let signed = try Checkpoint(
      SignedNote(Array(Self.text(source + "/checkpoint").utf8)), signedBy: key)
    #expect(try ledger.checkpoint() == signed)
    #expect(signed.root.base64 == "6ov85mgvi/H4iZglCb4UoBHXRzI59ahwXgWsh2+s7nI=")
    var kinds: [String: Int] = [:]
    for sequence in 1...signed.size {
      let event = try ledger.snapshot().event(at: LogSequence(rawValue: sequence))
      kinds[event?.fact.kind.word ?? "missing", default: 0] += 1
    }
    #expect(
      kinds == [
        "job.annotated": 2, "job.tracked": 12, "ledger.account": 3, "ledger.created": 1,
        "ledger.price": 1, "ledger.redacted": 2, "status.observed": 91,
      ])
    _ = try await ledger.append([.tracked(.sample)])
    #expect(try ledger.root(ofFirst: signed.size) == signed.root)
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
