internal import CSQLite

/// A value of a cell.
public enum SQLiteValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// The text, or `null`.
  public static func optional(_ text: String?) -> Self { text.map(Self.text) ?? .null }

  /// The number, or `null`; also where it is beyond SQLite's 64 bits.
  public static func optional(_ number: (some BinaryInteger)?) -> Self {
    number.flatMap { Int64(exactly: $0) }.map(Self.integer) ?? .null
  }

  /// 1 or 0, or `null`.
  public static func optional(_ truth: Bool?) -> Self { optional(truth.map { $0 ? 1 : 0 }) }
}

/// A compiled statement.
@safe public struct Statement: ~Copyable {
  private let handle: OpaquePointer

  @unsafe init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe _ = sqlite3_finalize(handle) }

  /// Runs the statement to its end with these values, one for each `?`.
  public func run(_ values: [SQLiteValue] = []) throws(SQLiteError) {
    try rows(values) { _ in }
  }

  /// Runs the statement with these values and hands over each row.
  public func rows(
    _ values: [SQLiteValue] = [], _ body: ([SQLiteValue]) -> Void
  ) throws(SQLiteError) {
    defer { unsafe _ = sqlite3_reset(handle) }
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index) + 1) }
    while true {
      let code = unsafe sqlite3_step(handle)
      switch code {
      case SQLITE_ROW: body(row())
      case SQLITE_DONE: return
      default: throw failure(code)
      }
    }
  }

  private func bind(_ value: SQLiteValue, at place: Int32) throws(SQLiteError) {
    let code =
      switch value {
      case .null: unsafe sqlite3_bind_null(handle, place)
      case .integer(let number): unsafe sqlite3_bind_int64(handle, place, number)
      case .real(let number): unsafe sqlite3_bind_double(handle, place, number)
      case .text(var text):
        text.withUTF8 { bytes in
          unsafe csqlite_bind_text(handle, place, bytes.baseAddress, UInt64(bytes.count))
        }
      case .blob([]): unsafe sqlite3_bind_zeroblob(handle, place, 0)  // no address, yet not null
      case .blob(let bytes):
        unsafe bytes.withUnsafeBytes { bytes in
          unsafe csqlite_bind_blob(handle, place, bytes.baseAddress, UInt64(bytes.count))
        }
      }
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func row() -> [SQLiteValue] {
    (0..<(unsafe sqlite3_column_count(handle))).map { place in
      switch unsafe sqlite3_column_type(handle, place) {
      case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(handle, place))
      case SQLITE_FLOAT: .real(unsafe sqlite3_column_double(handle, place))
      case SQLITE_TEXT: .text(String(decoding: bytes(place), as: UTF8.self))
      case SQLITE_BLOB: .blob(bytes(place))
      default: .null
      }
    }
  }

  private func bytes(_ place: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, place) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, place))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func failure(_ code: Int32) -> SQLiteError {
    let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
    return SQLiteError(code: code, message: message)
  }
}
