internal import Ledger
internal import Providers

/// The rows of a file of prices.
struct PriceFileRows {
  struct Row {
    let terms: PriceTerms
    /// Whether the ledger that exported it had it built in.
    let isBuiltIn: Bool
    /// Where it was declared in the ledger that exported it; 0 where that is not said.
    let sequence: Int64
  }

  struct Rejection: Equatable {
    let line: Int
    let why: String
  }

  /// What rows mean that do not say it.
  struct Defaults {
    let source: String
    var currency: String?
  }

  private(set) var prices: [Row] = []
  private(set) var rejections: [Rejection] = []

  /// The rows as the newest declaration would win: an export begins with the row that wins first.
  var inOrderOfDeclaration: [Row] {
    prices.enumerated()
      .sorted { ($0.element.sequence, $0.offset) < ($1.element.sequence, $1.offset) }
      .map(\.element)
  }

  /// Reads JSON lines where the first byte is a brace, else comma separated text with a header.
  ///
  /// - Throws: A ``Failure`` where no row can be read at all.
  static func read(
    _ bytes: [UInt8], _ defaults: Defaults, _ times: TimeContext
  ) throws(Failure) -> Self {
    var rows = Self()
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      rows.readLines(bytes, defaults, times)
    } else {
      try rows.readTable(bytes, defaults, times)
    }
    return rows
  }

  private mutating func readLines(
    _ bytes: [UInt8], _ defaults: Defaults, _ times: TimeContext
  ) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (line, number) in zip(lines, 1...) where line.contains(where: { $0 > 0x20 }) {
      guard let json = JSONReader.read(Array(line)), json.isObject else {
        rejections.append(Rejection(line: number, why: "it is no JSON object"))
        continue
      }
      take(at: number, defaults, times) { name in
        json[name]?.textOrNumber ?? json[name]?.truth.map { $0 ? "true" : "false" }
      }
    }
  }

  private mutating func readTable(
    _ bytes: [UInt8], _ defaults: Defaults, _ times: TimeContext
  ) throws(Failure) {
    let rows: [CommaSeparated.Row]
    do {
      rows = try CommaSeparated.rows(of: bytes)
    } catch {
      throw Failure(.badData, "the prices cannot be read: \(error)")
    }
    guard let header = rows.first else { throw Failure(.badData, "the file holds no price") }
    let names = ColumnNames(header.cells)
    guard names.index(of: "model") != nil, names.index(of: "amount", "price") != nil else {
      throw Failure(
        .badData,
        "the first line names no columns model and amount; write them, or JSON lines as "
          + "'export prices' does")
    }
    for row in rows.dropFirst() {
      take(at: row.line, defaults, times) { names.cell($0, in: row.cells) }
    }
  }

  private mutating func take(
    at line: Int, _ defaults: Defaults, _ times: TimeContext, _ text: @escaping (String) -> String?
  ) {
    let row = PriceRowText { name in
      if name == "currency", text(name) == nil, !Self.namesCurrency(text("amount")),
        !Self.namesCurrency(text("price"))
      {
        return defaults.currency
      }
      return text(name)
    }
    do throws(PriceRowError) {
      prices.append(
        Row(
          terms: try row.terms(times, source: defaults.source),
          isBuiltIn: text("origin") == "built_in",
          sequence: text("declared_sequence").flatMap { Int64($0) } ?? 0))
    } catch {
      rejections.append(Rejection(line: line, why: error.description))
    }
  }

  /// Whether the price itself says its currency.
  private static func namesCurrency(_ price: String?) -> Bool {
    guard let quantity = price?.split(separator: "/").first else { return false }
    return quantity.contains(where: \.isLetter)
  }
}
