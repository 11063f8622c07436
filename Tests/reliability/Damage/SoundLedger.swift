internal import Foundation
internal import Ledger

/// A ledger as it was before anything is done to it: made once, and copied for each unit.
final class SoundLedger {
  private let kept: KeptFolder
  let records: [StoredRecord]
  let checkpoint: SignedNote
  let key: NoteVerifierKey

  var folder: String { kept.path + "/sound" }
  var file: String { folder + "/data.mdb" }

  /// - Parameters:
  ///   - folder: Beside which it is kept.
  ///   - events: How many it has at least.
  ///   - random: What is in it.
  /// - Throws: What kept it from being made.
  init(beside folder: String, events: Int, random: SeededGenerator) async throws {
    kept = try KeptFolder(beside: folder)
    let path = kept.path + "/sound"
    let clock = SteppingClock()
    let ledger = try await Ledger.create(
      path, origin: "sound.example/ledger", tool: "reliability-check", now: clock.now)
    var drafts = WriterDrafts(name: "sound", random: random)
    _ = try await ledger.append([
      EventDraft(
        subject: .ledger, source: .person,
        fact: .ledgerAccount(
          AccountBinding(name: "sora", dialect: "openai-videos", origin: "https://a.example")))
    ])
    while try ledger.snapshot().head().rawValue < UInt64(events) {
      _ = try await ledger.append(drafts.next())
    }
    records = try ledger.snapshot().storedRecords(
      after: LogSequence(rawValue: 0), limit: .max)
    checkpoint = try ledger.signedCheckpoint()
    key = try ledger.verifierKey()
  }

  /// Puts the ledger's file, changed, and its key into a new folder.
  func copy(to folder: String, _ change: (inout Data) -> Void) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    change(&bytes)
    try bytes.write(to: URL(fileURLWithPath: folder + "/data.mdb"))
    try FileManager.default.copyItem(
      atPath: self.folder + "/signing-key", toPath: folder + "/signing-key")
  }

  /// The records whose bytes lie in the file once only, and so are those that are in use.
  func placesOfRecords() throws -> [(sequence: UInt64, range: Range<Int>)] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    return records.compactMap { record in
      let wanted = Data(record.bytes)
      guard let first = bytes.range(of: wanted),
        bytes.range(of: wanted, in: first.upperBound..<bytes.endIndex) == nil
      else { return nil }
      return (record.sequence.rawValue, first)
    }
  }
}
