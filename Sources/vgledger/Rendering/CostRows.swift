internal import Ledger
internal import Providers

/// The rows of `cost` for programs: one for each group of jobs.
struct CostRows {
  let table: CostTable
  /// Running totals, in the rows and columns of ``table``.
  let running: CostTable?
  let keys: [GroupKey]
  let text: GroupText
  let isTree: Bool
  let hasAverages: Bool

  func members() -> [[(String, JSON)]] {
    table.rows.enumerated().flatMap { place, row -> [[(String, JSON)]] in
      let first = (keys[0].word, text.json(row.value, keys[0]))
      guard keys.count > 1 else {
        return [members([first], row.total, running?.rows[place].total, row)]
      }
      return zip(table.columns, row.cells).enumerated().compactMap { column, pair in
        guard let cell = pair.1 else { return nil }
        let second = (keys[1].word, text.json(pair.0.value, keys[1]))
        return members([first, second], cell, running?.rows[place].cells[column], row)
      }
    }
  }

  private func members(
    _ group: [(String, JSON)], _ total: CostTotal, _ running: CostTotal?, _ row: CostTable.Row
  ) -> [(String, JSON)] {
    var members =
      [("group", JSON.members(group))] + CostFields.amounts(total) + CostFields.counts(total)
    if hasAverages { members.append(("average", CostFields.averages(total.amounts))) }
    if let running {
      members.append(("cumulative", CostFields.sums(running.amounts)))
      members.append(("cumulative_at_least", .boolean(running.isLowerBound)))
    }
    if isTree { members.append(("depth", CostFields.number(row.depth))) }
    return members
  }
}
