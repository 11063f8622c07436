internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Appends to a ledger on a disk that fails or fills, and goes on after a failure: the child of
/// `disk`.
///
/// Its lines: `SEQUENCE MARK` for each acknowledged draft, `failed WHY` for each append that was not.
struct DiskWriter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disk-writer", abstract: "Append while the disk fails.", shouldDisplay: false)

  @Argument(help: "The ledger's folder.") var ledger: String
  @Argument(help: "Seed of the drafts.") var seed: UInt64
  @Option(help: "Appends that are tried.") var appends = 60
  @Option(help: "Ends after so many appends that failed.") var failures = 5
  @Flag(help: "Acknowledge what failed: a control.") var lies = false

  func run() async throws {
    let ledger: Ledger
    do {
      ledger = try Ledger.open(self.ledger) { Moment(Date()) }
    } catch {
      return print("failed \(error)")
    }
    var drafts = WriterDrafts(name: "disk-\(seed)", random: SeededGenerator(seed: seed))
    var failed = 0
    for _ in 0..<appends where failed < failures {
      let batch = drafts.next()
      do {
        for (draft, appended) in zip(batch, try await ledger.append(batch)) {
          print("\(appended.sequence.rawValue) \(writerMark(of: draft.fact) ?? "?")")
        }
      } catch {
        failed += 1
        if lies {
          let head = try ledger.snapshot().head().rawValue
          print("\(head + 1) \(writerMark(of: batch[0].fact) ?? "?")")
        } else {
          print("failed \(error)")
        }
      }
    }
  }
}
