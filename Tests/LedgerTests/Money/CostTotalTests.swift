import Testing

@testable import Ledger

@Suite("Totals of costs")
struct CostTotalTests {
  private func cost(
    _ state: JobState, _ currency: Currency? = .usd, milliseconds: Int64? = 1000,
    stated: Amount? = nil
  ) -> JobCost {
    var facts = CostFacts(
      state: state, dialect: "openai-videos",
      quantities: Quantities(videoMilliseconds: milliseconds))
    facts.stated = stated
    let price = currency.map {
      Price(
        PriceTerms(
          model: "m", unit: .second, amount: Amount(units: 100_000_000), currency: $0, source: "x"),
        origin: .builtIn)
    }
    return JobCost(facts, price: price)
  }

  @Test("One sum a currency; unknown parts are counted beside it and never added")
  func sums() throws {
    let credits = try #require(Currency("credits"))
    var total = CostTotal()
    total.add(cost(.succeeded))
    total.add(cost(.succeeded))
    total.add(cost(.succeeded, credits))
    #expect(
      total.amounts.byCurrency == [
        .usd: Amount(units: 200_000_000), credits: Amount(units: 100_000_000),
      ])
    #expect(!total.isLowerBound)
    total.add(cost(.succeeded, nil))
    total.add(cost(.failed))
    total.add(cost(.succeeded, stated: Amount(units: 5_000_000_000)))
    total.add(cost(.running))
    #expect(total.amounts[.usd]?.amount == Amount(units: 200_000_000))
    #expect(total.isLowerBound)
    #expect(total.unpricedJobs == 1)
    #expect(total.chargeUnknownJobs == 1)
    #expect(total.chargeUnknown.byCurrency == [.usd: Amount(units: 100_000_000)])
    #expect(total.withoutCurrencyJobs == 1)
    #expect(total.openJobs == 1)
    #expect(total.forecasts.byCurrency == [.usd: Amount(units: 100_000_000)])
    #expect(total.jobs == 7)
    #expect(total.unknownJobs == 3)
  }

  @Test("Totals of parts are the total")
  func parts() {
    let costs = JobState.allCases.map { cost($0) } + [cost(.succeeded, nil)]
    var whole = CostTotal()
    for cost in costs { whole.add(cost) }
    var halves = CostTotal()
    for half in [costs[..<5], costs[5...]] {
      var part = CostTotal()
      for cost in half { part.add(cost) }
      halves.add(part)
    }
    #expect(halves == whole)
  }
}
