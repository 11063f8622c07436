internal import Foundation
internal import Ledger

/// Writers and readers as processes on one ledger; they end with the value.
final class ChildrenOfLedger {
  private static let countOfRole = 4

  private let folder: KeptFolder
  private var children: [RunningChild] = []
  private var started = 0
  private(set) var acknowledged = Acknowledged()
  /// Since it was last taken.
  private var outcome = UnitOutcome()

  var ledger: String { folder.path + "/ledger" }

  /// `folder`: of the unit in which they begin.
  init(beside folder: String) async throws {
    self.folder = try KeptFolder(beside: folder)
    _ = try await Ledger.create(ledger, origin: nil, tool: "reliability-check") { Moment(Date()) }
  }

  deinit {
    for child in children { _ = try? child.end() }
  }

  /// Starts those of each role that are missing.
  func fill(_ random: inout SeededGenerator) throws {
    for role in RunningChild.Role.allCases {
      for _ in children.count(where: { $0.role == role })..<Self.countOfRole {
        children.append(try start(role, seed: random.next()))
      }
    }
  }

  private func start(_ role: RunningChild.Role, seed: UInt64) throws -> RunningChild {
    started += 1
    let arguments =
      switch role {
      case .writer: ["writer", ledger, "w\(started)", "\(seed)", "--tasks", "2"]
      case .reader: ["reader", ledger, "\(seed)"]
      }
    return try RunningChild(role, arguments, output: folder.path + "/out-\(started)")
  }

  /// Kills one of them.
  func killOne(_ random: inout SeededGenerator) throws {
    guard let index = children.indices.randomElement(using: &random) else { return }
    try end(children.remove(at: index))
  }

  func killAll() throws {
    while let child = children.popLast() { try end(child) }
  }

  private func end(_ child: RunningChild) throws {
    let (end, lines) = try child.end()
    if end != .killed(by: 9) {
      outcome.violations.append("a \(child.role) ended by itself: \(end), \(lines.last ?? "")")
    }
    outcome.counts["\(child.role)s killed", default: 0] += 1
    switch child.role {
    case .writer:
      let before = acknowledged.marks.count
      for line in lines { acknowledged.take(line) }
      outcome.counts["acknowledged", default: 0] += acknowledged.marks.count - before
    case .reader:
      for line in lines {
        if line.hasPrefix("read ") {
          outcome.counts["snapshots", default: 0] += 1
        } else {
          outcome.violations.append("a reader: \(line.prefix(600))")
        }
      }
    }
  }

  /// Looks for children that are stuck.
  func lookForSilence(above bound: Duration) throws {
    for index in children.indices {
      let silence = try children[index].silence()
      if silence > bound {
        outcome.violations.append("a \(children[index].role) says nothing for \(silence)")
      }
    }
  }

  /// What was seen since the last time.
  func takeOutcome() -> UnitOutcome {
    defer { outcome = UnitOutcome() }
    return outcome
  }
}
