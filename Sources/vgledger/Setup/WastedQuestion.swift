internal import Ledger
internal import Providers

/// A run of `cost --wasted`.
struct WastedQuestion: ~Copyable {
  private static let examples = 3

  private let command: Cost
  private let context: Context
  private let limit: CostLimit?
  private let within: Int64
  private let form: AnswerForm
  private let asked: AskedJobs

  init(_ command: Cost, _ context: Context, limit: CostLimit?) throws {
    let text = command.doubleWithin ?? "60s"
    guard let length = TimeText.duration(text) else {
      throw Failure(
        .usage, "--double-within '\(text.escaped)' is no length of time; write 60s or 5m")
    }
    let form = try context.form(.costWasted)
    let asked = try command.asked(context)
    self.command = command
    self.context = context
    self.limit = limit
    self.form = form
    self.asked = asked
    within =
      length.components.seconds * 1000 + length.components.attoseconds / 1_000_000_000_000_000
  }

  func answer() throws {
    var wasted = WastedCosts(
      now: context.now, submittedTwiceWithin: within, examples: Self.examples)
    var all = CostTotal()
    let basis = command.basis
    try asked.selection.forEach(in: asked.snapshot) { digest throws(LedgerError) in
      let cost = basis.cost(try asked.cost(of: digest))
      all.add(cost)
      wasted.take(digest, cost)
      return true
    }
    let sum = try print(wasted, all)
    if let failure = try limit?.failure(sum) { throw failure }
  }

  /// Prints the kinds, and gives what they cost together.
  private func print(_ wasted: WastedCosts, _ all: CostTotal) throws -> CostTotal {
    let writer = RowWriter(form, try asked.meta(), context, columns: WastedScreen.columns)
    let only = all.amounts.sums.count > 1 ? nil : all.mainCurrency
    let screen = WastedScreen(style: context.style, only: only)
    var sum = CostTotal()
    for kind in WasteKind.allCases {
      let part = wasted.part(kind)
      sum.add(part.total)
      guard part.total.jobs > 0 || form.format.isJSON else { continue }
      let examples = try part.examples.map { number in
        try asked.snapshot.shortKey(of: asked.snapshot.known(number))
      }
      try writer.add(
        members(kind, part.total, examples),
        cells: screen.cells(
          WastedScreen.words(kind, within: within), part.total, examples))
    }
    if writer.isForPeople, sum.jobs > 0 {
      try writer.add([], cells: screen.cells("TOTAL", sum, []))
    }
    let question = asked.question.header(context)
    try writer.end(
      totals: CostFields.amounts(sum) + [
        ("jobs", CostFields.number(sum.jobs)), ("of_jobs", CostFields.number(all.jobs)),
        ("of_amounts", CostFields.sums(all.amounts)),
      ],
      foot: [
        context.style.paint(
          "  \(question)\(only.map { " · \($0.word)" } ?? "") · of "
            + "\(all.isLowerBound ? "≥ " : "")\(CostFoot.text(all.amounts, only: only)) "
            + "for \(all.jobs) jobs", .dim)
      ],
      whenEmpty: "nothing was wasted: \(all.jobs) jobs in \(question)")
    return sum
  }

  private func members(
    _ kind: WasteKind, _ total: CostTotal, _ examples: [ShortKey]
  ) -> [(String, JSON)] {
    [("kind", .string(kind.rawValue)), ("jobs", CostFields.number(total.jobs))]
      + CostFields.amounts(total) + [
        ("charge_unknown_jobs", CostFields.number(total.chargeUnknownJobs)),
        ("charge_unknown", CostFields.sums(total.chargeUnknown)),
        ("unpriced_jobs", CostFields.number(total.unpricedJobs)),
        ("examples", .array(examples.map { .string($0.whole) })),
      ]
  }
}
