extension JobCost {
  /// The cost where amounts of one basis alone count; what rests on another is unknown.
  ///
  /// Whether the job is charged for is told by whatever is known, and what is not charged is 0 on
  /// every basis. By ``CostBasis/estimated``, what was stated is set aside for the list price.
  public func by(_ basis: CostBasis) -> JobCost {
    guard charge != .no else { return self }
    switch basis {
    case .estimated:
      return charge == .yes || isForecast ? with(listPrice, listCurrency, .estimated) : self
    case .reported, .invoiced: return self.basis == basis ? self : with(nil, nil, basis)
    }
  }

  private func with(_ amount: Amount?, _ currency: Currency?, _ basis: CostBasis) -> JobCost {
    JobCost(self, amount: amount, currency: currency, basis: basis)
  }

  private init(_ cost: JobCost, amount: Amount?, currency: Currency?, basis: CostBasis) {
    self.amount = amount
    self.currency = amount == nil ? nil : currency
    self.basis = amount == nil ? nil : basis
    listPrice = cost.listPrice
    listCurrency = cost.listCurrency
    priceID = cost.priceID
    charge = cost.charge
    chargedBy = cost.chargedBy
    isForecast = cost.isForecast
  }
}
