internal import Ledger

/// The screen of `cost`: a block for each currency, and below it what the sums do not say.
struct CostScreen {
  let table: CostTable
  let keys: [GroupKey]
  let text: GroupText
  let style: Style
  /// What of a cell is shown.
  let shows: Shown
  /// Every column, however wide.
  var isWide = false
  var hasHeader = true

  enum Shown {
    case amounts
    /// Amounts per job of known amount.
    case averages
  }

  private static let barMost = 16
  private static let barLeast = 4
  private static let nameMost = 30

  /// The currencies that need a block, that of most jobs first.
  var currencies: [Currency] {
    guard let main = table.total.mainCurrency else { return [.usd] }
    let all = table.total.amounts.currencies
    return [main] + all.filter { $0 != main }
  }

  /// The blocks of all currencies.
  func lines() -> [String] {
    let currencies = currencies
    guard currencies.count > 1 else { return block(currencies[0], isOnly: true) }
    return currencies.flatMap { currency in
      [style.paint(currency.word, .bold)] + block(currency, isOnly: false)
    }
  }

  // MARK: Cells

  /// A sum in a currency: `38.40`, `≥ 38.40` where more may be owed, `?` where nothing is known,
  /// `0.00` where nothing is charged, `–` where no job is.
  func cell(_ total: CostTotal?, _ currency: Currency) -> String {
    let none = style.isASCII ? "-" : "–"
    guard let total else { return none }
    guard let sum = total.amounts[currency] else {
      if total.unknownJobs > 0, total.amounts.isEmpty { return "?" }
      return total.amounts.isEmpty && total.notChargedJobs > 0 ? "0.00" : none
    }
    switch shows {
    case .averages: return sum.average?.screenText ?? "?"
    case .amounts:
      let bound = total.isLowerBound ? (style.isASCII ? ">= " : "≥ ") : ""
      return bound + sum.amount.screenText
    }
  }

  private func block(_ currency: Currency, isOnly: Bool) -> [String] {
    let rows = table.rows.filter { row in
      isOnly || row.total.amounts[currency] != nil
        || row.total.amounts.isEmpty && currency == currencies.first
    }
    let shown = fitted(rows, currency)
    var lines = Table(columns(shown), isWide: isWide, hasHeader: hasHeader)
    let most = rows.filter { $0.depth == 0 }.map { units($0.total, currency) }.max() ?? 0
    let bar = barWidth(rows, shown)
    for row in rows {
      lines.add(
        cells(row, shown, currency)
          + [.init(style.share(of: units(row.total, currency), most, width: bar), .dim)])
    }
    if rows.count > 1 {
      let total = CostTable.Row(
        value: .text(nil), cells: table.columns.map(\.total), total: table.total)
      lines.add(cells(total, shown, currency, name: "TOTAL").map { .init($0.text, .bold) })
    }
    return lines.lines(style)
  }

  private func units(_ total: CostTotal, _ currency: Currency) -> Int128 {
    let sum = total.amounts[currency]
    return switch shows {
    case .amounts: sum?.amount.units ?? 0
    case .averages: sum?.average?.units ?? 0
    }
  }

  private func name(_ row: CostTable.Row) -> String {
    let name = text.text(row.value, keys[0])
    guard row.depth > 0 else { return name }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return String(repeating: "  ", count: row.depth) + last
  }

  private func cells(
    _ row: CostTable.Row, _ shown: Columns, _ currency: Currency, name: String? = nil
  ) -> [Table.Cell] {
    var cells = [Table.Cell(name ?? self.name(row))]
    cells += shown.places.map { Table.Cell(cell(row.cells[$0], currency)) }
    if !shown.others.isEmpty {
      let others = shown.others.compactMap { row.cells[$0] }
      var sum: CostTotal?
      for other in others {
        var more = sum ?? CostTotal()
        more.add(other)
        sum = more
      }
      cells.append(Table.Cell(cell(sum, currency)))
    }
    cells.append(Table.Cell(cell(row.total, currency)))
    cells.append(Table.Cell(String(row.total.chargedJobs)))
    return cells
  }

