import Foundation
import Testing

@testable import Ledger

@Suite("Projections made beside older ones")
struct ProjectionUpgradeTests {
  /// A ledger as an older version left it, which goes on writing to its own projections.
  private struct OlderLedger {
    let temporary: TemporaryLedger
    let tables: Tables
    let writer: Writer
    var ledger: Ledger { temporary.ledger }

    static let version = ProjectionTables.version - 1

    init(events: Int) async throws {
      temporary = try await TemporaryLedger()
      let ledger = temporary.ledger
      for event in 0..<events {
        var observation = Observation.said(.running)
        observation.prompt = PromptRecord("a fox \(event % 7)", policy: .full)
        _ = try await ledger.append([
          .observed(
            Declaration("sora", "video_\(event % 7)"), at: .at(Int64(event)), .ok("\(event) fox"),
            observation)
        ])
      }
      tables = try ledger.environment.write { transaction throws(LedgerError) in
        let older = try ProjectionTables(creatingIn: transaction, version: Self.version)
        guard let tables = try Tables(logIn: transaction, projections: older) else {
          throw .damagedTree
        }
        _ = try Rebuild.fold(
          tables, from: transaction, into: older, of: transaction, progress: { _, _ in })
        for (_, table) in ledger.tables.projections.all { try transaction.empty(table) }
        try transaction.put(tables.meta, Tables.projectionsKey, [Self.version])
        return tables
      }
      writer = Writer(ledger.environment, tables, now: temporary.clock.now)
    }

    func append(_ draft: EventDraft) throws {
      _ = try writer.appendAndWait(try Ledger.prepared([draft]))
    }

    func redact(_ job: JobNumber) throws {
      try ledger.environment.write { transaction throws(LedgerError) in
        var batch = try AppendBatch(tables, transaction)
        _ = try batch.redact(
          job, Redaction([.prompt], records: 0, why: nil, by: nil), now: temporary.clock.now(),
          transaction)
        try batch.finish(transaction)
      }
    }

    /// Takes one step, as a process that is killed after it.
    func step(_ events: UInt64) throws -> ProjectionUpgrade.Step {
      try ledger.environment.write { transaction throws(LedgerError) in
        try ProjectionUpgrade(events: events) { _, _ in }.step(transaction)
      }
    }

    func isThere(_ name: String) throws -> Bool {
      try ledger.environment.write { transaction throws(LedgerError) in
        try transaction.open(name) != nil
      }
    }
  }

  @Test(
    "However often it is ended, and whatever an older program writes meanwhile, it gives what a fold gives",
    arguments: [1, 7, 40, 1000] as [UInt64])
  func steps(events: UInt64) async throws {
    let older = try await OlderLedger(events: 60)
    let ledger = older.ledger
    var steps = 1
    var last = try older.step(events)
    if case .begun = last { try older.redact(JobNumber(rawValue: 2)) }
    while case .begun = last {
      if steps < 6 {
        try older.append(
          .observed(Declaration("sora", "video_\(steps)"), at: .at(1000), .ok("late \(steps)")))
        #expect(throws: LedgerError.olderProjections(folder: ledger.folder)) {
          try Ledger.open(readOnly: ledger.folder)
        }
      }
      last = try older.step(events)
      steps += 1
      try #require(steps < 200)
    }
    let head = try ledger.snapshot().head().rawValue
    #expect(last == .finished(head))
    #expect(steps == Int((head + events - 1) / events))
    #expect(try older.step(events) == .notNeeded)
    let live = try ledger.projectionContents()
    _ = try await ledger.rebuild()
    #expect(try ledger.projectionContents() == live)
    #expect(try Ledger.open(ledger.folder, now: older.temporary.clock.now).verify().isGood)
    #expect(try !older.isThere("jobs/\(OlderLedger.version)"))
    #expect(try !older.isThere("digests/\(OlderLedger.version)"))
    #expect(throws: LedgerError.self) { try older.append(.tracked(.sample)) }
  }

  @Test("What a version in between had begun is begun anew, and its tables go")
  func otherVersion() async throws {
    let older = try await OlderLedger(events: 20)
    let ledger = older.ledger
    try ledger.environment.write { transaction throws(LedgerError) in
      try transaction.put(
        older.tables.meta, Array("upgrade".utf8),
        [ProjectionTables.version + 1] + [UInt8](bigEndian: 15))
    }
    #expect(try older.step(5) == .begun(5))
    #expect(try older.step(1000) == .finished(27 + 1))
    #expect(try ledger.verify().isGood)
  }

  @Test("Tables of this version that are missing are made anew, and nobody reads them before")
  func missingTable() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.tracked(.sample), .observed(at: .at(1))])
    try ledger.environment.write { transaction throws(LedgerError) in
      try transaction.drop(ledger.tables.projections.ended)
    }
    func step() throws -> ProjectionUpgrade.Step {
      try ledger.environment.write { transaction throws(LedgerError) in
        try ProjectionUpgrade(events: 2) { _, _ in }.step(transaction)
      }
    }
    #expect(try step() == .begun(2))
    #expect(throws: LedgerError.olderProjections(folder: ledger.folder)) {
      try Ledger.open(readOnly: ledger.folder)
    }
    #expect(try step() == .finished(3))
    #expect(try Ledger.open(readOnly: ledger.folder).verify().isGood)
  }
}
