/// What the beginning of a record tells of its event.
///
/// Read in place, and not compared with the record's hash: for choosing events, which are checked
/// when they are read to be shown.
public struct EventOutline: Hashable, Sendable {
  public let sequence: LogSequence
  public let source: EventSource
  public let recorded: Moment
  public let observed: Moment
  /// `nil` for events of the ledger itself.
  public let job: JobNumber?

  init(_ header: RecordHeader, at sequence: LogSequence) {
    self.sequence = sequence
    source = header.source
    recorded = header.recorded
    observed = header.observed
    job = header.job == 0 ? nil : JobNumber(rawValue: header.job)
  }
}

extension LedgerSnapshot {
  /// The outline of the event at that place; `nil` past the end of the log.
  public func outline(at sequence: LogSequence) throws(LedgerError) -> EventOutline? {
    if let past, sequence > past.head { return nil }
    return try LogReading.header(transaction, tables, at: sequence)
      .map { EventOutline($0, at: sequence) }
  }

  /// Calls `body` with the outline of each event, until it returns `false`.
  ///
  /// - Parameters:
  ///   - places: Which events; what lies past the end of the log is left out.
  ///   - newestFirst: From the last one back.
  ///   - body: Takes an outline, and says whether to go on.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for a record without a whole beginning.
  /// - Complexity: O(*n*) for *n* events, about 0.1 µs each.
  public func forEachOutline(
    in places: ClosedRange<LogSequence>, newestFirst: Bool = false,
    _ body: (EventOutline) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    let last = min(places.upperBound, try head())
    guard places.lowerBound <= last else { return }
    let first = newestFirst ? last : places.lowerBound
    try transaction.withCursor(tables.events) { cursor throws(LedgerError) in
      try cursor.forEach(
        from: [UInt8](bigEndian: first.rawValue), newestFirst ? .previous : .next
      ) { key, value throws(LedgerError) in
        let sequence = LogSequence(rawValue: key.bigEndianUInt64(at: 0))
        guard sequence >= places.lowerBound, sequence <= last else { return false }
        guard let header = RecordHeader(value) else { throw .damagedRecord(sequence) }
        return try body(EventOutline(header, at: sequence))
      }
    }
  }
}
