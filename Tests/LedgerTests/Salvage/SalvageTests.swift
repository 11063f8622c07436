import Foundation
import Testing

@testable import Ledger

struct SalvageTests {
  @Test("Of a whole ledger everything is saved: the same log, the same root, the same key")
  func whole() async throws {
    var random = RandomLedger(seed: 51)
    let temporary = try await random.ledger(drafts: 400)
    let path = temporary.folder("saved")
    let salvage = try Ledger.salvage(temporary.ledger.folder, to: path)
    #expect(salvage.isSameHistory)
    #expect(salvage.hasKey)
    #expect(salvage.lost.isEmpty)
    let saved = try Ledger.open(readOnly: path)
    #expect(try saved.checkpoint() == temporary.ledger.checkpoint())
    #expect(try saved.verify().isGood)
  }

  @Test("What is damaged is named, with its job, and the rest is saved")
  func damagedRecords() async throws {
    let temporary = try await Self.history()
    let ledger = temporary.ledger
    try ledger.rewrite(LogSequence(rawValue: 3)) { $0[20] ^= 1 }
    try ledger.rewrite(LogSequence(rawValue: 20)) { $0[20] ^= 1 }
    // Old pages hold them as they were: those are good records, and are found.
    let path = temporary.folder("copy")
    _ = try temporary.ledger.copyFile(to: path)
    let salvage = try Ledger.salvage(path, to: temporary.folder("saved"))
    let lost = salvage.lost
    // #3 tracked the job of #4, which nobody can place any more.
    #expect(lost.map(\.sequence.rawValue) == [3, 4, 20])
    #expect(lost.map(\.reason) == [.damaged, .jobUnknown, .damaged])
    #expect(!salvage.isSameHistory)
    #expect(salvage.saved == salvage.known - 3)
    let saved = try Ledger.open(readOnly: temporary.folder("saved"))
    #expect(try saved.verify().isGood)
    #expect(try saved.snapshot().head().rawValue == salvage.saved)
  }

  @Test(
    "Whatever page is lost, what is saved verifies, and saved and lost are all there was",
    arguments: [61, 62, 63])
  func lostPages(seed: UInt64) async throws {
    let temporary = try await Self.history()
    var generator = SeededGenerator(seed: seed)
    let whole = try Data(contentsOf: URL(filePath: temporary.ledger.folder + "/data.mdb"))
    for round in 0..<20 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let page = Int.random(in: 0..<bytes.count / 4096, using: &generator) * 4096
        for place in page..<page + 4096 {
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      let folder = temporary.folder("damaged \(round)")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try bytes.write(to: URL(filePath: folder + "/data.mdb"))
      let path = temporary.folder("saved \(round)")
      guard let salvage = try? Ledger.salvage(folder, to: path) else { continue }
      #expect(salvage.saved + UInt64(salvage.lost.count) == salvage.known, "seed \(seed), \(round)")
      #expect(try Ledger.open(readOnly: path).verify().isGood, "seed \(seed), round \(round)")
    }
  }

  @Test("Of a file without records no ledger is made")
  func nothing() throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 7, count: 20_000), to: "data.mdb")
    #expect(throws: LedgerError.self) { try Ledger.salvage(folder.path, to: folder("saved")) }
    #expect(!FileManager.default.fileExists(atPath: folder("saved")))
  }

  /// Thirty jobs that are asked once.
  private static func history() async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.account("sora", "https://api.openai.com/v1")])
    for index in 0..<30 {
      _ = try await temporary.ledger.append([
        .observed(Declaration("sora", "\(index)"), at: .at(Int64(index)))
      ])
    }
    return temporary
  }
}

extension Ledger {
  /// The records as they are now, in a file without old pages.
  fileprivate func copyFile(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try environment.copy(to: folder, isCompacted: true)
  }
}
