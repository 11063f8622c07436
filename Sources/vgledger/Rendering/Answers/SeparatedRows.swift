internal import Providers

/// Comma separated values after RFC 4180, but with a plain line feed at the end of each row.
///
/// A carriage return would stick to the last cell in every pipe of Unix tools; spreadsheets and CSV
/// readers take both.
struct CommaSeparatedRows: RowEncoding {
  let fields: [String]
  var hasHeader = true
  /// Whether a spreadsheet must not take a cell for a formula.
  let isSafe: Bool
  /// Whether a terminal reads it, which would act on control characters.
  var isForTerminal = false

  func head() -> String {
    hasHeader ? fields.map(quoted).joined(separator: ",") + "\n" : ""
  }

  func row(_ members: [(String, JSON)], at place: Int) -> String {
    members.map { cell($0.1) }.joined(separator: ",") + "\n"
  }

  func end(totals: JSON, count: Int) -> String { "" }

  private func cell(_ value: JSON) -> String {
    guard case .string(let text) = value else { return quoted(value.cellText) }
    return quoted(isSafe && Self.isFormula(text) ? "'" + text : text)
  }

  /// Whether a spreadsheet may take the text for a formula; a plain negative number is none.
  static func isFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    switch first {
    // The wide forms count where the spreadsheet speaks Japanese.
    case "=", "+", "@", "\t", "\r", "\n", "\u{ff1d}", "\u{ff0b}", "\u{ff20}", "\u{ff0d}":
      return true
    case "-": return !isNumber(text.utf8.dropFirst())
    default: return false
    }
  }

  /// Digits, with at most one point between them.
  private static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  private func quoted(_ text: String) -> String {
    let text = isForTerminal ? text.escaped : text
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0a || byte == 0x0d
    }
    let ends = [text.unicodeScalars.first, text.unicodeScalars.last]
    // At the begin of a file, U+FEFF would be taken for its byte order mark.
    guard
      needsQuotes || ends.contains(" ") || ends.contains("\u{feff}") || (text.isEmpty && isLonely)
    else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// With one field an empty cell would make an empty line, which readers pass over.
  private var isLonely: Bool { fields.count == 1 }
}

/// Tab separated values: a row is always one line, and a cell can be read back.
///
/// Tabs, line ends, backslashes and what a terminal would act on are escaped with a backslash.
struct TabSeparatedRows: RowEncoding {
  let fields: [String]
  var hasHeader = true

  func head() -> String { hasHeader ? fields.joined(separator: "\t") + "\n" : "" }

  func row(_ members: [(String, JSON)], at place: Int) -> String {
    members.map { Self.cell($0.1) }.joined(separator: "\t") + "\n"
  }

  func end(totals: JSON, count: Int) -> String { "" }

  private static func cell(_ value: JSON) -> String {
    let text = value.cellText
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text.escaped }
    // By scalars: a backslash may carry an accent, and is then no character of its own.
    return text.unicodeScalars.split(separator: "\\", omittingEmptySubsequences: false)
      .map { String($0).escaped }.joined(separator: "\\\\")
  }
}

/// A table for GitHub's Markdown.
struct MarkdownRows: RowEncoding {
  let fields: [String]
  /// Numbers stand on the right.
  let areNumeric: [Bool]

  func head() -> String {
    Self.line(fields.map(Self.escaped)) + Self.line(areNumeric.map { $0 ? "---:" : "---" })
  }

  func row(_ members: [(String, JSON)], at place: Int) -> String {
    Self.line(members.map { Self.escaped($0.1.cellText) })
  }

  func end(totals: JSON, count: Int) -> String { "" }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// The text with everything escaped that Markdown would act on inside a table.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": escaped += previous == "\r" ? "" : "<br>"
      case "\r": escaped += "<br>"
      case "<": escaped += "&lt;"
      case "&": escaped += "&amp;"
      case "|", "\\", "`", "*", "[", "]", "~":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped += String(scalar).escaped
      }
      previous = scalar
    }
    return escaped
  }
}
