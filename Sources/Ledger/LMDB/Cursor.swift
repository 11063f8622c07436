internal import CLMDB

/// A place in a table, moved step by step; ends with its scope.
@safe struct Cursor: ~Copyable {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe mdb_cursor_close(handle) }

  /// Where to move.
  enum Move {
    case first
    case last
    case next
    case previous

    fileprivate var operation: MDB_cursor_op {
      switch self {
      case .first: MDB_FIRST
      case .last: MDB_LAST
      case .next: MDB_NEXT
      case .previous: MDB_PREV
      }
    }
  }

  /// Moves, and calls `body` with the key and the value as they lie in the map.
  ///
  /// - Returns: `nil` at the end.
  func move<Value>(
    _ move: Move, _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    try get(key: [UInt8]().span, move.operation, body)
  }

  /// Moves to the first key that is not less than `key`.
  func seek<Value>(
    _ key: [UInt8], _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    try get(key: key.span, MDB_SET_RANGE, body)
  }

  /// Moves to the first key that is not less than `key`.
  func seek<Value>(
    _ key: Span<UInt8>, _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    try get(key: key, MDB_SET_RANGE, body)
  }

  /// Calls `body` with the first entry whose key is not less than `key`, and with those that
  /// follow, until it returns `false`; not for a transaction in which `body` writes.
  ///
  /// Places are looked up several at a time before `body` reads what lies there, so that the
  /// processor waits for the memory of many at once. They become more as long as `body` goes on:
  /// who wants little waits for little.
  func forEach(
    from key: [UInt8], _ move: Move,
    _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    guard try seek(key, body) == true else { return }
    var keys = unsafe InlineArray<64, MDB_val>(repeating: MDB_val())
    var values = unsafe InlineArray<64, MDB_val>(repeating: MDB_val())
    var wanted = 1
    var code = MDB_SUCCESS
    while code == MDB_SUCCESS {
      var count = 0
      while count < wanted {
        code = unsafe mdb_cursor_get(handle, &keys[count], &values[count], move.operation)
        guard code == MDB_SUCCESS else { break }
        count += 1
      }
      for index in 0..<count {
        // What was found lies in the map, which outlives the call; `body` cannot keep it.
        let key = unsafe UnsafeRawBufferPointer(keys[index])
        let value = unsafe UnsafeRawBufferPointer(values[index])
        guard try body(unsafe Span(_unsafeBytes: key), unsafe Span(_unsafeBytes: value)) else {
          return
        }
      }
      wanted = min(2 * wanted, unsafe keys.count)
    }
    if code != MDB_NOTFOUND { try LedgerError.check(code, "mdb_cursor_get") }
  }

  private func get<Value>(
    key: Span<UInt8>, _ operation: MDB_cursor_op,
    _ body: (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    var keyValue = unsafe MDB_val()
    var dataValue = unsafe MDB_val()
    let code = unsafe key.withUnsafeBytes { buffer in
      unsafe keyValue.mv_size = buffer.count
      unsafe keyValue.mv_data = UnsafeMutableRawPointer(mutating: buffer.baseAddress)
      return unsafe mdb_cursor_get(handle, &keyValue, &dataValue, operation)
    }
    if code == MDB_NOTFOUND { return nil }
    try LedgerError.check(code, "mdb_cursor_get")
    // Found keys and values lie in the map, which outlives the call; `body` cannot keep them.
    let key = unsafe UnsafeRawBufferPointer(keyValue)
    let data = unsafe UnsafeRawBufferPointer(dataValue)
    return try body(unsafe Span(_unsafeBytes: key), unsafe Span(_unsafeBytes: data))
  }
}

extension UnsafeRawBufferPointer {
  fileprivate init(_ value: MDB_val) {
    unsafe self.init(start: value.mv_data, count: value.mv_size)
  }
}
