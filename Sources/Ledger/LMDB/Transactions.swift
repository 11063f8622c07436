internal import CLMDB
internal import Glibc

/// What reads and writes share: looking things up.
protocol Transaction: ~Copyable {
  /// The handle of LMDB; only used inside this folder.
  @unsafe var handle: OpaquePointer { get }
}

/// One unchanging view of the environment; ends with its scope.
@safe struct ReadTransaction: Transaction, ~Copyable {
  let handle: OpaquePointer
  /// Kept open as long as somebody reads.
  private let environment: Environment

  init(_ handle: OpaquePointer, of environment: Environment) {
    unsafe self.handle = handle
    self.environment = environment
  }

  // A commit keeps the tables that were opened in it; for a reader it changes nothing else.
  deinit { unsafe _ = mdb_txn_commit(handle) }
}

/// The right to change the environment; dropped without ``commit()``, it changes nothing.
@safe struct WriteTransaction: Transaction, ~Copyable {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  consuming func commit() throws(LedgerError) {
    let code = unsafe mdb_txn_commit(handle)  // frees the handle, on failure too,
    discard self  // so `deinit` must not run
    try LedgerError.check(code, "mdb_txn_commit")
  }

  deinit { unsafe mdb_txn_abort(handle) }  // not committed, so still ours
}

extension Transaction where Self: ~Copyable {
  /// Opens a table that is there.
  ///
  /// - Returns: `nil` where there is none of that name.
  func open(_ name: String) throws(LedgerError) -> Database? {
    var handle: MDB_dbi = 0
    let code = unsafe mdb_dbi_open(self.handle, name, 0, &handle)
    if code == MDB_NOTFOUND { return nil }
    try LedgerError.check(code, "mdb_dbi_open")
    return Database(name: name, handle: handle)
  }

  /// The number of entries, duplicates counted each.
  func count(_ database: Database) throws(LedgerError) -> Int {
    var status = MDB_stat()
    try LedgerError.check(unsafe mdb_stat(handle, database.handle, &status), "mdb_stat")
    return Int(status.ms_entries)
  }

  /// Calls `body` with the value as it lies in the map.
  ///
  /// - Returns: `nil` where the key is not there.
  func withValue<Value>(
    _ database: Database, _ key: [UInt8],
    _ body: (Span<UInt8>) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    var found = unsafe MDB_val()
    let code = unsafe withBytes(of: key) { keyValue in
      var keyValue = unsafe keyValue
      return unsafe mdb_get(handle, database.handle, &keyValue, &found)
    }
    if code == MDB_NOTFOUND { return nil }
    try LedgerError.check(code, "mdb_get")
    // The map holds the bytes as long as the transaction lives, and `body` cannot keep them.
    let bytes = unsafe UnsafeRawBufferPointer(start: found.mv_data, count: found.mv_size)
    return try body(unsafe Span(_unsafeBytes: bytes))
  }

  /// A copy of the value.
  func value(_ database: Database, _ key: [UInt8]) throws(LedgerError) -> [UInt8]? {
    try withValue(database, key) { span throws(LedgerError) in span.copied }
  }

  /// Runs `body` with a cursor over the table.
  func withCursor<Value>(
    _ database: Database, _ body: (borrowing Cursor) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    var opened: OpaquePointer?
    try LedgerError.check(
      unsafe mdb_cursor_open(handle, database.handle, &opened), "mdb_cursor_open")
    guard let opened = unsafe opened else {
      throw .failed(code: ENOMEM, call: "mdb_cursor_open")
    }
    let cursor = unsafe Cursor(opened)
    return try body(cursor)
  }
}

extension WriteTransaction {
  /// Opens a table, and makes it where it is missing.
  func create(_ name: String, _ shape: Database.Shape) throws(LedgerError) -> Database {
    var flags = UInt32(MDB_CREATE)
    switch shape {
    case .values: break
    case .fixedDuplicates: flags |= UInt32(MDB_DUPSORT) | UInt32(MDB_DUPFIXED)
    }
    var opened: MDB_dbi = 0
    try LedgerError.check(unsafe mdb_dbi_open(handle, name, flags, &opened), "mdb_dbi_open")
    return Database(name: name, handle: opened)
  }

