/// What jobs cost together, group by group.
public struct CostBreakdown: Sendable {
  /// Charged jobs of a model whose amount is unknown.
  public struct Unpriced: Hashable, Sendable {
    public let model: WordNumber?
    /// No price holds; else a price does, but not how much was made.
    public let isWithoutPrice: Bool
  }

  /// Whose word it is that jobs are charged for, or are not.
  public struct Sources: Hashable, Sendable {
    public private(set) var provider = 0
    public private(set) var person = 0
    public private(set) var rule = 0

    mutating func add(_ source: ChargeSource?) {
      switch source {
      case .provider: provider += 1
      case .person: person += 1
      case .rule: rule += 1
      case nil: break
      }
    }
  }

  public private(set) var total = CostTotal()
  public private(set) var chargedBy = Sources()
  public private(set) var notChargedBy = Sources()
  /// Charged jobs whose amount somebody stated, and those that were computed from a price.
  public private(set) var reportedJobs = 0
  public private(set) var estimatedJobs = 0
  public private(set) var unpriced: [Unpriced: Int] = [:]
  private var places = GroupPlaces<JobGroup>()
  /// By the numbers of their groups.
  private var totals: [CostTotal] = []

  public init() {}

  /// Adds a job that ended, or an open one of a question that is about open ones too.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ digest: JobDigest, _ cost: JobCost, in group: JobGroup) {
    let place = places.place(of: group)
    if place == totals.count { totals.append(CostTotal()) }
    totals[place].add(cost)
    guard !cost.isForecast else { return }
    switch cost.charge {
    case .no: notChargedBy.add(cost.chargedBy)
    case .unknown: break
    case .yes:
      chargedBy.add(cost.chargedBy)
      addCharged(digest, cost)
    }
  }

  private mutating func addCharged(_ digest: JobDigest, _ cost: JobCost) {
    switch cost.basis {
    case .estimated: estimatedJobs += 1
    case .reported, .invoiced: reportedJobs += 1
    case nil:
      let kind = Unpriced(model: digest.model, isWithoutPrice: cost.priceID == nil)
      unpriced[kind, default: 0] += 1
    }
  }

  /// The groups in rows and columns.
  ///
  /// Units of the calendar come by time, lengths by length; everything else comes by what it cost,
  /// dearest first, in the currency of most jobs, then by its name. What is unknown comes last.
  ///
  /// `name`: what a value of the first key (0) or the second (1) is called, to order what costs the same.
  public func table(name: (_ key: Int, GroupValue) -> String) -> CostTable {
    var rows: [GroupValue: [GroupValue?: CostTotal]] = [:]
    var columns: [GroupValue: CostTotal] = [:]
    var total = CostTotal()
    for (group, part) in zip(places.keys, totals) {
      total.add(part)
      rows[group.first ?? .text(nil), default: [:]][group.second, default: CostTotal()].add(part)
      if let second = group.second { columns[second, default: CostTotal()].add(part) }
    }
    let order = CostOrder(currency: total.mainCurrency)
    let sortedColumns = columns.sorted { left, right in
      order.places(left, before: right) { name(1, $0) }
    }
    return CostTable(
      columns: sortedColumns.map { CostTable.Column(value: $0.key, total: $0.value) },
      rows: rows.map { value, cells in
        var whole = CostTotal()
        for cell in cells.values { whole.add(cell) }
        return CostTable.Row(
          value: value, cells: sortedColumns.map { cells[$0.key] }, total: whole)
      }.sorted { left, right in
        order.places((left.value, left.total), before: (right.value, right.total)) { name(0, $0) }
      },
      total: total)
  }
}

extension CostTotal {
  /// The currency of most amounts, the first by its name where several are.
  public var mainCurrency: Currency? {
    let sums = [amounts, forecasts, notCharged, chargeUnknown].first { !$0.isEmpty }?.sums ?? []
    return sums.max { ($0.jobs, $1.currency) < ($1.jobs, $0.currency) }?.currency
  }
}

/// The order of rows and columns.
private struct CostOrder {
  let currency: Currency?

  func places(
    _ left: (key: GroupValue, value: CostTotal), before right: (key: GroupValue, value: CostTotal),
    name: (GroupValue) -> String
  ) -> Bool {
    if left.key.isUnknown != right.key.isUnknown { return right.key.isUnknown }
    switch (left.key, right.key) {
    case (.start(let first?), .start(let second?)): return first < second
    case (.number(let first?), .number(let second?)): return first < second
    default:
      let first = amount(left.value)
      let second = amount(right.value)
      if first != second { return first > second }
      if left.value.jobs != right.value.jobs { return left.value.jobs > right.value.jobs }
      return name(left.key) < name(right.key)
    }
  }

  private func amount(_ total: CostTotal) -> Amount {
    currency.flatMap { total.amounts[$0]?.amount } ?? Amount(units: .min)
  }
}

extension GroupValue {
  /// Whether a job has nothing under the key, or nobody knows it.
  public var isUnknown: Bool {
    switch self {
    case .word(let word): word == nil
    case .number(let number): number == nil
    case .state: false
    case .start(let start): start == nil
    case .text(let text): text == nil
    }
  }
}
