internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Takes backups while a process writes, restores each, and verifies it.
struct Backups: BreakingMethod {
  static let name = "backups"
  static let units = "backups"
  static let rule = """
    A backup that is taken while others write is whole, is the beginning of the log, holds what was \
    acknowledged before it began, and restores to a ledger that verifies and takes appends.
    """

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    let path = folder + "/ledger"
    let pipe = Pipe()
    let child = try ChildProcess(
      ["writer", path, "w\(number)", "\(random.next())", "--create"],
      output: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    var outcome = UnitOutcome()
    do {
      var lines = ChildLines(pipe.fileHandleForReading)
      var known = Acknowledged()
      for _ in 0..<Int.random(in: 2..<300, using: &random) {
        if let line = lines.next() { known.take(line) }
      }
      try await take(path, known, number, folder, &outcome)
    } catch {
      outcome.violations.append("\(error)")
    }
    child.killAtOnce()
    _ = child.wait()
    return outcome
  }

  private func take(
    _ path: String, _ known: Acknowledged, _ number: UInt64, _ folder: String,
    _ outcome: inout UnitOutcome
  ) async throws {
    let ledger = try Ledger.open(readOnly: path)
    let isCompact = number.isMultiple(of: 2)
    let backup = try ledger.backup(
      to: folder + "/backup", isCompact: isCompact, lines: ["kind test"])
    outcome.counts[isCompact ? "compact" : "plain"] = 1
    outcome.counts["events"] = Int(backup.head.rawValue)
    let last = known.marks.keys.max() ?? 0
    if backup.head.rawValue < last {
      outcome.violations.append("\(last) was acknowledged, the backup ends at \(backup.head)")
    }
    if try ledger.root(ofFirst: backup.head.rawValue) != backup.root {
      outcome.violations.append("the backup is not the beginning of the log")
    }
    let copy = try Ledger.open(readOnly: folder + "/backup")
    _ = try copy.backup(to: folder + "/restored", isCompact: false, lines: [])
    let restored = try Ledger.open(folder + "/restored") { Moment(Date()) }
    guard try restored.checkpoint().root == backup.root, try restored.verify().isGood else {
      outcome.violations.append("what was restored is not what was backed up")
      return
    }
    var drafts = WriterDrafts(name: "after", random: SeededGenerator(seed: number))
    _ = try await restored.append(drafts.next())
    if try !restored.verify().isGood {
      outcome.violations.append("an append to what was restored broke it")
    }
  }
}

struct BackupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Backups.name, abstract: "Take backups while others write, and restore them.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(Backups()) else { throw ExitCode.failure }
  }
}
