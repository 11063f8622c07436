internal import Providers

/// Rows for other programs: tabs between the cells, full values, nothing cut.
enum TabSeparated {
  static func header(_ members: [(String, JSON)]) -> String {
    members.map(\.0).joined(separator: "\t") + "\n"
  }

  static func row(_ members: [(String, JSON)]) -> String {
    members.map { cell($0.1) }.joined(separator: "\t") + "\n"
  }

  /// Unknown is empty; lists and objects are JSON; tabs and line ends inside are escaped.
  private static func cell(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text.escaped
    case .boolean, .number: value.compactText
    case .array(let elements): elements.isEmpty ? "" : value.compactText
    case .object(let members): members.isEmpty ? "" : value.compactText
    }
  }
}
