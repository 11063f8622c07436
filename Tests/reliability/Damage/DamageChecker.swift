internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Opens a ledger that may be damaged anywhere, verifies it, compares it with the sound one, and saves
/// what is good: the child of `flips` and `damage`.
///
/// Its lines: `refused WHY`, or `found SEQUENCE…` with the records that were named, or `good same`, or
/// `good WHAT` where verify finds nothing and something reads otherwise or not at all; then
/// `saved N of M` or `nothing saved`, or `salvage WHY` where what was saved does not hold.
struct DamageChecker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage-checker", abstract: "Look at a damaged ledger.", shouldDisplay: false)

  @Argument(help: "The damaged ledger's folder.") var damaged: String
  @Argument(help: "The sound one's.") var sound: String
  @Option(help: "Where what is good is saved; nothing is where it is left away.")
  var saved: String?
  @Flag(help: "Only save, and do not open it.") var onlySalvage = false
  @Flag(help: "Verify the newest record only: a control, in which the rest is missed.")
  var shallow = false

  func run() async throws {
    if !onlySalvage { print(verdict()) }
    if let saved { print(salvage(to: saved)) }
  }

  private func verdict() -> String {
    let ledger: Ledger
    let found: Verification
    do {
      ledger = try Ledger.open(readOnly: damaged)
      found = try ledger.verify(shallow ? .newest(1) : .everything)
    } catch {
      return "refused \(error)"
    }
    guard found.isGood else {
      let sequences = found.damage.compactMap(Self.named).map(String.init)
      return (["found"] + sequences).joined(separator: " ")
    }
    do {
      return "good " + (try difference(of: ledger) ?? "same")
    } catch {
      return "good cannot be read: \(error)"
    }
  }

  /// The record that a finding is about; a broken structure tells of a stretch, and names none.
  private static func named(_ damage: Damage) -> UInt64? {
    switch damage {
    case .missing(let sequence), .record(let sequence), .unreadable(let sequence),
      .leaf(let sequence):
      sequence.rawValue
    case .structure, .tile, .head, .projection: nil
    }
  }

  /// What reads otherwise than in the sound ledger; `nil` where nothing does.
  private func difference(of ledger: Ledger) throws -> String? {
    let other = try Ledger.open(readOnly: sound)
    let start = LogSequence(rawValue: 0)
    guard
      try ledger.snapshot().storedRecords(after: start, limit: .max)
        == other.snapshot().storedRecords(after: start, limit: .max)
    else { return "other records" }
    guard try jobs(ledger) == jobs(other) else { return "other jobs" }
    guard try ledger.snapshot().accounts() == other.snapshot().accounts() else {
      return "other accounts"
    }
    let scratch = damaged + ".scratch"
    let files = FileManager.default
    try files.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: scratch) }
    return try ledger.checkProjections(scratch: scratch).isClean ? nil : "other projections"
  }

  private func jobs(_ ledger: Ledger) throws -> [Job] {
    var jobs: [Job] = []
    try ledger.snapshot().forEachJob { job throws(LedgerError) in
      jobs.append(job)
      return true
    }
    return jobs
  }

  private func salvage(to folder: String) -> String {
    do {
      let salvage = try Ledger.salvage(damaged, to: folder)
      let ledger = try Ledger.open(readOnly: folder)
      guard try ledger.verify().isGood else { return "salvage does not verify" }
      guard salvage.saved + UInt64(salvage.lost.count) == salvage.known else {
        return "salvage of \(salvage.known) saved \(salvage.saved) and lost \(salvage.lost.count)"
      }
      guard try !salvage.isSameHistory || isBeginning(ledger) else {
        return "salvage calls another history the same"
      }
      return "saved \(salvage.saved) of \(salvage.known)"
    } catch LedgerError.notALedger {
      return "nothing saved"
    } catch {
      return "salvage \(error)"
    }
  }

  private func isBeginning(_ ledger: Ledger) throws -> Bool {
    let size = try ledger.snapshot().head().rawValue
    return try Ledger.open(readOnly: sound).root(ofFirst: size) == ledger.checkpoint().root
  }
}
