internal import ArgumentParser
internal import Foundation
internal import Ledger
internal import Synchronization

/// Random operations on a ledger and on a plain model of it, which must agree.
struct ModelMethod: BreakingMethod {
  static let name = "model"
  static let units = "seeds"
  static let rule = """
    After any operations the answers of every append, the log, the jobs and every list by a filter \
    are those of a model that was written from the documents alone.
    """

  private static let questions = 8

  /// A clock that stands until it is set.
  private final class SetClock: Sendable {
    private let moment = Mutex(Moment(rawValue: ModelDrafts.start))

    var now: Moment { moment.withLock { $0 } }

    func move(by milliseconds: Int64) {
      moment.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }
  }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    let clock = SetClock()
    let place = folder + "/ledger"
    let now: @Sendable () -> Moment = { clock.now }
    var opened: Ledger? = try await Ledger.create(place, origin: "model", tool: "check", now: now)
    guard let creation = try opened?.snapshot().creation() else {
      return UnitOutcome(violations: ["the ledger does not tell its creation"])
    }
    var model = ModelLedger(
      creation: ModelEvent(
        job: nil, fact: .ledgerCreated(creation), source: .tool, observed: clock.now,
        recorded: clock.now, isAssumed: false, isConflict: false))
    var drafts = ModelDrafts(random: SeededGenerator(seed: random.next()))
    var outcome = UnitOutcome()
    for _ in 0..<Int.random(in: 5...25, using: &random) {
      clock.move(by: Int64.random(in: -2_000...90_000, using: &random))
      switch Int.random(in: 0..<24, using: &random) {
      case 0:
        opened = nil  // else the new one would share its environment
        opened = try Ledger.open(place, now: now)
        outcome.counts["reopened", default: 0] += 1
      case 1:
        let folded = try await opened?.rebuild()
        if folded != UInt64(model.log.count) {
          outcome.violations.append("rebuild folded \(folded ?? 0) of \(model.log.count)")
        }
        outcome.counts["rebuilt", default: 0] += 1
      case _:
        let size = [1, 1, 1, 2, 5, 9].randomElement(using: &random) ?? 1
        let batch = (0..<size).map { _ in drafts.next() }
        guard let ledger = opened else { continue }
        try await append(batch, ledger, &model, clock.now, &outcome)
      }
    }
    guard let ledger = opened else { return outcome }
    compare(ledger, model, clock.now, &random, &outcome)
    outcome.counts["events"] = model.log.count
    return outcome
  }

  private func compare(
    _ ledger: Ledger, _ model: ModelLedger, _ now: Moment, _ random: inout SeededGenerator,
    _ outcome: inout UnitOutcome
  ) {
    var comparison = ModelComparison(model)
    do {
      let snapshot = try ledger.snapshot()
      try comparison.compare(snapshot)
      for _ in 0..<Self.questions {
        try comparison.ask(ModelQuestion(random: &random), snapshot, now: now)
      }
    } catch {
      outcome.violations.append("reading: \(error)")
    }
    outcome.violations += comparison.violations
    outcome.counts["questions"] = comparison.questions
  }

  /// Appends to both, and compares what they answer.
  private func append(
    _ batch: [EventDraft], _ ledger: Ledger, _ model: inout ModelLedger, _ now: Moment,
    _ outcome: inout UnitOutcome
  ) async throws {
    let wanted = model.append(batch, now: now)
    outcome.counts["drafts", default: 0] += batch.count
    do {
      let found = try await ledger.append(batch)
      guard let wanted else {
        outcome.violations.append("an account was moved that nobody rebound: \(found)")
        return
      }
      let isSame =
        found.count == wanted.count && zip(wanted, found).allSatisfy { $0.matches($1) }
      if !isSame { outcome.violations.append("answers \(found), wanted \(wanted)") }
      for answer in wanted { outcome.counts[answer.word, default: 0] += 1 }
    } catch LedgerError.accountMoved {
      outcome.counts["refused", default: 0] += 1
      if wanted != nil { outcome.violations.append("an account was refused, wanted \(batch)") }
    }
  }
}

extension ModelAnswer {
  fileprivate var word: String {
    switch self {
    case .appended: "appended"
    case .alreadyThere: "already there"
    case .conflict: "conflicts"
    }
  }
}

struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ModelMethod.name, abstract: "Compare ledgers with a model in memory.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(ModelMethod()) else { throw ExitCode.failure }
  }
}
