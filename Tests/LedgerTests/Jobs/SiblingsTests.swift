import Testing

@testable import Ledger

@Suite("What other jobs tell")
struct SiblingsTests {
  private static func append(
    _ ledger: Ledger, _ id: String, _ end: JobState, after seconds: Int64, seed: UInt8 = 1,
    account: String = "a", length: Int64 = 8000
  ) async throws {
    var declaration = Declaration(account, id)
    declaration.model = "m"
    declaration.videoMilliseconds = length
    declaration.submitted = StatedMoment(.at(0), width: 1)
    declaration.prompt = PromptRecord(
      text: nil, sha256: [UInt8](repeating: seed, count: 32), characters: 3)
    _ = try await ledger.append([
      .tracked(declaration),
      .observed(declaration, at: .at(seconds), .ok(), .said(.running)),
      .observed(declaration, at: .at(seconds), .ok(), .said(end)),
    ])
  }

  @Test("The usual length is the median of the same kind; takes are those of the same prompt")
  func counts() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    for index in 1...5 {
      try await Self.append(ledger, "a\(index)", .succeeded, after: Int64(index) * 10, seed: 2)
      try await Self.append(ledger, "b\(index)", .succeeded, after: 900, account: "b")
      try await Self.append(ledger, "l\(index)", .succeeded, after: 900, seed: 3, length: 4000)
    }
    try await Self.append(ledger, "me", .filtered, after: 7)
    try await Self.append(ledger, "again", .failed, after: 7)
    try await Self.append(ledger, "open", .running, after: 7)
    let snapshot = try ledger.snapshot()
    let job = try #require(try snapshot.job(account: "a", nativeID: "me"))
    let siblings = try snapshot.siblings(of: job)
    #expect(siblings.usualTotal == 30_000)
    #expect(siblings.totals.count == 5)
    #expect([siblings.takes, siblings.takesWithVideos] == [1, 0])
    #expect(!siblings.isBounded)
  }

  @Test("Four jobs do not tell what is usual")
  func few() {
    var siblings = Siblings()
    siblings.totals = [1, 2, 3, 4]
    #expect(siblings.usualTotal == nil)
    siblings.totals = [5, 4, 3, 2, 1, 6]
    #expect(siblings.usualTotal == 3)
  }
}
