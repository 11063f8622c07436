internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Opens a ledger that may be damaged anywhere, verifies it, compares it with the sound one, and saves
/// what is good: the child of `flips` and `damage`.
///
/// Its lines: `refused WHY`, or `found SEQUENCE…`, or `good same`, or `good other`; then `saved N of M`
/// or `nothing saved`, or `salvage WHY` where what was saved does not hold.
struct DamageChecker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage-checker", abstract: "Look at a damaged ledger.", shouldDisplay: false)

  @Argument(help: "The damaged ledger's folder.") var damaged: String
  @Argument(help: "The sound one's.") var sound: String
  @Option(help: "Where what is good is saved; nothing is where it is left away.")
  var saved: String?
  @Flag(help: "Only save, and do not open it.") var onlySalvage = false

  func run() async throws {
    if !onlySalvage { print(verdict()) }
    if let saved { print(salvage(to: saved)) }
  }

  private func verdict() -> String {
    do {
      let ledger = try Ledger.open(readOnly: damaged)
      let found = try ledger.verify()
      guard found.isGood else {
        let sequences = found.damage.flatMap(Self.sequences).map(String.init)
        return (["found"] + sequences).joined(separator: " ")
      }
      return try isSame(ledger) ? "good same" : "good other"
    } catch {
      return "refused \(error)"
    }
  }

  private static func sequences(_ damage: Damage) -> [UInt64] {
    if case .structure(let from, let to, _) = damage {
      return Array(from.rawValue...max(from.rawValue, to.rawValue))
    }
    return damage.sequence.map { [$0.rawValue] } ?? []
  }

  private func isSame(_ ledger: Ledger) throws -> Bool {
    let other = try Ledger.open(readOnly: sound)
    let start = LogSequence(rawValue: 0)
    guard
      try ledger.snapshot().storedRecords(after: start, limit: .max)
        == other.snapshot().storedRecords(after: start, limit: .max)
    else { return false }
    return try jobs(ledger) == jobs(other)
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
