/// An aligned table, fitted to the width of the terminal.
///
/// Where the room is short, columns that can be cut are; then columns are dropped in the order of
/// their ranks, lowest first; then the widest of those that stay are cut further. No line is wider than
/// the terminal.
struct Table {
  enum Alignment {
    case left
    case right
  }

  struct Column {
    var name: String
    var alignment = Alignment.left
    /// Columns of the lowest rank are dropped first; `nil` for one that always stays.
    var rank: Int?
    /// Longer cells are cut, but not in a wide table.
    var widthMost: Int?
    /// Where the room is short, its cells are cut down to this before any column is dropped; `nil`
    /// for a column that is not.
    var widthLeast: Int?
    /// Whether only a wide table has it.
    var isWideOnly = false
    /// Spaces after it.
    var gap = 2
  }

  struct Cell: ExpressibleByStringLiteral {
    let text: String
    let paint: Style.Paint?
    /// How many of its first characters are underlined.
    let underlined: Int

    /// The text is escaped here: a cell may hold what came from outside.
    init(_ text: String, _ paint: Style.Paint? = nil, underlined: Int = 0) {
      self.text = text.escaped
      self.paint = paint
      self.underlined = underlined
    }

    /// What is shown of the text, as the cell is painted.
    func painted(_ shown: String, _ style: Style) -> String {
      let beginning = style.paint(String(shown.prefix(underlined)), .underline)
      let rest = String(shown.dropFirst(underlined))
      let whole = underlined > 0 && style.isColored ? beginning + rest : shown
      return paint.map { style.paint(whole, $0) } ?? whole
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// Nothing is dropped and nothing is cut, whatever the terminal's width.
  var isWide = false
  var hasHeader = true

  init(_ columns: [Column], isWide: Bool = false, hasHeader: Bool = true) {
    self.columns = columns
    self.isWide = isWide
    self.hasHeader = hasHeader
  }

  /// Adds a row: one cell a column, wide ones too.
  mutating func add(_ row: [Cell]) { rows.append(row) }

  /// The lines, header first.
  ///
  /// - Complexity: Two passes over the cells; every row is held in memory, for a width needs all.
  func lines(_ style: Style) -> [String] {
    let (places, widths) = fitted(to: isWide ? Int.max : style.width)
    let head = places.map { Cell(style.signs(columns[$0].name)) }
    let lines = rows.map { row in
      line(places.map { $0 < row.count ? row[$0] : "" }, places, widths, style)
    }
    return hasHeader ? [style.paint(line(head, places, widths, style), .dim)] + lines : lines
  }

  private func line(
    _ cells: [Cell], _ places: [Int], _ widths: [Int], _ style: Style
  ) -> String {
    var line = ""
    var spaces = 0
    for (index, cell) in cells.enumerated() {
      let column = columns[places[index]]
      let text = cell.text.clipped(to: widths[index], ellipsis: style.isASCII ? "~" : "…")
      let missing = max(0, widths[index] - text.displayWidth)
      let before = spaces + (column.alignment == .right ? missing : 0)
      spaces = column.gap + (column.alignment == .right ? 0 : missing)
      if text.isEmpty {
        spaces += before
      } else {
        line += String(repeating: " ", count: before)
        line += cell.painted(text, style)
      }
    }
    return line
  }

  // MARK: Widths

  /// The columns that stay, and their widths.
  private func fitted(to room: Int) -> (places: [Int], widths: [Int]) {
    var places = columns.indices.filter { place in
      let column = columns[place]
      guard isWide || !column.isWideOnly else { return false }
      return column.rank == nil || rows.contains { place < $0.count && !$0[place].text.isEmpty }
    }
    var natural = places.map(natural)
    var widths = places.indices.map { index in
      min(natural[index], columns[places[index]].widthLeast ?? natural[index])
    }
    while width(places, widths) > room,
      let dropped = places.indices.filter({ columns[places[$0]].rank != nil })
        .min(by: { (columns[places[$0]].rank ?? 0) < (columns[places[$1]].rank ?? 0) })
    {
      places.remove(at: dropped)
      widths.remove(at: dropped)
      natural.remove(at: dropped)
    }
    for index in places.indices {
      let left = max(0, room - width(places, widths))
      widths[index] = min(natural[index], widths[index] + left)
    }
    while width(places, widths) > room, let widest = widest(places, widths) {
      widths[widest] -= min(widths[widest] - 1, width(places, widths) - room, 4)
    }
    return (places, widths)
  }

  private func natural(_ place: Int) -> Int {
    let cells = rows.lazy.map { place < $0.count ? $0[place].text.displayWidth : 0 }.max() ?? 0
    let width = max(hasHeader ? columns[place].name.displayWidth : 0, cells)
    return isWide ? width : min(width, columns[place].widthMost ?? width)
  }

  private func width(_ places: [Int], _ widths: [Int]) -> Int {
    let gaps = places.dropLast().map { columns[$0].gap }.reduce(0, +)
    return widths.reduce(0, +) + gaps
  }

  /// The column to cut next: words before numbers, for half a number misleads.
  private func widest(_ places: [Int], _ widths: [Int]) -> Int? {
    for alignment in [Alignment.left, .right] {
      let cut = places.indices.filter { index in
        columns[places[index]].alignment == alignment
          && widths[index] > (alignment == .left ? 4 : 1)
      }
      if let widest = cut.max(by: { widths[$0] < widths[$1] }) { return widest }
    }
    return places.indices.filter { widths[$0] > 1 }.max { widths[$0] < widths[$1] }
  }
}
