/// A record as the log stores it, and its place.
public struct StoredRecord: Hashable, Sendable {
  public let sequence: LogSequence
  /// `docs/format.md` tells what they are.
  public let bytes: [UInt8]

  public init(sequence: LogSequence, bytes: [UInt8]) {
    self.sequence = sequence
    self.bytes = bytes
  }
}

extension LedgerSnapshot {
  /// The next records in log order, each checked against its leaf hash.
  ///
  /// - Parameters:
  ///   - sequence: The last record of the page before; 0 for the first page.
  ///   - limit: At most so many.
  /// - Returns: Fewer than `limit` at the end only.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for one that is missing or not what its hash says.
  public func storedRecords(
    after sequence: LogSequence, limit: Int
  ) throws(LedgerError) -> [StoredRecord] {
    let head = try head()
    var records: [StoredRecord] = []
    var next = sequence.next
    while next <= head, records.count < limit {
      let key = [UInt8](bigEndian: next.rawValue)
      guard let bytes = try transaction.value(tables.events, key), let record = Record(bytes),
        try LogReading.leaf(transaction, tables, at: next) == record.leafHash
      else { throw .damagedRecord(next) }
      records.append(StoredRecord(sequence: next, bytes: bytes))
      next = next.next
    }
    return records
  }
}

extension Record {
  fileprivate init?(_ bytes: [UInt8]) { self.init(stored: bytes.span) }
}
