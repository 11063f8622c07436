/// Plain text fitted to a width.
enum TextLayout {
  /// The words in lines of at most `width` columns; lines after the first are indented.
  ///
  /// A line that begins with blanks is left as it is: it is an example or a table.
  static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    guard !text.hasPrefix("  "), text.displayWidth > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.displayWidth + 1 + String(word).displayWidth > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return lines + [line]
  }

  /// A line of facts with `·` between them, in as many lines as it needs: broken between facts, and
  /// inside one only where that alone is wider.
  ///
  /// A colour that spans the line spans each of them.
  static func facts(_ line: String, width: Int) -> [String] {
    if line.hasPrefix("\u{1b}["), let end = line.firstIndex(of: "m"), line.hasSuffix("\u{1b}[0m") {
      let color = line[...end]
      return facts(String(line[line.index(after: end)...].dropLast(4)), width: width)
        .map { color + $0 + "\u{1b}[0m" }
    }
    guard line.displayWidth > width else { return [line] }
    let blanks = line.prefix { $0 == " " }
    let inner = blanks + "  "
    var lines: [String] = []
    for piece in line.split(separator: "·").map({ String($0).trimmed }) {
      if let last = lines.last, last.displayWidth + 3 + piece.displayWidth <= width {
        lines[lines.count - 1] = last + " · " + piece
      } else {
        lines += wrapped(piece, width: max(1, width - inner.count)).enumerated().map {
          place, text in
          (lines.isEmpty && place == 0 ? blanks : inner) + text
        }
      }
    }
    return lines
  }

  /// Two columns; a long name has its explanation below it, as everything has where it is narrow.
  static func table(_ rows: [(String, String)], width: Int) -> [String] {
    let widest = rows.map(\.0.displayWidth).filter { $0 <= 22 }.max() ?? 8
    let column = width < 72 ? 4 : widest + 4
    return rows.flatMap { name, text -> [String] in
      let lines = wrapped(text, width: max(24, width - column - 2))
      let blank = String(repeating: " ", count: column)
      guard column > 4, name.displayWidth <= widest, let first = lines.first else {
        return ["  " + name] + lines.filter { !$0.isEmpty }.map { blank + $0 }
      }
      return ["  " + name.padded(to: widest) + "  " + first] + lines.dropFirst().map { blank + $0 }
    }
  }
}
