import Foundation
import Testing

@testable import Ledger

struct LedgerBuilderTests {
  @Test("Records make the same ledger again, in pages of any size", arguments: [1, 7, 1000])
  func same(limit: Int) async throws {
    var random = RandomLedger(seed: 41)
    let temporary = try await random.ledger(drafts: 300)
    let path = temporary.folder("copy")
    let builder = try LedgerBuilder(folder: path)
    while true {
      let records = try temporary.ledger.snapshot().storedRecords(
        after: builder.head, limit: limit)
      if records.isEmpty { break }
      try builder.append(records)
    }
    #expect(builder.root == (try temporary.ledger.checkpoint().root))
    try builder.finish(signingKey: nil)
    let copy = try Ledger.open(path, now: temporary.clock.now)
    #expect(try copy.projectionContents() == temporary.ledger.projectionContents())
    #expect(try copy.verify().isGood)
    #expect(throws: LedgerError.signingKey(folder: path, why: "it is missing")) {
      try copy.signedCheckpoint()
    }
    _ = try await copy.append([.tracked(Declaration("sora", "goes on"))])
    #expect(try copy.verify().isGood)
  }

  @Test("Records out of their place, altered or of an unknown job are refused, and nothing is made")
  func refused() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.tracked(.sample), .observed(at: .at(1))])
    let records = try temporary.ledger.snapshot().storedRecords(
      after: LogSequence(rawValue: 0), limit: 10)
    let path = temporary.folder("copy")
    do {
      let builder = try LedgerBuilder(folder: path)
      #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 2))) {
        try builder.append([records[1]])
      }
      #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 1))) {
        try builder.append([StoredRecord(sequence: LogSequence(rawValue: 1), bytes: [1, 2, 3])])
      }
      let orphan = StoredRecord(sequence: LogSequence(rawValue: 2), bytes: records[2].bytes)
      #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 2))) {
        try builder.append([records[0], orphan])
      }
      #expect(builder.head == LogSequence(rawValue: 0))
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path) == ["ledger"])
  }
}
