/// Reading records of the log inside a transaction.
struct LogReading {
  /// Leaf hashes in one value: small enough to stay in its page, wide enough to be cheap.
  static let leavesInGroup: UInt64 = 32

  /// The sequence of the newest event; 0 for an empty log.
  static func head(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables
  ) throws(LedgerError) -> LogSequence {
    let last = try transaction.withCursor(tables.events) { cursor throws(LedgerError) in
      try cursor.move(.last) { key, _ throws(LedgerError) in key.bigEndianUInt64(at: 0) }
    }
    return LogSequence(rawValue: last ?? 0)
  }

  /// The record at that place, checked against its leaf hash.
  ///
  /// - Returns: `nil` past the end of the log.
  static func record(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables,
    at sequence: LogSequence
  ) throws(LedgerError) -> Record? {
    let found = try transaction.withValue(
      tables.events, Array(bigEndian: sequence.rawValue)
    ) { bytes throws(LedgerError) -> Record in
      guard let record = Record(stored: bytes) else { throw .damagedRecord(sequence) }
      return record
    }
    guard let record = found else { return nil }
    guard try leaf(transaction, tables, at: sequence) == record.leafHash else {
      throw .damagedRecord(sequence)
    }
    return record
  }

  /// The header alone, read in place and not checked: for decisions that show nothing.
  static func header(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables,
    at sequence: LogSequence
  ) throws(LedgerError) -> RecordHeader? {
    try transaction.withValue(
      tables.events, Array(bigEndian: sequence.rawValue)
    ) { bytes throws(LedgerError) -> RecordHeader in
      guard let header = RecordHeader(bytes) else { throw .damagedRecord(sequence) }
      return header
    }
  }

  /// The event at that place, checked against its leaf hash.
  static func event(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables,
    at sequence: LogSequence
  ) throws(LedgerError) -> Event? {
    guard let record = try record(transaction, tables, at: sequence) else { return nil }
    guard let event = record.event(at: sequence) else { throw .damagedRecord(sequence) }
    return event
  }

  /// The stored leaf hash.
  static func leaf(
    _ transaction: borrowing some Transaction & ~Copyable, _ tables: Tables,
    at sequence: LogSequence
  ) throws(LedgerError) -> TreeHash? {
    guard sequence.rawValue > 0 else { return nil }
    let index = sequence.rawValue - 1
    let offset = Int(index % leavesInGroup) * TreeHash.byteCount
    let found = try transaction.withValue(
      tables.leaves, Array(bigEndian: index / leavesInGroup)
    ) { group throws(LedgerError) in
      TreeHash(group, at: offset)
    }
    return found ?? nil
  }
}
