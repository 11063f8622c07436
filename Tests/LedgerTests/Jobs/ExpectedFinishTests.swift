import Testing

@testable import Ledger

struct ExpectedFinishTests {
  @Test(
    "What is left comes by nearest rank from the jobs that took longer",
    arguments: [
      ([10, 20, 30, 40, 50], 0, [30, 50, 5]),
      ([50, 40, 30, 20, 10], 5, [25, 45, 5]),
      ([1, 2, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 10, [50, 90, 9]),
      ([10, 20, 30, 40, 50], 10, nil),
      ([10, 20, 30, 40], 0, nil),
      ([], 0, nil),
      ([10, 20, 30, 40, 50], -5, [30, 50, 5]),
      (Array(repeating: .max, count: 5), .min, [.max, .max, 5]),
      (Array(repeating: .max, count: 5), .max, nil),
    ] as [([Int64], Int64, [Int64]?)])
  func quantiles(totals: [Int64], elapsed: Int64, expected: [Int64]?) {
    let finish = ExpectedFinish(totals: totals, elapsed: elapsed)
    #expect(finish.map { [$0.half, $0.most, Int64($0.jobs)] } == expected)
  }

  @Test("Only finished jobs of the same account, model and length count")
  func history() async throws {
    let temporary = try await TemporaryLedger()
    func append(
      _ account: String, _ id: String, model: String, _ end: JobState, after seconds: Int64
    ) async throws {
      var declaration = Declaration(account, id)
      declaration.model = model
      declaration.submitted = StatedMoment(.at(0), width: 1)
      _ = try await temporary.ledger.append([
        .tracked(declaration),
        .observed(declaration, at: .at(seconds), .ok(), .said(.running)),
        .observed(declaration, at: .at(seconds), .ok(), .said(end)),
      ])
    }
    for index in 1...5 {
      try await append("a", "a\(index)", model: "m", .succeeded, after: Int64(index) * 10)
      try await append("b", "b\(index)", model: "m", .succeeded, after: 1000)
      try await append("a", "n\(index)", model: "n", .succeeded, after: 1000)
      try await append("a", "f\(index)", model: "m", .failed, after: 1000)
    }
    try await append("a", "open", model: "m", .running, after: 1)
    let snapshot = try temporary.ledger.snapshot()
    let open = try #require(try snapshot.job(account: "a", nativeID: "open"))
    let finish = try #require(try snapshot.expectedFinish(of: open, now: .at(5)))
    #expect([finish.half, finish.most, Int64(finish.jobs)] == [25_000, 45_000, 5])
    let done = try #require(try snapshot.job(account: "a", nativeID: "a1"))
    #expect(try snapshot.expectedFinish(of: done, now: .at(5)) == nil)
  }
}
