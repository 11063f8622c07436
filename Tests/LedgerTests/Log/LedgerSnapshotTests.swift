import Testing

@testable import Ledger

struct LedgerSnapshotTests {
  @Test("Jobs come newest first, for as long as they are wanted; open ones oldest first")
  func jobs() async throws {
    let temporary = try await TemporaryLedger()
    let ids = ["a", "b", "c", "d"]
    _ = try await temporary.ledger.append(ids.map { .tracked(Declaration("sora", $0)) })
    _ = try await temporary.ledger.append([
      .observed(Declaration("sora", "b"), at: .at(1), .ok(), .said(.succeeded))
    ])
    let snapshot = try temporary.ledger.snapshot()
    var seen: [String] = []
    try snapshot.forEachJob { job throws(LedgerError) in
      seen.append(job.nativeID)
      return seen.count < 3
    }
    #expect(seen == ["d", "c", "b"])
    #expect(try snapshot.openJobs().map(\.nativeID) == ["a", "c", "d"])
    #expect(try snapshot.openJobCount() == 3)
    let newest = try [0, 3, 4, -1].map { try snapshot.newest(back: $0)?.nativeID }
    #expect(newest == ["d", "a", nil, nil])
  }

  @Test("A verdict that is overridden opens the job again")
  func reopens() async throws {
    let temporary = try await TemporaryLedger()
    for (state, open) in [(JobState.running, 1), (.canceled, 0), (.running, 1), (.failed, 0)] {
      _ = try await temporary.ledger.append([.observed(at: nil, .ok(), .said(state))])
      #expect(try temporary.ledger.snapshot().openJobCount() == open)
    }
  }

  @Test("Accounts come in the order of their names")
  func accounts() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append(
      ["veo", "a", "sora"].map { .account($0, "https://" + $0) })
    let snapshot = try temporary.ledger.snapshot()
    #expect(try snapshot.accounts().map(\.name) == ["a", "sora", "veo"])
    #expect(try snapshot.account("veo")?.origin == "https://veo")
    #expect(try snapshot.account("vertex") == nil)
  }

  @Test("A row that cannot be read is told as damage of the projection")
  func damagedRows() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.tracked(.sample), .account("sora", "https://a")])
    try ledger.environment.write { transaction throws(LedgerError) in
      let tables = ledger.tables.projections
      try transaction.put(tables.jobs, [UInt8](bigEndian: 2), [1, 2, 3])
      try transaction.put(tables.accounts, Array("sora".utf8), [1, 2, 3])
    }
    #expect(throws: LedgerError.damagedProjection("jobs")) {
      try ledger.snapshot().job(JobNumber(rawValue: 2))
    }
    #expect(throws: LedgerError.damagedProjection("jobs")) {
      try ledger.snapshot().openJobs()
    }
    #expect(throws: LedgerError.damagedProjection("accounts")) {
      try ledger.snapshot().accounts()
    }
    #expect(try await ledger.rebuild() == 3)
    #expect(try ledger.snapshot().openJobs().count == 1)
    #expect(try ledger.snapshot().accounts().count == 1)
  }
}
