/// How much of a budget is used.
public struct BudgetUse: Hashable, Sendable {
  /// What is owed in the budget's currency; other currencies are not counted.
  public let spent: Amount
  public let budget: Amount
  public let currency: Currency
  /// Whether more may be owed: jobs of unknown cost are not in ``spent``.
  public let isLowerBound: Bool

  /// - Parameters:
  ///   - total: The jobs that ended in the budget's time.
  ///   - budget: What may be spent.
  ///   - currency: The currency of the budget.
  public init(_ total: CostTotal, of budget: Amount, _ currency: Currency) {
    spent = total.amounts[currency] ?? .zero
    self.budget = budget
    self.currency = currency
    isLowerBound = total.isLowerBound
  }

  /// Whole percent, rounded down, so that 100 is said only where the budget is used up; nil for a
  /// budget of nothing.
  public var percent: Int64? {
    guard budget > .zero else { return nil }
    let (scaled, overflow) = spent.units.multipliedReportingOverflow(by: 100)
    return overflow ? nil : Int64(exactly: scaled / budget.units)
  }

  /// Whether more than the budget is spent; with unknown costs it may be so where this is false.
  public var isExceeded: Bool { spent > budget }
}
