internal import ArgumentParser
internal import Ledger

/// On what amounts rest.
enum BasisChoice: String, OptionWord {
  /// What was stated, else what follows from a price.
  case best
  case estimated
  case reported
  case invoiced

  /// Whether a missing price leaves an amount unknown.
  var usesPrices: Bool {
    switch self {
    case .best, .estimated: true
    case .reported, .invoiced: false
    }
  }

  func cost(_ cost: JobCost) -> JobCost {
    switch self {
    case .best: cost
    case .estimated: cost.by(.estimated)
    case .reported: cost.by(.reported)
    case .invoiced: cost.by(.invoiced)
    }
  }
}

/// The most that an answer's jobs may cost together: `500`, or `500 USD`.
struct CostLimit: Equatable {
  let amount: Amount
  /// `nil` for the only one that there is.
  let currency: Currency?

  init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard (1...2).contains(words.count), let amount = Amount(words[0]), amount >= .zero else {
      return nil
    }
    self.amount = amount
    guard words.count == 2 else {
      currency = nil
      return
    }
    guard let currency = Currency(words[1]) else { return nil }
    self.currency = currency
  }

  /// Compares it with a total.
  ///
  /// A total that is only known to be at least so much exceeds the limit where that much does.
  ///
  /// - Returns: The failure to end with, `nil` where the limit holds.
  /// - Throws: A usage failure where the currency is not there, or not said where there are several.
  func failure(_ total: CostTotal) throws(Failure) -> Failure? {
    let known = total.amounts.currencies
    guard !known.isEmpty else { return nil }
    let names = known.map(\.word).joined(separator: " and ")
    if currency == nil, known.count > 1 {
      throw Failure(
        .usage, "--max: there are amounts in \(names); say which, as '500 \(known[0].word)'")
    }
    guard let sum = total.amounts[currency ?? known[0]] else {
      throw Failure(
        .usage, "--max: nothing here is in \(currency?.word ?? ""); there are amounts in \(names)")
    }
    guard sum.amount > amount else { return nil }
    let least = total.isLowerBound ? "at least " : ""
    return Failure(
      .no,
      "\(least)\(sum.amount.text) \(sum.currency.word) is more than --max \(amount.text) "
        + sum.currency.word)
  }
}
