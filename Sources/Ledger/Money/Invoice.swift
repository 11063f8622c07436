/// An invoice as a table: what a provider asks for, line by line.
public struct Invoice: Sendable {
  public struct Line: Hashable, Sendable {
    /// nil where the line names none.
    public let moment: Moment?
    public let description: String?
    public let amount: Amount
    public let currency: Currency
  }

  public struct Rejection: Hashable, Sendable {
    /// Line of the file, from 1.
    public let line: Int
    public let why: String
  }

  public private(set) var lines: [Line] = []
  public private(set) var rejections: [Rejection] = []
  public let hasDates: Bool
  public let hasDescriptions: Bool

  /// Reads the rows of a table by the header in the first one; nil where it has no column of
  /// amounts.
  ///
  /// - Parameters:
  ///   - rows: The header, then a row a line of the invoice.
  ///   - currency: The currency of rows that name none; nil rejects them.
  ///   - times: In which zone days begin.
  public init?(_ rows: [CommaSeparated.Row], currency: Currency?, _ times: TimeContext) {
    guard let header = rows.first else { return nil }
    let names = ColumnNames(header.cells)
    let date = names.index(
      of: "date", "day", "usage date", "usage start date", "start date", "start time")
    let text = names.index(
      of: "description", "model", "sku description", "sku", "line item", "item", "name")
    let unit = names.index(of: "currency", "amount currency", "currency code")
    guard let amount = names.index(of: "amount", "cost", "amount value", "cost ($)", "subtotal")
    else { return nil }
    hasDates = date != nil
    hasDescriptions = text != nil
    for row in rows.dropFirst() {
      func cell(_ place: Int?) -> String? {
        guard let place, place < row.cells.count else { return nil }
        let text = row.cells[place].trimmed
        return text.isEmpty ? nil : text
      }
      guard let quantity = cell(amount) else { continue }
      do throws(InvoiceLineError) {
        let money = try Self.money(quantity, cell(unit), currency)
        lines.append(
          Line(
            moment: try cell(date).map { text throws(InvoiceLineError) in
              try Self.moment(text, times)
            }, description: cell(text), amount: money.0, currency: money.1))
      } catch {
        rejections.append(Rejection(line: row.line, why: error.why))
      }
    }
  }

  private struct InvoiceLineError: Error { let why: String }

  private static func money(
    _ text: String, _ unit: String?, _ usual: Currency?
  ) throws(InvoiceLineError) -> (Amount, Currency) {
    let number = text.prefix { !$0.isWhitespace }
    let word = String(text.dropFirst(number.count)).trimmed
    guard let amount = Amount(rounding: number) else {
      throw InvoiceLineError(why: "'\(text)' is no amount; write 1234.50 or '1234.50 USD'")
    }
    let name = word.isEmpty ? unit : word
    guard let currency = name.map({ Currency($0) }) ?? usual else {
      throw InvoiceLineError(why: "it names no currency; add --currency USD")
    }
    return (amount, currency)
  }

  private static func moment(
    _ text: String, _ times: TimeContext
  ) throws(InvoiceLineError) -> Moment {
    let isUnix = text.utf8.count >= 9 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    do throws(TimeError) {
      return try TimePoint.parse(isUnix ? "@" + text : text, times).start
    } catch {
      throw InvoiceLineError(why: error.message)
    }
  }
}

extension ModelName {
  /// The name without what only tells versions apart: `veo-3.1-generate` of
  /// `veo-3.1-generate-001`.
  public static func withoutVersion(_ model: String) -> String {
    var parts = model.lowercased().split(separator: "-").map(String.init)
    while parts.count > 1, let last = parts.last {
      let base = parts.dropLast().joined(separator: "-")
      guard covers(base, base + "-" + last) else { break }
      parts.removeLast()
    }
    return parts.joined(separator: "-")
  }

  /// The longest of the names, each without version, that stands in a line of an invoice.
  public static func named(in description: String, among models: some Sequence<String>) -> String? {
    let text = "-" + words(description) + "-"
    return models.filter { text.contains("-" + words($0) + "-") }
      .max { ($0.utf8.count, $1) < ($1.utf8.count, $0) }
  }

  /// Letters, digits and points, with single dashes between.
  private static func words(_ text: String) -> String {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ".") }.joined(separator: "-")
  }
}
