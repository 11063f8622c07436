internal import Ledger

/// The lines under the sums of `cost`: what they leave out, what was for nothing, what is not known.
struct CostFoot {
  let total: CostTotal
  let breakdown: CostBreakdown
  let wasted: WastedCosts
  /// Open jobs that are not in the rows, and what they will cost.
  let open: CostTotal
  let basis: BasisChoice
  let words: [WordNumber: String]
  /// What may be spent in the month that the question is about.
  let budget: Configuration.StatedAmount?
  let style: Style

  private static let modelsMost = 3
  private static let width = 16

  /// Only lines that have something to say.
  func lines() -> [String] {
    let entries: [(String, [String])] = [
      ("not in the total", notInTotal), ("charge unknown", chargeUnknown),
      ("for nothing", forNothing),
      ("not charged", notCharged), ("open, estimated", openJobs), ("invoice", invoice),
      ("budget", budgetLines),
    ]
    return entries.flatMap { name, lines in
      lines.enumerated().map { place, line in
        ("  " + (place == 0 ? name : "").padded(to: Self.width) + "  " + line)
          .clipped(to: Swift.max(style.width, 40), ellipsis: style.isASCII ? "~" : "…")
      }
    }
  }

  /// `12.80`, or `12.80 USD + 3.00 credits` where the sums have several currencies.
  static func text(_ sums: CurrencySums, only: Currency?) -> String {
    sums.sums.map { sum in
      sum.currency == only ? sum.amount.screenText : "\(sum.amount.screenText) \(sum.currency.word)"
    }.joined(separator: " + ")
  }

  private func text(_ sums: CurrencySums) -> String {
    Self.text(sums, only: total.amounts.sums.count == 1 ? total.mainCurrency : nil)
  }

  private func jobs(_ count: Int, _ kind: String = "") -> String {
    "\(count) \(kind.isEmpty ? "" : kind + " ")job\(count == 1 ? "" : "s")"
  }

  private var arrow: String { style.isASCII ? "->" : "→" }

  /// What an empty answer says beside that.
  var whenEmpty: String { openJobs.first.map { "; open: \($0)" } ?? "" }

  // MARK: Lines

  private var notInTotal: [String] {
    let models = breakdown.unpricedModels(words)
    var lines = models.prefix(Self.modelsMost).map { part in
      let model = part.model?.escaped ?? "an unknown model"
      let what = "\(jobs(part.jobs)) of \(model)"
      guard basis.usesPrices else { return "\(what): no amount was \(statedWord)" }
      guard part.isWithoutPrice else {
        return "\(what): a price is known, how much was made is not"
      }
      let verb = part.jobs == 1 ? "has" : "have"
      let line = "\(what) \(verb) no price"
      let advice = "   \(arrow) vgledger price set \(model)"
      // A command that is cut is of no use.
      let hasRoom = (line + advice).displayWidth + Self.width + 4 <= style.width
      return part.model == nil || !hasRoom ? line : line + advice
    }
    let rest = models.dropFirst(Self.modelsMost)
    if !rest.isEmpty {
      lines.append("\(jobs(rest.reduce(0) { $0 + $1.jobs })) of \(rest.count) other models")
    }
    if total.withoutCurrencyJobs > 0 {
      lines.append("\(jobs(total.withoutCurrencyJobs)) with an amount in an unknown currency")
    }
    return lines
  }

  private var statedWord: String { basis == .invoiced ? "invoiced" : "stated" }

  private var chargeUnknown: [String] {
    guard total.chargeUnknownJobs > 0 else { return [] }
    return ["\(jobs(total.chargeUnknownJobs))" + atListPrice(total.chargeUnknown)]
  }

  private func atListPrice(_ sums: CurrencySums) -> String {
    sums.isEmpty ? "" : ", \(text(sums)) at list price"
  }

  private var forNothing: [String] {
    let kinds: [(WasteKind, (Int) -> String)] = [
      (
        .failedCharged,
        { "\($0 == 1 ? "1 job" : "\($0) jobs") failed but \($0 == 1 ? "was" : "were") charged" }
      ),
      (
        .expiredUnsaved,
        { "\($0 == 1 ? "the video of 1 job" : "videos of \($0) jobs") expired before download" }
      ),
    ]
    let lines = kinds.compactMap { kind, says -> String? in
      let part = wasted.part(kind).total
      guard part.jobs > 0 else { return nil }
      let bound = part.isLowerBound && !part.amounts.isEmpty ? (style.isASCII ? ">= " : "≥ ") : ""
      let sum = part.amounts.isEmpty ? "?" : text(part.amounts)
      return "\(bound)\(sum)\(share(part)): \(says(part.jobs))"
    }
    guard let last = lines.last else { return [] }
    return lines.dropLast() + ["\(last)   \(arrow) vgledger cost --wasted"]
  }

  /// ` (4.2 %)` of the total, where both are in one currency and known.
  private func share(_ part: CostTotal) -> String {
    guard total.amounts.sums.count == 1, let whole = total.amounts.sums.first,
      let sum = part.amounts[whole.currency], whole.amount > .zero
    else { return "" }
    return " (\(Self.percent(sum.amount, of: whole.amount)))"
  }

  /// `4.2 %`, half up.
  static func percent(_ part: Amount, of whole: Amount) -> String {
    let permille = (part.units * 2000 + whole.units) / (whole.units * 2)
    return "\(permille / 10).\(permille % 10) %"
  }

  private var notCharged: [String] {
    guard total.notChargedJobs > 0 else { return [] }
    let sources = breakdown.notChargedBy
    let said = [
      (sources.provider, "by the provider's word"), (sources.person, "by a person's word"),
      (sources.rule, "by rule"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return ["\(jobs(total.notChargedJobs))\(atListPrice(total.notCharged)); \(said)"]
  }

  private var openJobs: [String] {
    var all = open
    all.add(total)
    guard all.openJobs > 0 else { return [] }
    let known = all.forecasts.sums.reduce(0) { $0 + $1.jobs }
    let rest = all.openJobs - known
    let sum = all.forecasts.isEmpty ? "?" : "~\(text(all.forecasts))"
    return [
      "\(sum) if \(jobs(all.openJobs)) succeed\(all.openJobs == 1 ? "s" : "")"
        + (rest > 0 && known > 0 ? "; \(rest) of them cannot be estimated" : "")
    ]
  }

  private var invoice: [String] {
    basis == .invoiced ? ["no invoice was imported, so nothing is known by invoice"] : []
  }

  private var budgetLines: [String] {
    guard let budget, let most = Amount(budget.digits), let currency = Currency(budget.currency)
    else { return [] }
    let spent = total.amounts[currency]?.amount ?? .zero
    let bound = total.isLowerBound ? (style.isASCII ? ">= " : "≥ ") : ""
    let share = most > .zero ? " (\(Self.percent(spent, of: most)))" : ""
    let over = spent > most ? ", exceeded" : ""
    return [
      "\(bound)\(spent.screenText) of \(most.screenText) \(currency.word) a month\(share)\(over)"
    ]
  }
}
