/// Reads a stretch of the log, and compares each record with its leaf hash.
///
/// It begins at a multiple of a tile's width, so that its tiles are whole but for the log's last one.
struct RecordVerification {
  let sequences: ClosedRange<LogSequence>
  private let tables: Tables

  private(set) var found: [Damage] = []
  private(set) var redacted: UInt64 = 0
  /// The roots of the tiles that are full, of the leaf hashes as they are stored.
  private(set) var tileRoots: [TreeHash] = []
  private(set) var clockSteps: [ClockStep] = []
  /// How many records are about the ledger itself.
  private(set) var ofLedger: UInt64 = 0
  /// The rows that events of the ledger itself make, by the names of their projections.
  private(set) var rows: [LedgerRow] = []
  private(set) var lastRecorded: Moment?
  private var tile = TreeFrontier()
  private var leaves: LeafGroup

  init(_ sequences: ClosedRange<LogSequence>, _ tables: Tables) {
    self.sequences = sequences
    self.tables = tables
    leaves = LeafGroup(tables)
  }

  /// Reads the stretch, of which ``found`` and the rest tell afterwards.
  mutating func run(_ transaction: borrowing ReadTransaction) throws(LedgerError) {
    if sequences.lowerBound.rawValue > 1 {
      let before = LogSequence(rawValue: sequences.lowerBound.rawValue - 1)
      lastRecorded = try? LogReading.header(transaction, tables, at: before)?.recorded
    }
    var expected = sequences.lowerBound
    do throws(LedgerError) {
      try transaction.withCursor(tables.events) { cursor throws(LedgerError) in
        var canonical: [UInt8] = []
        func read(
          _ key: Span<UInt8>, _ value: Span<UInt8>
        ) throws(LedgerError) -> (LogSequence, RecordOutline?) {
          (
            LogSequence(rawValue: key.count == 8 ? key.bigEndianUInt64(at: 0) : 0),
            RecordOutline(stored: value, canonical: &canonical)
          )
        }
        var entry = try cursor.seek([UInt8](bigEndian: expected.rawValue), read)
        while let (sequence, record) = entry, sequence <= sequences.upperBound {
          while expected < sequence {
            try take(nil, at: expected, transaction)
            expected = expected.next
          }
          // A key that stands twice or out of order would be below.
          guard sequence == expected else {
            found.append(.missing(expected))
            break
          }
          try take(record, at: sequence, transaction)
          expected = expected.next
          entry = try cursor.move(.next, read)
        }
      }
      while expected <= sequences.upperBound {
        try take(nil, at: expected, transaction)
        expected = expected.next
      }
    } catch {
      found.append(
        .structure(from: expected, to: sequences.upperBound, why: error.words))
    }
  }

  private mutating func take(
    _ record: RecordOutline?, at sequence: LogSequence, _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) {
    let leaf = try leaves.leaf(at: sequence, transaction)
    if let leaf { append(leaf) } else { found.append(.leaf(sequence)) }
    guard let record else {
      let key = [UInt8](bigEndian: sequence.rawValue)
      let isThere = try transaction.withValue(tables.events, key) { _ throws(LedgerError) in true }
      found.append(isThere == nil ? .missing(sequence) : .record(sequence))
      return
    }
    guard leaf == nil || leaf == record.leafHash else {
      found.append(.record(sequence))
      return
    }
    if record.isRedacted { redacted += 1 }
    let recorded = record.header.recorded
    if let last = lastRecorded, recorded < last {
      clockSteps.append(
        ClockStep(sequence: sequence, milliseconds: last.milliseconds(since: recorded)))
    }
    lastRecorded = recorded
    if record.header.job == 0 {
      ofLedger += 1
      guard let event = try? LogReading.event(transaction, tables, at: sequence) else {
        found.append(.unreadable(sequence))
        return
      }
      if let row = LedgerRow(event) { rows.append(row) }
    }
  }

  private mutating func append(_ leaf: TreeHash) {
    tile.append(leaf)
    if tile.size == UInt64(TileCoordinate.width) {
      tileRoots.append(tile.root)
      tile = TreeFrontier()
    }
  }
}
