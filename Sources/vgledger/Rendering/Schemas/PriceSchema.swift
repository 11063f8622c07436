internal import Ledger

extension AnswerSchema {
  static let price = AnswerSchema(
    name: "price", title: "Rows of the price book, by model.", kind: .list,
    fields: PriceFields.fields, totals: [Field("prices", .whole, "Rows of the whole book.")])

  static let priceShow = AnswerSchema(
    name: "price-show", title: "Prices of a model, the row that wins first.", kind: .report,
    fields: PriceFields.fields + [
      Field(
        "standing", .word(["wins", "overridden", "coming", "over"]),
        "How the row stands at the moment that was asked about."),
      Field("overridden_by", .optional(.text), "The row that wins wherever this one would hold."),
    ])

  static let priceSet = AnswerSchema(
    name: "price-set", title: "A price that was declared, or was so already.", kind: .report,
    fields: [
      Field("result", .word(["appended", "already_there"]), "What became of it."),
      Field("sequence", .optional(.whole), "Place of its event in the log."),
    ] + PriceFields.fields.filter { $0.name != "order" })

  static let priceImport = AnswerSchema(
    name: "price-import", title: "What became of a file of prices.", kind: .report,
    fields: [
      Field("dry_run", .truth, "Whether nothing was written."),
      Field("added", .whole, "Prices declared."),
      Field("had", .whole, "Prices that the book had."),
      Field("rejected", .whole, "Rows that are no price."),
      Field(
        "rejections",
        .list(
          .object([
            Field("line", .whole, "Line of the file."), Field("reason", .text, "What is wrong."),
          ])), "The rows that are no price."),
    ])

  static let priceDiff = AnswerSchema(
    name: "price-diff", title: "Prices that changed between two moments.", kind: .report,
    fields: [
      Field("change", .word(PriceChange.Kind.allCases.map(\.rawValue)), "What happened."),
      Field("model", .text, "The model."),
      Field("scope", .word(["anywhere", "account", "provider"]), "Where it holds."),
      Field("account", .optional(.text), "The account at which it holds."),
      Field("provider", .optional(.text), "The provider at whose own API it holds."),
      Field("resolution", .optional(.text), "The class of sizes; null for any."),
      Field("audio", .optional(.truth), "With sound or without; null for either."),
      Field("batch", .truth, "Whether it is the price of a batch API."),
    ]
      + ["before", "after"].flatMap { side in
        [
          Field("\(side)_amount", .optional(.decimal), "What one unit cost \(side)."),
          Field("\(side)_currency", .optional(.text), "The currency \(side)."),
          Field("\(side)_unit", .optional(.text), "The unit \(side)."),
          Field("\(side)_id", .optional(.text), "The row \(side)."),
        ]
      } + [
        Field("percent", .optional(.number), "The change in percent, to a tenth."),
        Field("since", .optional(.moment), "When the row after begins to hold."),
      ])

  static let reconcile = AnswerSchema(
    name: "reconcile", title: "What jobs cost by this ledger and by an invoice.", kind: .report,
    fields: [
      Field("group", .text, "A day, or a model without version; or what the invoice calls it.")
    ] + reconcileAmounts,
    totals: [
      Field("currencies", .list(.object(reconcileAmounts)), "Everything, one entry a currency."),
      Field("outside", .whole, "Lines of the invoice outside the period, left out."),
      Field("rejected", .whole, "Lines of the invoice that cannot be read, left out."),
    ])

  private static let reconcileAmounts = [
    Field("currency", .optional(.text), "The currency; null where no amount is known."),
    Field("ours", .optional(.decimal), "What jobs cost by this ledger."),
    Field("theirs", .optional(.decimal), "What the invoice asks; null without an invoice."),
    Field("difference", .optional(.decimal), "Theirs less ours."),
    Field("jobs", .whole, "Jobs of the group, in any currency."),
    Field("unpriced_jobs", .whole, "Charged jobs of unknown cost."),
    Field("charge_unknown_jobs", .whole, "Jobs of which nobody says whether they are charged."),
  ]

  /// What the commands about money answer.
  static let money = [price, priceDiff, priceImport, priceSet, priceShow, reconcile]
}
