import Testing

@testable import Ledger

struct UniquePrefixTests {
  /// Whether the name finds that job and no other.
  private static func finds(_ name: String, _ job: Job, in ledger: Ledger) throws -> Bool {
    switch try ledger.snapshot().find(name) {
    case .one(let found): found.number == job.number
    case .none, .several: false
    }
  }

  @Test("So many characters find the job, and one less does not, however many jobs there are")
  func shortest() async throws {
    let temporary = try await TemporaryLedger()
    // Enough for prefixes of four characters to be shared: there are 32 768 of them.
    _ = try await temporary.ledger.append(
      (0..<3000).map { .tracked(Declaration("sora", "video_\($0)")) })
    var isShared = false
    var jobs: [Job] = []
    try temporary.ledger.snapshot().forEachJob { job throws(LedgerError) in
      jobs.append(job)
      return true
    }
    for job in jobs {
      let length = try temporary.ledger.snapshot().uniqueLength(of: job.key)
      #expect(try Self.finds(String(job.key.text.prefix(length)), job, in: temporary.ledger))
      guard length > JobSearch.prefixLeast else { continue }
      isShared = true
      #expect(
        try !Self.finds(String(job.key.text.prefix(length - 1)), job, in: temporary.ledger))
    }
    #expect(isShared)
  }

  @Test(
    "Ids of other jobs that begin as the key does count too",
    arguments: [
      (["video_2"], 4),
      (["v9r45q2"], 8),
      (["models/x/operations/v9r45q20m"], 10),
      (["v9r45q20m01yh1p44"], 17),
      (["v9r45q20m01yh1p44-2"], 17),
      (["v9r4"], 5),
      (["v9r", "v9s"], 4),
    ])
  func ids(others: [String], length: Int) async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append(
      (["video_1"] + others).map { .tracked(Declaration("sora", $0)) })
    // Its key is v9r45q20m01yh1p44.
    let key = JobKey(account: "sora", nativeID: "video_1")
    #expect(try temporary.ledger.snapshot().uniqueLength(of: key) == length)
  }
}
