internal import Ledger
internal import Providers

/// Costs as the fields of rows and totals.
enum CostFields {
  static func amounts(_ total: CostTotal) -> [(String, JSON)] {
    let only = total.amounts.sums.count == 1 ? total.amounts.sums.first : nil
    return [
      ("amounts", sums(total.amounts)),
      ("amount", .optional(only?.amount.text)),
      ("currency", .optional(only?.currency.word)),
      ("at_least", .boolean(total.isLowerBound)),
    ]
  }

  static func counts(_ total: CostTotal) -> [(String, JSON)] {
    [
      ("jobs", number(total.jobs)),
      ("charged_jobs", number(total.chargedJobs)),
      ("not_charged_jobs", number(total.notChargedJobs)),
      ("charge_unknown_jobs", number(total.chargeUnknownJobs)),
      ("open_jobs", number(total.openJobs)),
      ("unpriced_jobs", number(total.unpricedJobs)),
      ("without_currency_jobs", number(total.withoutCurrencyJobs)),
      ("not_charged", sums(total.notCharged)),
      ("charge_unknown", sums(total.chargeUnknown)),
      ("forecasts", sums(total.forecasts)),
    ]
  }

  /// By currency, every digit.
  static func sums(_ sums: CurrencySums) -> JSON {
    .members(sums.sums.map { ($0.currency.word, .string($0.amount.text)) })
  }

  static func averages(_ sums: CurrencySums) -> JSON {
    .members(sums.sums.map { ($0.currency.word, .optional($0.average?.text)) })
  }

  static func number(_ number: Int) -> JSON { .number(String(number)) }

  static func totals(
    _ total: CostTotal, _ breakdown: CostBreakdown, basis: BasisChoice,
    words: [WordNumber: String]
  ) -> [(String, JSON)] {
    amounts(total) + counts(total) + [
      ("charged_by", sources(breakdown.chargedBy)),
      ("not_charged_by", sources(breakdown.notChargedBy)),
      ("reported_jobs", number(breakdown.reportedJobs)),
      ("estimated_jobs", number(breakdown.estimatedJobs)),
      (
        "unpriced",
        .array(
          breakdown.unpricedModels(words).map { part in
            .members([
              ("model", .optional(part.model)), ("jobs", number(part.jobs)),
              (
                "why",
                .string(
                  !basis.usesPrices
                    ? "not_stated" : part.isWithoutPrice ? "no_price" : "quantity_unknown")
              ),
            ])
          })
      ),
    ]
  }

  /// The open jobs that no row holds.
  static func openNow(_ total: CostTotal) -> [(String, JSON)] {
    [("jobs", number(total.openJobs)), ("forecasts", sums(total.forecasts))]
  }

  private static func sources(_ sources: CostBreakdown.Sources) -> JSON {
    .members([
      ("provider", number(sources.provider)), ("person", number(sources.person)),
      ("rule", number(sources.rule)),
    ])
  }
}

extension CostBreakdown {
  /// Models with charged jobs whose amount is unknown, those of most jobs first.
  func unpricedModels(
    _ words: [WordNumber: String]
  ) -> [(model: String?, isWithoutPrice: Bool, jobs: Int)] {
    unpriced.map { kind, jobs in
      (model: kind.model.flatMap { words[$0] }, isWithoutPrice: kind.isWithoutPrice, jobs: jobs)
    }.sorted { left, right in
      left.jobs != right.jobs
        ? left.jobs > right.jobs
        : (left.model ?? "", left.isWithoutPrice ? 0 : 1)
          < (right.model ?? "", right.isWithoutPrice ? 0 : 1)
    }
  }
}
