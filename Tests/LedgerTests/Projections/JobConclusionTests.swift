import Foundation
import Testing

@testable import Ledger

struct JobConclusionTests {
  private static func ledger() async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    for (place, state) in [JobState.running, .failed, .succeeded].enumerated() {
      _ = try await temporary.ledger.append([
        .observed(
          Declaration("sora", "video_\(place)"), at: .at(1), .ok("\(place)"), .said(state))
      ])
    }
    return temporary
  }

  private static func changes(_ temporary: TemporaryLedger) throws -> ConclusionChanges {
    let scratch = try TemporaryFolder()
    return try Ledger.conclusionChanges(in: temporary.ledger.folder, scratch: scratch.path)
  }

  /// Each change as `id before after`.
  private static func told(_ temporary: TemporaryLedger) throws -> [String] {
    try changes(temporary).jobs.map { change in
      "\(change.nativeID) \(change.before?.state.word ?? "?") \(change.after?.state.word ?? "?")"
    }
  }

  @Test("Rows that are as the log says tell of no change, other differences included")
  func none() async throws {
    let temporary = try await Self.ledger()
    #expect(try Self.changes(temporary) == ConclusionChanges(events: 7, jobs: []))
    try Self.rewrite(temporary, 2) { $0.polls += 1 }
    #expect(try Self.changes(temporary).jobs.isEmpty)
  }

  @Test("A job is listed with what was concluded, and with what the log says")
  func listed() async throws {
    let temporary = try await Self.ledger()
    try Self.rewrite(temporary, 2) { $0.state = .succeeded }
    try Self.rewrite(temporary, 6) { $0.isCharged = true }
    #expect(
      try Self.told(temporary) == ["video_0 succeeded running", "video_2 succeeded succeeded"])
    let change = try #require(try Self.changes(temporary).jobs.last)
    #expect(change.account == "sora")
    #expect(change.before?.isCharged == true)
    #expect(change.after?.isCharged == nil)
  }

  @Test("Rows that are missing, unreadable or of no job are told as unknown")
  func unknown() async throws {
    let temporary = try await Self.ledger()
    let ledger = temporary.ledger
    let row = try #require(try ledger.snapshot().job(JobNumber(rawValue: 6))?.row)
    try ledger.environment.write { transaction throws(LedgerError) in
      let jobs = ledger.tables.projections.jobs
      try transaction.remove(jobs, [UInt8](bigEndian: 2))
      try transaction.put(jobs, [UInt8](bigEndian: 4), [1, 2, 3])
      try transaction.put(jobs, [UInt8](bigEndian: 5), row)
    }
    #expect(
      try Self.told(temporary) == ["video_0 ? running", "video_1 ? failed", "video_2 succeeded ?"])
  }

  @Test("An older version's rows are compared where they lie; nothing is changed")
  func older() async throws {
    let temporary = try await Self.ledger()
    let ledger = temporary.ledger
    let older = ProjectionTables.version - 1
    try ledger.environment.write { transaction throws(LedgerError) in
      let tables = try ProjectionTables(creatingIn: transaction, version: older)
      for number in [2, 4, 6] as [UInt64] {
        let key = [UInt8](bigEndian: number)
        guard let row = try transaction.value(ledger.tables.projections.jobs, key),
          var job = Job(number: JobNumber(rawValue: number), row: row)
        else { continue }
        if number == 4 { job.state = .unknown }
        try transaction.put(tables.jobs, key, job.row)
      }
      for (_, table) in ledger.tables.projections.all { try transaction.drop(table) }
      try transaction.put(ledger.tables.meta, Tables.projectionsKey, [older])
    }
    #expect(try Self.told(temporary) == ["video_1 unknown failed"])
    #expect(throws: LedgerError.olderProjections(folder: ledger.folder)) {
      try Ledger.open(readOnly: ledger.folder)
    }
  }

  @Test("There must be a ledger, and the scratch folder must be empty")
  func refused() async throws {
    let temporary = try await Self.ledger()
    let folder = try TemporaryFolder()
    #expect(throws: LedgerError.notFound(folder: folder("none"))) {
      try Ledger.conclusionChanges(in: folder("none"), scratch: folder.path)
    }
    try folder.write([1], to: "file")
    #expect(throws: LedgerError.self) {
      try Ledger.conclusionChanges(in: temporary.ledger.folder, scratch: folder.path)
    }
  }

  private static func rewrite(
    _ temporary: TemporaryLedger, _ number: UInt64, _ change: (inout Job) -> Void
  ) throws {
    let ledger = temporary.ledger
    try ledger.environment.write { transaction throws(LedgerError) in
      let key = [UInt8](bigEndian: number)
      guard let row = try transaction.value(ledger.tables.projections.jobs, key),
        var job = Job(number: JobNumber(rawValue: number), row: row)
      else { throw .damagedProjection("jobs") }
      change(&job)
      try transaction.put(ledger.tables.projections.jobs, key, job.row)
    }
  }
}
