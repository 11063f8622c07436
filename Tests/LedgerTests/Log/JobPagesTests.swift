import Testing

@testable import Ledger

@Suite("Pages of jobs")
struct JobPagesTests {
  @Test("Pages of every size give every job once, both ways", arguments: [1, 2, 3, 7, 8, 100])
  func everyJobOnce(limit: Int) async throws {
    let temporary = try await TemporaryLedger()
    for index in 0..<7 {
      let declaration = Declaration("sora", "video_\(index)")
      _ = try await temporary.ledger.append([.tracked(declaration)])
    }
    var all: [Job] = []
    try temporary.ledger.snapshot().forEachJob { job throws(LedgerError) in
      all.append(job)
      return true
    }
    #expect(all.count == 7)
    var newestFirst: [Job] = []
    var oldestFirst: [Job] = []
    for _ in 0..<20 {
      newestFirst += try temporary.ledger.snapshot()
        .jobs(before: newestFirst.last?.number, limit: limit)
      oldestFirst += try temporary.ledger.snapshot()
        .jobs(after: oldestFirst.last?.number, limit: limit)
      if newestFirst.count >= 7, oldestFirst.count >= 7 { break }
    }
    #expect(newestFirst == all)
    #expect(oldestFirst == all.reversed())
    #expect(
      try temporary.ledger.snapshot().jobs(before: newestFirst.last?.number, limit: limit) == [])
    #expect(
      try temporary.ledger.snapshot().jobs(after: oldestFirst.last?.number, limit: limit) == [])
  }

  @Test("An empty ledger has an empty page, and a page without room is empty")
  func empty() async throws {
    let temporary = try await TemporaryLedger()
    #expect(try temporary.ledger.snapshot().jobs(before: nil, limit: 10) == [])
    #expect(try temporary.ledger.snapshot().jobs(after: nil, limit: 10) == [])
    _ = try await temporary.ledger.append([.tracked(Declaration("sora", "video_1"))])
    #expect(try temporary.ledger.snapshot().jobs(after: nil, limit: 0) == [])
  }
}
