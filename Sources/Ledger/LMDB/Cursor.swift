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
    let key = unsafe UnsafeRawBufferPointer(start: keyValue.mv_data, count: keyValue.mv_size)
    let data = unsafe UnsafeRawBufferPointer(start: dataValue.mv_data, count: dataValue.mv_size)
    return try body(unsafe Span(_unsafeBytes: key), unsafe Span(_unsafeBytes: data))
  }
}
