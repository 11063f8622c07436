/// The header of a table from outside: finds a column by any of the names that people give it.
///
/// Case, spaces, dashes, dots and underscores do not count: `Job ID`, `job-id` and `job_id` are one name.
public struct ColumnNames: Equatable, Sendable {
  /// The names as the header has them, in order.
  public let names: [String]
  private let folded: [String]

  public init(_ names: [String]) {
    self.names = names
    folded = names.map(Self.fold)
  }

  /// The place of the first of `names` that the header has; an earlier name wins over an earlier column.
  public func index(of names: String...) -> Int? {
    for name in names {
      if let index = folded.firstIndex(of: Self.fold(name)) { return index }
    }
    return nil
  }

  /// A row's cell under the first of `names` that the header has, without spaces around it.
  ///
  /// - Returns: nil when the header lacks the column, the row is too short or the cell is empty.
  public func cell(_ names: String..., in cells: [String]) -> String? {
    for name in names {
      guard let index = folded.firstIndex(of: Self.fold(name)), index < cells.count else {
        continue
      }
      let cell = cells[index].trimmed
      if !cell.isEmpty { return cell }
    }
    return nil
  }

  private static func fold(_ name: String) -> String {
    String(
      name.lowercased().unicodeScalars.filter { !" -._\t\u{A0}".unicodeScalars.contains($0) }
        .map(Character.init))
  }
}

extension String {
  /// The text without white space at either end.
  package var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
