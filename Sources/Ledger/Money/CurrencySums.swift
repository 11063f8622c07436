/// Sums of money, one a currency, each with the number of amounts in it.
public struct CurrencySums: Hashable, Sendable {
  public struct Sum: Hashable, Sendable {
    public let currency: Currency
    public var amount: Amount
    /// How many amounts were added.
    public var jobs: Int

    /// The sum shared out, half to even at a billionth.
    public var average: Amount? { amount.multiplied(by: 1, dividedBy: Int64(jobs)) }
  }

  /// In the order of the currencies.
  ///
  /// A list, for few ledgers know more than two currencies: the walk is quicker than a hash.
  public private(set) var sums: [Sum] = []

  public init() {}

  public var isEmpty: Bool { sums.isEmpty }

  public var currencies: [Currency] { sums.map(\.currency) }

  /// What was added in that currency; `nil` for nothing.
  public subscript(currency: Currency) -> Sum? { sums.first { $0.currency == currency } }

  /// The amounts by their currencies.
  public var byCurrency: [Currency: Amount] {
    Dictionary(uniqueKeysWithValues: sums.map { ($0.currency, $0.amount) })
  }

  /// Adds one amount.
  public mutating func add(_ amount: Amount, _ currency: Currency) {
    add(Sum(currency: currency, amount: amount, jobs: 1))
  }

  /// Adds the sums of others.
  public mutating func add(_ other: Self) {
    for sum in other.sums { add(sum) }
  }

  private mutating func add(_ sum: Sum) {
    for index in sums.indices where sums[index].currency == sum.currency {
      sums[index].amount += sum.amount
      sums[index].jobs += sum.jobs
      return
    }
    let place = sums.firstIndex { $0.currency > sum.currency } ?? sums.endIndex
    sums.insert(sum, at: place)
  }
}
