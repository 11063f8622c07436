internal import Foundation
internal import Ledger

/// A ledger as it was before anything is done to it: made once, and copied for each unit.
final class SoundLedger {
  private let kept: KeptFolder
  let records: [StoredRecord]
  let checkpoint: SignedNote
  let key: NoteVerifierKey

  var folder: String { kept.path + "/sound" }
  /// The data file as it was when the ledger had half of its events.
  var oldFile: String { kept.path + "/old.mdb" }
  var file: String { folder + "/data.mdb" }

  /// - Parameters:
  ///   - folder: Beside which it is kept.
  ///   - events: How many it has at least.
  ///   - random: What is in it.
  /// - Throws: What kept it from being made.
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
    let files = FileManager.default
    var others = 0
    while true {
      let head = Int(try ledger.snapshot().head().rawValue)
      if head >= events { break }
      if head * 2 >= events, !files.fileExists(atPath: kept.path + "/old.mdb") {
        // The only writer is this one, and it rests.
        try files.copyItem(atPath: path + "/data.mdb", toPath: kept.path + "/old.mdb")
      }
      _ = try await ledger.append(drafts.next())
      guard head >= others * events / Self.timesOtherKinds else { continue }
      try await Self.appendOtherKinds(to: ledger, others)
      others += 1
    }
    try Self.checkKinds(ledger)
    records = try ledger.snapshot().storedRecords(
      after: LogSequence(rawValue: 0), limit: .max)
    checkpoint = try ledger.signedCheckpoint()
    key = try ledger.verifierKey()
  }

  private static let timesOtherKinds = 4

  private static func appendOtherKinds(to ledger: Ledger, _ number: Int) async throws {
    _ = try await ledger.append(OtherKinds.drafts(number))
    guard let job = try ledger.snapshot().job(account: "sora", nativeID: "other-\(number)") else {
      throw LedgerError.damagedProjection("jobs")
    }
    let contents: Set<RedactedContent> = number.isMultiple(of: 2) ? [.prompt] : [.bodies]
    _ = try await ledger.redact(job.number, contents, why: "asked to", by: "ada")
  }

  /// - Throws: Where the ledger lacks a kind of event.
  private static func checkKinds(_ ledger: Ledger) throws {
    var kinds = Set(EventKind.allCases)
    let snapshot = try ledger.snapshot()
    for sequence in 1...(try snapshot.head().rawValue) {
      guard let event = try snapshot.event(at: LogSequence(rawValue: sequence)) else { continue }
      kinds.remove(event.fact.kind)
    }
    guard kinds.isEmpty else { throw MissingKinds(kinds: kinds) }
  }

  struct MissingKinds: Error { let kinds: Set<EventKind> }

  /// Puts the ledger's file, changed, and its key into a new folder.
  func copy(to folder: String, _ change: (inout Data) -> Void) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    change(&bytes)
    try bytes.write(to: URL(fileURLWithPath: folder + "/data.mdb"))
    try FileManager.default.copyItem(
      atPath: self.folder + "/signing-key", toPath: folder + "/signing-key")
  }

  /// Keeps a damaged ledger, and the sound one, for whoever looks into a violation.
  ///
  /// - Parameters:
  ///   - damaged: The damaged ledger's folder, in a unit's.
  ///   - name: A name for what is kept, beside the units' folders.
  /// - Throws: What kept it from being copied.
  func keep(_ damaged: String, as name: String) throws {
    let files = FileManager.default
    let place = URL(fileURLWithPath: kept.path).deletingLastPathComponent().path + "/" + name
    try? files.removeItem(atPath: place)
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    try files.copyItem(atPath: damaged, toPath: place + "/damaged")
    try files.copyItem(atPath: folder, toPath: place + "/sound")
    print("kept in \(place); 'reliability-check damage-checker DAMAGED SOUND' looks again")
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
