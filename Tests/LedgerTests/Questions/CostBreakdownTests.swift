import Testing

@testable import Ledger

@Suite("Costs group by group")
struct CostBreakdownTests {
  private func word(_ number: UInt32) -> GroupValue { .word(WordNumber(rawValue: number)) }

  private func name(_ key: Int, _ value: GroupValue) -> String { "\(value)" }

  /// Each cent given is a job of that group.
  private func breakdown(_ jobs: [(JobGroup, Int128?)]) -> CostBreakdown {
    var breakdown = CostBreakdown()
    for (index, (group, cents)) in jobs.enumerated() {
      breakdown.add(
        CostSamples.digest(UInt64(index + 1)), CostSamples.cost(cents: cents), in: group)
    }
    return breakdown
  }

  private func cents(_ total: CostTotal?) -> Int128? {
    total.map { ($0.amounts[.usd]?.amount.units ?? -10_000_000) / 10_000_000 }
  }

  @Test("Rows and columns add up to the total, dearest first, unknown last")
  func matrix() {
    let table = breakdown([
      (JobGroup(word(1), word(7)), 5), (JobGroup(word(1), word(8)), 20),
      (JobGroup(word(2), word(7)), 60), (JobGroup(.word(nil), word(8)), 100),
      (JobGroup(word(1), word(7)), 5),
    ]).table(name: name)
    #expect(table.rows.map(\.value) == [word(2), word(1), .word(nil)])
    #expect(table.columns.map(\.value) == [word(8), word(7)])
    #expect(table.rows.map { $0.cells.map(cents) } == [[nil, 60], [20, 10], [100, nil]])
    #expect(table.rows.map { cents($0.total) } == [60, 30, 100])
    #expect(table.columns.map { cents($0.total) } == [120, 70])
    #expect(cents(table.total) == 190)
  }

  @Test("Units of the calendar and lengths come in their own order")
  func order() {
    let starts = [3, 1, 2].map { GroupValue.start(.at($0)) }
    let byTime = breakdown(starts.enumerated().map { (JobGroup($1), Int128($0 + 1)) })
    #expect(byTime.table(name: name).rows.map(\.value) == [1, 2, 3].map { .start(.at($0)) })
    let lengths = [8000, 4000].map { GroupValue.number($0) }
    let byLength = breakdown(lengths.map { (JobGroup($0), 1) })
    #expect(byLength.table(name: name).rows.map(\.value) == [.number(4000), .number(8000)])
  }

  @Test("Of what costs the same, more jobs come first, then the name")
  func ties() {
    let table = breakdown([
      (JobGroup(.text("b")), 4), (JobGroup(.text("a")), 4), (JobGroup(.text("c")), 2),
      (JobGroup(.text("c")), 2), (JobGroup(.text("d")), nil),
    ]).table(name: name)
    #expect(table.rows.map(\.value) == ["c", "a", "b", "d"].map { .text($0) })
  }

  @Test("Who says it is counted, and what has no amount is told by model and by why")
  func sources() {
    var breakdown = CostBreakdown()
    let all: [(JobState, JobCost)] = [
      (.succeeded, CostSamples.cost()),
      (.succeeded, CostSamples.cost(stated: Amount(units: 1))),
      (.succeeded, CostSamples.cost(charged: false)),
      (.filtered, CostSamples.cost(.filtered, dialect: "gemini-operations")),
      (.succeeded, CostSamples.cost(cents: nil)),
      (.partial, CostSamples.cost(.partial)),
      (.running, CostSamples.cost(.running)),
      (.failed, CostSamples.cost(.failed)),
    ]
    for (index, (state, cost)) in all.enumerated() {
      breakdown.add(CostSamples.digest(UInt64(index + 1), state), cost, in: JobGroup(.text("x")))
    }
    #expect(breakdown.chargedBy.provider == 1)
    #expect(breakdown.chargedBy.rule == 3)
    #expect(breakdown.notChargedBy.provider == 1)
    #expect(breakdown.notChargedBy.rule == 1)
    #expect((breakdown.reportedJobs, breakdown.estimatedJobs) == (1, 1))
    #expect(
      breakdown.unpriced == [
        .init(model: CostSamples.model, isWithoutPrice: true): 1,
        .init(model: CostSamples.model, isWithoutPrice: false): 1,
      ])
    let total = breakdown.table(name: name).total
    #expect(total.unknownJobs == 3)
    #expect(total.openJobs == 1)
    #expect(total.jobs == all.count)
  }

  @Test("Nothing gives an empty table")
  func empty() {
    let table = CostBreakdown().table(name: name)
    #expect(table.rows.isEmpty && table.columns.isEmpty)
    #expect(table.total == CostTotal())
    #expect(table.total.mainCurrency == nil)
  }
}
