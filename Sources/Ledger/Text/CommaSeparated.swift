/// Reads rows of comma separated text (RFC 4180) piece by piece, as the bytes arrive.
///
/// Semicolons and tabs are read too: without a given separator, the one that is most frequent in
/// the first row is taken. Rows end at LF, CRLF or a lone CR; a byte order mark and blank lines
/// are passed over. A cell that begins with a double quote may hold separators, line ends and,
/// doubled, quotes; in any other cell a quote is text.
///
/// ```swift
/// var reader = CommaSeparated()
/// for piece in pieces { for row in try reader.read(piece) { … } }
/// for row in try reader.finish() { … }
/// ```
public struct CommaSeparated: Sendable {
  /// One row: its cells, and where it stands in the file.
  public struct Row: Equatable, Sendable {
    /// 1 for the first row that is not blank, the header where there is one.
    public let number: Int
    /// The line of the file on which the row begins, from 1; more than `number` after quoted line ends.
    public let line: Int
    public let cells: [String]
  }

  /// A row may not be longer, so that a quote that is never closed does not swallow a large file.
  public static let rowBytesMax = 16 << 20

  /// The byte between cells; nil until the first row has shown it.
  public private(set) var separator: UInt8?

  private var state = State.start
  /// The first row's bytes, while its separator is not known.
  private var firstRow: [UInt8] = []
  private var cells: [String] = []
  private var cell: [UInt8] = []
  private var rowBytes = 0
  private var isQuotedCell = false
  private var endedInReturn = false
  private var line = 1
  private var rowLine = 1
  private var rowNumber = 0
  private var rows: [Row] = []

  /// - Parameter separator: The byte between cells, or nil to find it in the first row.
  public init(separator: UInt8? = nil) {
    self.separator = separator
  }

  /// Takes in the next piece of the file.
  ///
  /// - Returns: The rows that are complete now.
  /// - Throws: ``CommaSeparatedError``; nothing can be read after it.
  public mutating func read(_ bytes: some Sequence<UInt8>) throws(CommaSeparatedError) -> [Row] {
    for byte in bytes { try take(byte) }
    defer { rows = [] }
    return rows
  }

  /// Takes the end of the file.
  ///
  /// - Returns: The last row, where it lacked a line end.
  /// - Throws: ``CommaSeparatedError/unterminatedQuote(row:line:)`` and the others of the last row.
  public mutating func finish() throws(CommaSeparatedError) -> [Row] {
    if separator == nil { try findSeparator() }
    switch state {
    case .quoted: throw .unterminatedQuote(row: rowNumber + 1, line: rowLine)
    case .byteOrderMark: throw .notUTF8(row: 1, line: 1)
    case .start, .cellStart, .unquoted, .quoteInQuoted: break
    }
    try endRow()
    defer { rows = [] }
    return rows
  }

  /// All rows of one piece of text.
  ///
  /// - Throws: ``CommaSeparatedError`` for the first row that cannot be read.
  public static func rows(
    of bytes: some Sequence<UInt8>, separator: UInt8? = nil
  ) throws(CommaSeparatedError) -> [Row] {
    var reader = Self(separator: separator)
    let rows = try reader.read(bytes)
    return try rows + reader.finish()
  }
}

extension CommaSeparated {
  private enum State {
    /// Before the first byte.
    case start
    /// Inside a byte order mark, of which this many bytes were read.
    case byteOrderMark(read: Int)
    case cellStart
    case unquoted
    case quoted
    /// After a quote inside a quoted cell: doubled, or the cell's end.
    case quoteInQuoted
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Takes one byte: of the mark, of the first row, or of a row whose separator is known.
  private mutating func take(_ byte: UInt8) throws(CommaSeparatedError) {
    switch state {
    case .start where byte == Self.byteOrderMark[0]:
      state = .byteOrderMark(read: 1)
      return
    case .start where byte == 0xFF || byte == 0xFE: throw .utf16
    case .start: state = .cellStart
    case .byteOrderMark(let read):
      guard byte == Self.byteOrderMark[read] else { throw .notUTF8(row: 1, line: 1) }
      state = read == 2 ? .cellStart : .byteOrderMark(read: read + 1)
      return
    case .cellStart, .unquoted, .quoted, .quoteInQuoted: break
    }
    if let separator {
      try parse(byte, separator: separator)
    } else {
      firstRow.append(byte)
      let isQuote = byte == UInt8(ascii: "\"")
      if isQuote { isQuotedCell.toggle() }
      let isEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      let isBlank = firstRow.count == 1
      if isEnd, !isQuotedCell, !isBlank { return try findSeparator() }
      if isEnd, isBlank {
        firstRow = []
        try parse(byte, separator: UInt8(ascii: ","))
      }
      guard firstRow.count <= Self.rowBytesMax else { throw .rowTooLong(row: 1, line: rowLine) }
    }
  }

