internal import Ledger

/// What jobs cost in numbers, for a page of metrics.
///
/// Sums are of what is known; beside them stands how many jobs they leave out. They are gauges: a new
/// price or an invoice changes what old jobs cost.
struct MoneyMetrics: Equatable {
  private struct Origin: Hashable, Comparable {
    let currency: Currency
    let basis: CostBasis

    static func < (left: Self, right: Self) -> Bool {
      (left.currency, left.basis.rawValue) < (right.currency, right.basis.rawValue)
    }
  }

  /// The calendar month that it is now.
  let month: TimeWindow
  /// What may be spent in it.
  let budget: Configuration.StatedAmount?
  private var known: [Origin: Amount] = [:]
  private var total = CostTotal()
  private var totalOfMonth = CostTotal()

  init(month: TimeWindow, budget: Configuration.StatedAmount?) {
    self.month = month
    self.budget = budget
  }

  /// Adds a job; `ended` is `nil` for an open one.
  mutating func add(_ cost: JobCost, ended: Moment?) {
    total.add(cost)
    guard let ended, !cost.isForecast else { return }
    if month.contains(ended) { totalOfMonth.add(cost) }
    guard cost.charge == .yes, let amount = cost.amount, let currency = cost.currency,
      let basis = cost.basis
    else { return }
    known[Origin(currency: currency, basis: basis), default: .zero] += amount
  }

  /// Puts the samples on the page, in a fixed order.
  func addSamples(to page: inout MetricsPage) {
    page.begin("vgledger_cost", .gauge, "What ended jobs cost, as far as it is known.")
    for (origin, amount) in known.sorted(by: { $0.key < $1.key }) {
      page.sample(
        "vgledger_cost", amount.text,
        [("currency", origin.currency.word), ("basis", origin.basis.rawValue)])
    }
    page.begin("vgledger_ended_jobs", .gauge, "Ended jobs by whether they are charged for.")
    for (charge, count) in [
      (Charge.yes, total.chargedJobs), (.no, total.notChargedJobs),
      (.unknown, total.chargeUnknownJobs),
    ] {
      page.sample("vgledger_ended_jobs", count, [("charged", charge.rawValue)])
    }
    page.begin(
      "vgledger_jobs_of_unknown_cost", .gauge,
      "Ended jobs of which nobody knows what they cost; vgledger_cost leaves them out.")
    page.sample("vgledger_jobs_of_unknown_cost", total.unknownJobs)
    page.begin(
      "vgledger_expected_cost", .gauge, "What open jobs will cost if they succeed, where known.")
    addAmounts("vgledger_expected_cost", total.forecasts.byCurrency, to: &page)
    addMonth(to: &page)
  }

  private func addMonth(to page: inout MetricsPage) {
    // A currency that was ever used has cost nothing, where no job of the month did.
    var amounts = total.amounts.byCurrency.mapValues { _ in Amount.zero }
    if let currency = budget.flatMap({ Currency($0.currency) }) { amounts[currency] = .zero }
    amounts.merge(totalOfMonth.amounts.byCurrency) { $1 }
    page.begin(
      "vgledger_cost_this_month", .gauge,
      "What the jobs cost that ended in this calendar month, as far as it is known.")
    addAmounts("vgledger_cost_this_month", amounts, to: &page)
    page.begin(
      "vgledger_jobs_of_unknown_cost_this_month", .gauge,
      "Jobs that ended in this calendar month, of which nobody knows what they cost.")
    page.sample("vgledger_jobs_of_unknown_cost_this_month", totalOfMonth.unknownJobs)
    guard let budget else { return }
    page.begin("vgledger_budget", .gauge, "What may be spent in a calendar month.")
    page.sample(
      "vgledger_budget", budget.digits, [("period", "month"), ("currency", budget.currency)])
  }

  private func addAmounts(
    _ name: String, _ amounts: [Currency: Amount], to page: inout MetricsPage
  ) {
    for (currency, amount) in amounts.sorted(by: { $0.key < $1.key }) {
      page.sample(name, amount.text, [("currency", currency.word)])
    }
  }
}