  func put(
    _ database: Database, _ key: [UInt8], _ value: [UInt8], _ mode: PutMode = .replace
  ) throws(LedgerError) {
    let code = unsafe withBytes(of: key) { keyValue in
      unsafe withBytes(of: value) { dataValue in
        var keyValue = unsafe keyValue
        var dataValue = unsafe dataValue
        return unsafe mdb_put(handle, database.handle, &keyValue, &dataValue, mode.flags)
      }
    }
    try LedgerError.check(code, "mdb_put")
  }

  /// Adds values to a key's others, in a table of duplicates.
  ///
  /// - Parameters:
  ///   - database: The table.
  ///   - key: Whose values they are.
  ///   - values: One after another, ascending, none of them there already.
  ///   - width: The bytes of each.
  /// - Throws: ``LedgerError/full`` where there is no room.
  func putDuplicates(
    _ database: Database, _ key: [UInt8], _ values: [UInt8], of width: Int
  ) throws(LedgerError) {
    var opened: OpaquePointer?
    try LedgerError.check(
      unsafe mdb_cursor_open(handle, database.handle, &opened), "mdb_cursor_open")
    defer { unsafe mdb_cursor_close(opened) }
    let code = unsafe withBytes(of: key) { keyValue in
      unsafe withBytes(of: values) { all in
        var keyValue = unsafe keyValue
        // The first says where they begin and how wide each is, the second how many there are.
        var data = unsafe (
          MDB_val(mv_size: width, mv_data: all.mv_data),
          MDB_val(mv_size: all.mv_size / width, mv_data: nil)
        )
        return unsafe withUnsafeMutablePointer(to: &data) { pair in
          unsafe pair.withMemoryRebound(to: MDB_val.self, capacity: 2) { data in
            unsafe mdb_cursor_put(opened, &keyValue, data, UInt32(MDB_MULTIPLE))
          }
        }
      }
    }
    try LedgerError.check(code, "mdb_cursor_put")
  }

  /// Removes the key with all its values.
  ///
  /// - Returns: Whether it was there.
  @discardableResult
  func remove(_ database: Database, _ key: [UInt8]) throws(LedgerError) -> Bool {
    let code = unsafe withBytes(of: key) { keyValue in
      var keyValue = unsafe keyValue
      return unsafe mdb_del(handle, database.handle, &keyValue, nil)
    }
    if code == MDB_NOTFOUND { return false }
    try LedgerError.check(code, "mdb_del")
    return true
  }

  /// The number of tables in the environment.
  func tableCount() throws(LedgerError) -> Int {
    var main: MDB_dbi = 0
    try LedgerError.check(unsafe mdb_dbi_open(handle, nil, 0, &main), "mdb_dbi_open")
    return try count(Database(name: "", handle: main))
  }

  /// The names of the tables in the environment.
  func tableNames() throws(LedgerError) -> [String] {
    var main: MDB_dbi = 0
    try LedgerError.check(unsafe mdb_dbi_open(handle, nil, 0, &main), "mdb_dbi_open")
    return try withCursor(Database(name: "", handle: main)) { cursor throws(LedgerError) in
      var names: [String] = []
      var move = Cursor.Move.first
      while let name = try cursor.move(
        move, { key, _ throws(LedgerError) in String(decoding: key.copied, as: UTF8.self) })
      {
        names.append(name)
        move = .next
      }
      return names
    }
  }

  /// Removes the table; its handle is worth nothing afterwards.
  func drop(_ database: Database) throws(LedgerError) {
    try LedgerError.check(unsafe mdb_drop(handle, database.handle, 1), "mdb_drop")
  }

  /// Empties the table.
  func empty(_ database: Database) throws(LedgerError) {
    try LedgerError.check(unsafe mdb_drop(handle, database.handle, 0), "mdb_drop")
  }
}

/// Calls `body` with LMDB's view of the bytes; LMDB does not change what it is given to look up or
/// to store.
@unsafe private func withBytes<Value>(of bytes: [UInt8], _ body: (MDB_val) -> Value) -> Value {
  unsafe bytes.withUnsafeBytes { buffer in
    unsafe body(
      MDB_val(
        mv_size: buffer.count, mv_data: UnsafeMutableRawPointer(mutating: buffer.baseAddress)))
  }
}
