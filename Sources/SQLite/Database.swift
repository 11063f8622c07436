internal import CSQLite

/// One SQLite database file, open for reading and writing; for one task at a time.
///
/// Every call of SQLite and every `unsafe` of the export is in this folder. Values are copied in and
/// out, so nothing of SQLite's memory leaves it.
@safe public struct Database: ~Copyable {
  private let handle: OpaquePointer

  /// Opens the file at `path`, taken literally, and makes it where there is none.
  public init(_ path: String) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    // A path that begins with "file:" or ":memory:" would be read as something else.
    let literal = path.hasPrefix("/") ? path : "./" + path
    let code = unsafe sqlite3_open_v2(literal, &opened, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let message = unsafe String(cString: sqlite3_errstr(code))
      unsafe _ = sqlite3_close_v2(opened)
      throw SQLiteError(code: code, message: message)
    }
    unsafe handle = opened
  }

  /// Statements still alive keep the file open until they end.
  deinit { unsafe _ = sqlite3_close_v2(handle) }

  /// Runs statements that take no values and whose rows do not matter.
  public func run(_ statements: String) throws(SQLiteError) {
    try check(unsafe sqlite3_exec(handle, statements, nil, nil, nil))
  }

  /// Compiles one statement.
  public func prepare(_ statement: String) throws(SQLiteError) -> Statement {
    var compiled: OpaquePointer?
    try check(unsafe sqlite3_prepare_v2(handle, statement, -1, &compiled, nil))
    guard let compiled = unsafe compiled else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "the statement is empty")
    }
    return unsafe Statement(compiled)
  }

  /// Whether the linked SQLite was built with the option, such as `ENABLE_FTS5`.
  public static func isBuilt(with option: String) -> Bool {
    unsafe sqlite3_compileoption_used(option) != 0
  }

  /// The version of the linked SQLite, such as `3.40.1`.
  public static var version: String { unsafe String(cString: sqlite3_libversion()) }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code != SQLITE_OK else { return }
    throw SQLiteError(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)))
  }
}
