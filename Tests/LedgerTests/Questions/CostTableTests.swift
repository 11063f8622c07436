import Testing

@testable import Ledger

@Suite("Costs in rows and columns")
struct CostTableTests {
  private func total(_ cents: Int128?) -> CostTotal {
    var total = CostTotal()
    total.add(CostSamples.cost(cents: cents))
    return total
  }

  /// Rows of one column; nil for a job without a price.
  private func table(_ rows: [(String?, Int128?)]) -> CostTable {
    var whole = CostTotal()
    for row in rows { whole.add(total(row.1)) }
    return CostTable(
      columns: [.init(value: .text("m"), total: whole)],
      rows: rows.map { .init(value: .text($0.0), cells: [total($0.1)], total: total($0.1)) },
      total: whole)
  }

  private func cents(_ total: CostTotal?) -> Int128? {
    total?.amounts[.usd].map { $0.amount.units / 10_000_000 }
  }

  @Test("Running totals hold all rows before, and what is unknown stays unknown from there on")
  func cumulated() {
    let running = table([("a", 1), ("b", nil), ("c", 3)]).cumulated
    #expect(running.rows.map { cents($0.total) } == [1, 1, 4])
    #expect(running.rows.map(\.total.isLowerBound) == [false, true, true])
    #expect(running.rows.map { cents($0.cells[0]) } == [1, 1, 4])
    #expect(running.rows.last?.total == running.total)
  }

  @Test("A running total goes on where a column has no job")
  func gaps() {
    var gapped = table([("a", 1), ("b", 2), ("c", 3)])
    gapped.rows[1].cells = [nil]
    gapped.rows[0].cells = [nil]
    #expect(gapped.cumulated.rows.map { cents($0.cells[0]) } == [nil, nil, 3])
    gapped.rows[0].cells = [total(1)]
    #expect(gapped.cumulated.rows.map { cents($0.cells[0]) } == [1, 1, 4])
  }

  @Test("A tree has a row for each part of a path, with all that is under it")
  func tree() {
    let tree = table([
      ("acme/spring/spot", 3), ("acme", 4), ("kino", 9), (nil, 2), ("acme/autumn", 5),
      ("acme//spring/", 1),
    ]).tree { value in
      if case .text(let text) = value { text } else { nil }
    }
    let rows = tree.rows.map { row in
      let name = if case .text(let text) = row.value { text ?? "?" } else { "" }
      return "\(row.depth) \(name) \(cents(row.total) ?? -1) \(cents(row.cells[0]) ?? -1)"
    }
    #expect(
      rows == [
        "0 acme 13 13", "1 acme/autumn 5 5", "1 acme/spring 4 4", "2 acme/spring/spot 3 3",
        "0 kino 9 9", "0 ? 2 2",
      ])
    #expect(cents(tree.total) == 24)
  }
}
