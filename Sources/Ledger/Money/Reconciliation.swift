/// What a ledger says that jobs cost beside what an invoice asks for them, group by group.
public struct Reconciliation: Sendable {
  /// One group in one currency.
  public struct Row: Hashable, Sendable {
    public let group: String
    /// nil where nobody knows any amount of the group.
    public let currency: Currency?
    /// By the ledger; nil where it knows no amount in that currency.
    public let ours: Amount?
    /// By the invoice; nil where there is none.
    public let theirs: Amount?
    /// The jobs of the group, in whatever currency.
    public let total: CostTotal

    /// What the invoice asks beyond the ledger; nil without an invoice, and where the ledger knows
    /// of jobs but of no amount.
    public var difference: Amount? {
      ours == nil && total.isLowerBound ? nil : theirs.map { $0 - (ours ?? .zero) }
    }
  }

  private var ours: [String: CostTotal] = [:]
  private var theirs: [String: [Currency: Amount]]?
  public private(set) var total = CostTotal()

  /// - Parameter hasInvoice: Whether lines of one will be added.
  public init(hasInvoice: Bool) { theirs = hasInvoice ? [:] : nil }

  /// Adds a job of the ledger.
  public mutating func add(_ cost: JobCost, to group: String) {
    ours[group, default: CostTotal()].add(cost)
    total.add(cost)
  }

  /// Adds a line of the invoice.
  public mutating func add(_ line: Invoice.Line, to group: String) {
    theirs?[group, default: [:]][line.currency, default: .zero] += line.amount
  }

  /// The groups by name, each by currency.
  public var rows: [Row] {
    Set(ours.keys).union(theirs.map { Set($0.keys) } ?? []).sorted().flatMap { group in
      rows(of: group, ours[group] ?? CostTotal(), theirs.map { $0[group] ?? [:] })
    }
  }

  /// Everything together, one row a currency.
  public var totals: [Row] {
    var sum: [Currency: Amount]?
    if let theirs {
      sum = theirs.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
    return rows(of: "total", total, sum)
  }

  private func rows(
    of group: String, _ total: CostTotal, _ asked: [Currency: Amount]?
  ) -> [Row] {
    let currencies = Set(total.amounts.currencies).union(asked.map { Set($0.keys) } ?? []).sorted()
    if currencies.isEmpty {
      return [Row(group: group, currency: nil, ours: nil, theirs: nil, total: total)]
    }
    return currencies.map { currency in
      Row(
        group: group, currency: currency, ours: total.amounts[currency]?.amount,
        theirs: asked.map { $0[currency] ?? .zero }, total: total)
    }
  }
}
