import Testing

@testable import Ledger

@Suite("Costs by one basis alone")
struct CostByBasisTests {
  struct Case: Sendable {
    let says: String
    let cost: JobCost
    let basis: CostBasis
    /// In cents; nil for unknown.
    let amount: Int128?
  }

  private static let stated = Amount(units: 70_000_000)

  static let cases: [Case] = [
    Case(says: "by price", cost: CostSamples.cost(), basis: .estimated, amount: 10),
    Case(says: "by price", cost: CostSamples.cost(), basis: .reported, amount: nil),
    Case(says: "by price", cost: CostSamples.cost(), basis: .invoiced, amount: nil),
    Case(says: "stated", cost: CostSamples.cost(stated: stated), basis: .estimated, amount: 10),
    Case(says: "stated", cost: CostSamples.cost(stated: stated), basis: .reported, amount: 7),
    Case(says: "stated", cost: CostSamples.cost(stated: stated), basis: .invoiced, amount: nil),
    Case(
      says: "stated, no price", cost: CostSamples.cost(cents: nil, stated: stated),
      basis: .estimated, amount: nil),
    Case(says: "free", cost: CostSamples.cost(charged: false), basis: .reported, amount: 0),
    Case(says: "free", cost: CostSamples.cost(charged: false), basis: .invoiced, amount: 0),
    Case(says: "unknown", cost: CostSamples.cost(.failed), basis: .estimated, amount: nil),
    Case(says: "open", cost: CostSamples.cost(.running), basis: .estimated, amount: 10),
  ]

  @Test("What rests on another basis is unknown, and what is free stays free", arguments: cases)
  func amounts(each: Case) {
    let cost = each.cost.by(each.basis)
    #expect(cost.amount == each.amount.map { Amount(units: $0 * 10_000_000) })
    #expect(cost.charge == each.cost.charge)
    #expect(cost.listPrice == each.cost.listPrice)
    if cost.amount == nil {
      #expect(cost.currency == nil)
      #expect(cost.basis == nil)
    }
  }
}
