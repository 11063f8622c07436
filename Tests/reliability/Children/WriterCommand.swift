internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Appends until it is killed, and says what was acknowledged: the child of `kills` and
/// `processes`.
///
/// Its lines: `ready` before the ledger is opened or made; `SEQUENCE MARK` for each draft, written
/// after `append` has returned; `slowest MICROSECONDS` whenever an append took longer than all
/// before it; `failed WHY` before it ends by itself.
struct WriterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "writer", abstract: "Append until killed.", shouldDisplay: false)

  @Argument(help: "The ledger's folder.") var ledger: String
  @Argument(help: "The writer's name.") var name: String
  @Argument(help: "Seed of the drafts.") var seed: UInt64
  @Option(help: "Tasks that append at the same time.") var tasks = 4
  @Flag(help: "Make the ledger first.") var create = false

  func run() async throws {
    say("ready")
    do {
      let now: @Sendable () -> Moment = { Moment(Date()) }
      let ledger =
        create
        ? try await Ledger.create(ledger, origin: nil, tool: "reliability-check", now: now)
        : try Ledger.open(ledger, now: now)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 1...UInt64(tasks) {
          group.addTask { try await append(to: ledger, task) }
        }
        try await group.waitForAll()
      }
    } catch {
      say("failed \(error)")
      throw ExitCode.failure
    }
  }

  private func append(to ledger: Ledger, _ task: UInt64) async throws {
    var drafts = WriterDrafts(
      name: "\(name)-\(task)", random: SeededGenerator(seed: seed, unit: task))
    var slowest = Duration.zero
    while true {
      let batch = drafts.next()
      let began = ContinuousClock.now
      let appended = try await ledger.append(batch)
      let took = began.duration(to: .now)
      var lines = zip(batch, appended).map { draft, appended in
        "\(appended.sequence.rawValue) \(writerMark(of: draft.fact) ?? "?")"
      }
      if took > slowest {
        slowest = took
        lines.append("slowest \(Int64(took / .microseconds(1)))")
      }
      say(lines.joined(separator: "\n"))
    }
  }

  /// One write(2), unbuffered: what the parent has read was acknowledged before the kill.
  private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}