  /// Decides the separator by the first row, then reads that row: the most frequent outside quotes, or a comma.
  private mutating func findSeparator() throws(CommaSeparatedError) {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in firstRow {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    var found = UInt8(ascii: ",")
    for candidate in [UInt8(ascii: ";"), UInt8(ascii: "\t")]
    where counts[candidate, default: 0] > counts[found, default: 0] {
      found = candidate
    }
    separator = found
    isQuotedCell = false
    let bytes = firstRow
    firstRow = []
    for byte in bytes { try parse(byte, separator: found) }
  }

  private mutating func parse(_ byte: UInt8, separator: UInt8) throws(CommaSeparatedError) {
    defer { endedInReturn = byte == UInt8(ascii: "\r") }
    let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    let isSecondHalf = byte == UInt8(ascii: "\n") && endedInReturn
    if isLineEnd, !isSecondHalf { line += 1 }
    rowBytes += 1
    guard rowBytes <= Self.rowBytesMax else { throw .rowTooLong(row: rowNumber + 1, line: rowLine) }
    switch state {
    case .quoted where byte == UInt8(ascii: "\""): state = .quoteInQuoted
    case .quoted: cell.append(byte)
    case .quoteInQuoted where byte == UInt8(ascii: "\""):
      cell.append(byte)
      state = .quoted
    case _ where isLineEnd:
      if isSecondHalf, cells.isEmpty, cell.isEmpty, !isQuotedCell {
        rowLine = line
      } else {
        try endRow()
      }
    case _ where byte == separator: try endCell()
    case .quoteInQuoted: throw .textAfterQuote(row: rowNumber + 1, line: rowLine)
    case .start, .byteOrderMark, .cellStart:
      isQuotedCell = byte == UInt8(ascii: "\"")
      if !isQuotedCell { cell.append(byte) }
      state = isQuotedCell ? .quoted : .unquoted
    case .unquoted: cell.append(byte)
    }
  }

  private mutating func endCell() throws(CommaSeparatedError) {
    guard let text = String(validating: cell, as: UTF8.self) else {
      throw .notUTF8(row: rowNumber + 1, line: rowLine)
    }
    cells.append(text)
    cell.removeAll(keepingCapacity: true)
    isQuotedCell = false
    state = .cellStart
  }

  /// Ends a row, unless it is blank: one empty cell without quotes.
  private mutating func endRow() throws(CommaSeparatedError) {
    let isBlank = cells.isEmpty && cell.isEmpty && !isQuotedCell
    if !isBlank {
      try endCell()
      rowNumber += 1
      rows.append(Row(number: rowNumber, line: rowLine, cells: cells))
    }
    cells = []
    rowBytes = 0
    state = .cellStart
    rowLine = line
  }
}

/// Why a row of comma separated text cannot be read; rows count from 1, blank lines apart, lines from 1.
public enum CommaSeparatedError: Error, Equatable, Sendable {
  /// A quoted cell was still open at the end of the file.
  case unterminatedQuote(row: Int, line: Int)
  /// Something other than a separator or a line end follows a closing quote.
  case textAfterQuote(row: Int, line: Int)
  case notUTF8(row: Int, line: Int)
  /// The file begins with the byte order mark of UTF-16.
  case utf16
  /// A row is longer than ``CommaSeparated/rowBytesMax``.
  case rowTooLong(row: Int, line: Int)
}

extension CommaSeparatedError: CustomStringConvertible {
  /// One line for a person, without a full stop.
  public var description: String {
    switch self {
    case .unterminatedQuote(let row, let line):
      Self.place(row, line) + "a quoted cell is never closed"
    case .textAfterQuote(let row, let line):
      Self.place(row, line) + "text follows a closing quote; a quote inside a cell is doubled"
    case .notUTF8(let row, let line): Self.place(row, line) + "not UTF-8"
    case .utf16: "the file is UTF-16; save it as UTF-8"
    case .rowTooLong(let row, let line):
      Self.place(row, line) + "longer than 16 MiB; is a quote missing?"
    }
  }

  private static func place(_ row: Int, _ line: Int) -> String { "row \(row) (line \(line)): " }
}
