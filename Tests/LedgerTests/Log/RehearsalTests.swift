import Testing

@testable import Ledger

@Suite("Rehearsals")
struct RehearsalTests {
  private static let drafts = [
    EventDraft.observed(.sample, .imported, at: .at(5), Answer(httpStatus: 200, body: [1])),
    EventDraft.observed(.sample, .imported, at: .at(5), Answer(httpStatus: 200, body: [1])),
    EventDraft.observed(.sample, .imported, at: .at(6), Answer(httpStatus: 200, body: [2])),
  ]

  @Test("A rehearsal says what an append then does, over several batches, and writes nothing")
  func sameAnswers() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([Self.drafts[2]])
    let head = try ledger.snapshot().head()
    let rehearsed = try Self.rehearse(ledger)
    #expect(try ledger.snapshot().head() == head)
    #expect(try await ledger.append(Self.drafts) == rehearsed)
  }

  @Test("After a rehearsal that threw, the ledger takes appends")
  func throwing() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    #expect(throws: LedgerError.full) { try Self.fail(ledger) }
    #expect(try await ledger.append([Self.drafts[0]]).count == 1)
  }

  @Test("A ledger that is open for questions rehearses nothing")
  func readOnly() async throws {
    let temporary = try await TemporaryLedger()
    let reader = try Ledger.open(readOnly: temporary.ledger.folder)
    #expect(throws: LedgerError.noPermission(folder: reader.folder)) {
      try Self.fail(reader)
    }
  }

  // Not in the tests themselves: a transaction must stay on one thread.

  private static func rehearse(_ ledger: Ledger) throws -> [Appended] {
    try ledger.rehearse { rehearsal in
      try drafts.flatMap { try rehearsal.append([$0]) }
    }
  }

  private static func fail(_ ledger: Ledger) throws {
    try ledger.rehearse { rehearsal in
      _ = try rehearsal.append(drafts)
      throw LedgerError.full
    }
  }
}
