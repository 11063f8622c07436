/// What jobs cost together: one sum a currency, and how much of it is unknown.
public struct CostTotal: Hashable, Sendable {
  /// What is owed, by currency; open jobs left out.
  public private(set) var amounts = CurrencySums()
  /// What open jobs will cost if they succeed, by currency.
  public private(set) var forecasts = CurrencySums()
  /// What jobs that are not charged, or of which that is not known, cost by the book.
  public private(set) var notCharged = CurrencySums()
  public private(set) var chargeUnknown = CurrencySums()
  public private(set) var jobs = 0
  public private(set) var openJobs = 0
  public private(set) var chargedJobs = 0
  public private(set) var notChargedJobs = 0
  public private(set) var chargeUnknownJobs = 0
  /// Charged jobs whose amount is unknown, for want of a price or of a quantity.
  public private(set) var unpricedJobs = 0
  /// Charged jobs with an amount of which nobody says the currency.
  public private(set) var withoutCurrencyJobs = 0

  public init() {}

  /// Adds one job.
  public mutating func add(_ cost: JobCost) {
    jobs += 1
    if cost.isForecast {
      openJobs += 1
      if let amount = cost.amount, let currency = cost.currency {
        forecasts.add(amount, currency)
      }
      return
    }
    let list = cost.listCurrency.flatMap { currency in cost.listPrice.map { (currency, $0) } }
    switch cost.charge {
    case .no:
      notChargedJobs += 1
      if let (currency, amount) = list { notCharged.add(amount, currency) }
    case .unknown:
      chargeUnknownJobs += 1
      if let (currency, amount) = list { chargeUnknown.add(amount, currency) }
    case .yes:
      chargedJobs += 1
      switch (cost.amount, cost.currency) {
      case (let amount?, let currency?): amounts.add(amount, currency)
      case (.some, nil): withoutCurrencyJobs += 1
      case (nil, _): unpricedJobs += 1
      }
    }
  }

  /// Adds the jobs of another total, of which none was added here.
  public mutating func add(_ other: Self) {
    amounts.add(other.amounts)
    forecasts.add(other.forecasts)
    notCharged.add(other.notCharged)
    chargeUnknown.add(other.chargeUnknown)
    jobs += other.jobs
    openJobs += other.openJobs
    chargedJobs += other.chargedJobs
    notChargedJobs += other.notChargedJobs
    chargeUnknownJobs += other.chargeUnknownJobs
    unpricedJobs += other.unpricedJobs
    withoutCurrencyJobs += other.withoutCurrencyJobs
  }

  /// Ended jobs of which nobody knows what they cost.
  public var unknownJobs: Int { unpricedJobs + withoutCurrencyJobs + chargeUnknownJobs }

  /// Whether more may be owed than ``amounts`` says; sums are then shown with `≥`.
  public var isLowerBound: Bool { unknownJobs > 0 }
}
