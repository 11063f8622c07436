/// Costs in rows and columns.
public struct CostTable: Sendable {
  public struct Column: Sendable {
    public let value: GroupValue
    public let total: CostTotal
  }

  public struct Row: Sendable {
    public var value: GroupValue
    /// How many parts of a path stand above it; 0 but in a tree.
    public var depth: Int
    /// One a column; `nil` where no job is.
    public var cells: [CostTotal?]
    public var total: CostTotal

    public init(value: GroupValue, depth: Int = 0, cells: [CostTotal?], total: CostTotal) {
      self.value = value
      self.depth = depth
      self.cells = cells
      self.total = total
    }
  }

  public var columns: [Column]
  public var rows: [Row]
  public var total: CostTotal

  /// Running totals: each row holds what it and all rows before it cost.
  public var cumulated: CostTable {
    var running = CostTotal()
    var cells = [CostTotal?](repeating: nil, count: columns.count)
    var table = self
    for (index, row) in rows.enumerated() {
      running.add(row.total)
      for (place, cell) in row.cells.enumerated() {
        guard let cell else { continue }
        cells[place] = cells[place].adding(cell)
      }
      table.rows[index].total = running
      table.rows[index].cells = cells
    }
    return table
  }

  /// The rows as a tree of paths such as `acme/spring-spot`: a row for each part of a path, with
  /// all that is under it, before the rows of those; siblings stay in their order.
  ///
  /// `path`: the path of a row; `nil` for a row that has none, which stays as it is.
  public func tree(path: (GroupValue) -> String?) -> CostTable {
    let root = Branch()
    var rest: [Row] = []
    for row in rows {
      guard let path = path(row.value) else {
        rest.append(row)
        continue
      }
      root.take(row, path.split(separator: "/", omittingEmptySubsequences: true)[...])
    }
    var table = self
    table.rows = root.rows(path: "", depth: 0, columns: columns.count, main: total.mainCurrency)
    table.rows += rest
    return table
  }

  private final class Branch {
    var branches: [Substring: Branch] = [:]
    var total = CostTotal()
    var cells: [CostTotal?] = []

    func take(_ row: Row, _ path: ArraySlice<Substring>) {
      total.add(row.total)
      if cells.isEmpty { cells = row.cells.map { _ in nil } }
      for (place, cell) in row.cells.enumerated() {
        if let cell { cells[place] = cells[place].adding(cell) }
      }
      guard let first = path.first else { return }
      let branch = branches[first] ?? Branch()
      branches[first] = branch
      branch.take(row, path.dropFirst())
    }

    func rows(path: String, depth: Int, columns: Int, main: Currency?) -> [Row] {
      let sorted = branches.sorted { left, right in
        let first = main.flatMap { left.value.total.amounts[$0]?.amount } ?? Amount(units: .min)
        let second = main.flatMap { right.value.total.amounts[$0]?.amount } ?? Amount(units: .min)
        return first != second ? first > second : left.key < right.key
      }
      return sorted.flatMap { name, branch in
        let whole = path.isEmpty ? String(name) : path + "/" + name
        return [
          Row(value: .text(whole), depth: depth, cells: branch.cells, total: branch.total)
        ] + branch.rows(path: whole, depth: depth + 1, columns: columns, main: main)
      }
    }
  }
}

extension CostTotal? {
  fileprivate func adding(_ other: CostTotal) -> CostTotal {
    var sum = self ?? CostTotal()
    sum.add(other)
    return sum
  }
}