  // MARK: Columns

  /// The columns that have room, and those that are summed into one.
  private struct Columns {
    var places: [Int]
    var others: [Int]
    /// What is left of the line for bars.
    var barRoom = 0
  }

  private func columns(_ shown: Columns) -> [Table.Column] {
    let names =
      shown.places.map { columnName($0) } + (shown.others.isEmpty ? [] : [otherName(shown)])
    return [.init(name: keys[0].word.uppercased(), widthMost: Self.nameMost)]
      + names.map { .init(name: $0, alignment: .right) }
      + [
        .init(
          name: shows == .averages ? "PER JOB" : table.columns.isEmpty ? "AMOUNT" : "TOTAL",
          alignment: .right), .init(name: "CHARGED JOBS", alignment: .right), .init(name: ""),
      ]
  }

  private func columnName(_ place: Int) -> String { text.text(table.columns[place].value, keys[1]) }

  private func otherName(_ shown: Columns) -> String { "\(shown.others.count) other" }

  /// As many columns as have room beside the row's name, the total and the jobs.
  private func fitted(_ rows: [CostTable.Row], _ currency: Currency) -> Columns {
    var widths = table.columns.indices.map { place in
      rows.reduce(columnName(place).escaped.displayWidth) {
        max($0, cell($1.cells[place], currency).displayWidth)
      }
    }
    for (place, column) in table.columns.enumerated() {
      widths[place] = max(widths[place], cell(column.total, currency).displayWidth)
    }
    let fixed = fixedWidths(rows, currency)
    var shown = Columns(places: Array(table.columns.indices), others: [])
    // What is summed is at most as wide as the total.
    let other = max(fixed[1], "\(table.columns.count) other".count)
    func width() -> Int {
      (fixed + shown.places.map { widths[$0] } + (shown.others.isEmpty ? [] : [other]))
        .reduce(0) { $0 + $1 + 2 }
    }
    while !isWide, width() > style.width, shown.places.count > (shown.others.isEmpty ? 2 : 0) {
      // One alone needs as much room under its own name.
      let count = shown.others.isEmpty ? 2 : 1
      shown.others = shown.places.suffix(count) + shown.others
      shown.places.removeLast(count)
    }
    shown.barRoom = isWide ? Self.barMost : style.width - width()
    return shown
  }

  /// The widths of the row's name, the total and the jobs.
  private func fixedWidths(_ rows: [CostTable.Row], _ currency: Currency) -> [Int] {
    let head = columns(Columns(places: [], others: [])).map(\.name.escaped.displayWidth)
    var widths = [max(head[0], "TOTAL".count), head[1], head[2]]
    for row in rows { widths[0] = max(widths[0], name(row).escaped.displayWidth) }
    for total in [table.total] + rows.map(\.total) {
      widths[1] = max(widths[1], cell(total, currency).displayWidth)
      widths[2] = max(widths[2], String(total.chargedJobs).count)
    }
    widths[0] = min(widths[0], Self.nameMost)
    return widths
  }

  private func barWidth(_ rows: [CostTable.Row], _ shown: Columns) -> Int {
    rows.count < 2 || shown.barRoom < Self.barLeast ? 0 : min(shown.barRoom, Self.barMost)
  }
}

extension Style {
  /// A bar of eighths for a share of the greatest one.
  func share(of part: Int128, _ whole: Int128, width: Int) -> String {
    guard whole > 0, part > 0, width > 0 else { return "" }
    let eighths = Int((part * Int128(width * 8) + whole / 2) / whole)
    guard !isASCII else { return String(repeating: "#", count: max(1, eighths / 8)) }
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let bar = String(repeating: "█", count: eighths / 8) + rest
    return bar.isEmpty ? "▏" : bar
  }
}
