internal import Ledger

extension AnswerSchema {
  private static let sums = Shape.map(.decimal)

  private static let amountFields = [
    Field("amounts", sums, "What is owed, by currency; open jobs left out."),
    Field(
      "amount", .optional(.decimal),
      "The same where it is in one currency; null in several or none."
    ),
    Field("currency", .optional(.text), "The one currency of amount."),
    Field("at_least", .truth, "Whether more may be owed: some job's amount or charge is unknown."),
  ]

  private static let countFields = [
    Field("jobs", .whole, "Jobs, each in one of the next four counts."),
    Field("charged_jobs", .whole, "Ended jobs that are charged for."),
    Field("not_charged_jobs", .whole, "Ended jobs that are not."),
    Field("charge_unknown_jobs", .whole, "Ended jobs of which nobody says it."),
    Field("open_jobs", .whole, "Jobs without a verdict."),
    Field("unpriced_jobs", .whole, "Charged jobs whose amount is unknown."),
    Field("without_currency_jobs", .whole, "Charged jobs with an amount in an unknown currency."),
    Field("not_charged", sums, "What the jobs that are not charged cost at list price."),
    Field("charge_unknown", sums, "What those of unknown charge cost at list price."),
    Field("forecasts", sums, "What the open jobs will cost if they succeed."),
  ]

  private static let choiceFields = [
    Field("average", sums, "With --average: amounts per job of known amount.", isExtra: true),
    Field(
      "cumulative", sums, "With --cumulative: amounts of this row and those before it.",
      isExtra: true),
    Field(
      "cumulative_at_least", .truth, "With --cumulative: whether more may be owed so far.",
      isExtra: true),
    Field(
      "depth", .whole, "With --tree: parts of the path above; a row holds those under it.",
      isExtra: true),
  ]

  private static let sourceShape = Shape.object([
    Field("provider", .whole, "By the provider's word."),
    Field("person", .whole, "By a person's word."),
    Field("rule", .whole, "By a rule of vgledger."),
  ])

  private static let totalFields =
    amountFields + countFields + [
      Field("charged_by", sourceShape, "By whose word jobs are charged for."),
      Field("not_charged_by", sourceShape, "By whose word they are not."),
      Field("reported_jobs", .whole, "Charged jobs whose amount was stated."),
      Field("estimated_jobs", .whole, "Charged jobs whose amount follows from a price."),
      Field(
        "unpriced",
        .list(
          .object([
            Field("model", .optional(.text), "The model."),
            Field("jobs", .whole, "Jobs without an amount."),
            Field(
              "why", .word(["no_price", "quantity_unknown", "not_stated"]), "What is missing."),
          ])), "Charged jobs whose amount is unknown, by model."),
      Field(
        "open_now",
        .object([
          Field("jobs", .whole, "How many."),
          Field("forecasts", sums, "What they will cost if they succeed."),
        ]), "By clock finished, while the window reaches to now: open jobs, which no row holds."),
    ]

  /// The answer of `cost`.
  static let cost = AnswerSchema(
    name: "cost", title: "What jobs cost, group by group.", kind: .report,
    fields: [Field("group", .map(.anything), "The group's value under each key; null for unknown.")]
      + amountFields + countFields + choiceFields, totals: totalFields)

  /// The answer of `cost --wasted`.
  static let costWasted = AnswerSchema(
    name: "cost-wasted", title: "What jobs cost for nothing, by kind.", kind: .report,
    fields: [
      Field("kind", .word(WasteKind.allCases.map(\.rawValue)), "How it was wasted."),
      Field("jobs", .whole, "Jobs of that kind; each job is of one kind at most."),
    ] + amountFields + [
      Field("charge_unknown_jobs", .whole, "Those of which nobody says whether they are charged."),
      Field("charge_unknown", sums, "What these cost at list price."),
      Field("unpriced_jobs", .whole, "Those that are charged, with an unknown amount."),
      Field("examples", .list(.text), "Keys of the newest, newest first; three at most."),
    ],
    totals: amountFields + [
      Field("jobs", .whole, "Jobs of all kinds."),
      Field("of_jobs", .whole, "Ended jobs that were asked about."),
      Field("of_amounts", sums, "What all of them cost."),
    ])
}
