/// Takes in how many events are folded, and how many there are.
public typealias RebuildProgress = @Sendable (_ folded: UInt64, _ all: UInt64) -> Void

/// Making projections anew from the log, to replace them or to compare them.
enum Rebuild {
  /// Events between two words about the progress: some hundredths of a second.
  private static let eventsUntold: UInt64 = 1024

  /// Folds the log's next events into projection tables.
  ///
  /// - Parameters:
  ///   - tables: Where the log is.
  ///   - source: A transaction that sees the log.
  ///   - projections: The tables to fold into; they hold what the events up to `sequence` give.
  ///   - target: The transaction of those tables.
  ///   - sequence: The last event that is folded already; 0 for none, with empty tables.
  ///   - limit: Events to fold at most.
  ///   - progress: Told now and then how far it has come.
  /// - Returns: The last event that is folded now.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for an event that is not what its hash says.
  static func fold(
    _ tables: Tables, from source: borrowing some Transaction & ~Copyable,
    into projections: ProjectionTables, of target: borrowing WriteTransaction,
    after sequence: LogSequence = LogSequence(rawValue: 0), limit: UInt64 = .max,
    progress: RebuildProgress
  ) throws(LedgerError) -> LogSequence {
    var batch = ProjectionBatch(projections)
    let head = try LogReading.head(source, tables).rawValue
    let last = try LogReading.forEachEvent(
      source, tables, after: sequence, limit: limit
    ) { event throws(LedgerError) in
      try batch.apply(event, target)
      if let job = event.job, case .ledgerRedacted = event.fact,
        job.rawValue <= sequence.rawValue
      {
        try refold(job, &batch, tables, source, projections, target)
      }
      let folded = event.sequence.rawValue
      if folded.isMultiple(of: Self.eventsUntold) { progress(folded, head) }
    }
    try batch.flush(target)
    return last
  }

  /// Folds a job again whose earlier events were folded before their contents were taken out.
  private static func refold(
    _ number: JobNumber, _ batch: inout ProjectionBatch, _ tables: Tables,
    _ source: borrowing some Transaction & ~Copyable, _ projections: ProjectionTables,
    _ target: borrowing WriteTransaction
  ) throws(LedgerError) {
    try batch.writeEvents(of: number, target)
    let places = try JobEvents.sequences(of: number, projections, target)
    guard let job = try JobFolding.job(number, places, tables, source) else {
      throw .damagedProjection("job events")
    }
    try batch.replace(job, target)
  }

  /// The first entries in which two tables differ, by key.
  ///
  /// - Returns: How many entries differ or are on one side only.
  static func differences(
    _ left: Database, _ leftTransaction: borrowing ReadTransaction, _ right: Database,
    _ rightTransaction: borrowing ReadTransaction
  ) throws(LedgerError) -> Int {
    try leftTransaction.withCursor(left) { leftCursor throws(LedgerError) in
      try rightTransaction.withCursor(right) { rightCursor throws(LedgerError) in
        var differences = 0
        var leftEntry = try entry(leftCursor, .first)
        var rightEntry = try entry(rightCursor, .first)
        while leftEntry != nil || rightEntry != nil {
          if leftEntry == rightEntry {
            leftEntry = try entry(leftCursor, .next)
            rightEntry = try entry(rightCursor, .next)
            continue
          }
          differences += 1
          let order = compare(leftEntry, rightEntry)
          if order <= 0 { leftEntry = try entry(leftCursor, .next) }
          if order >= 0 { rightEntry = try entry(rightCursor, .next) }
        }
        return differences
      }
    }
  }

  private struct Entry: Equatable {
    let key: [UInt8]
    let value: [UInt8]
  }

  private static func entry(
    _ cursor: borrowing Cursor, _ move: Cursor.Move
  ) throws(LedgerError) -> Entry? {
    try cursor.move(move) { key, value throws(LedgerError) in
      Entry(key: key.copied, value: value.copied)
    }
  }

  /// Negative where the left key comes first, 0 for the same key; a missing entry comes last.
  private static func compare(_ left: Entry?, _ right: Entry?) -> Int {
    guard let left else { return 1 }
    guard let right else { return -1 }
    if left.key == right.key { return 0 }
    return left.key.lexicographicallyPrecedes(right.key) ? -1 : 1
  }
}

/// How the stored projections compare with the log.
public struct ProjectionCheck: Hashable, Sendable {
  /// Events folded.
  public var events: UInt64
  /// For each projection, how many entries differ.
  public var differences: [(name: String, count: Int)] {
    zip(names, counts).map { (name: $0, count: $1) }
  }
  private var names: [String]
  private var counts: [Int]

  init(events: UInt64, differences: [(name: String, count: Int)]) {
    self.events = events
    names = differences.map(\.name)
    counts = differences.map(\.count)
  }

  /// Whether nothing differs.
  public var isClean: Bool { counts.allSatisfy { $0 == 0 } }
}

extension Ledger {
  /// Folds the log into a scratch folder and compares the projections with what is stored.
  ///
  /// Changes nothing in the ledger.
  ///
  /// - Parameters:
  ///   - scratch: A folder that exists and is empty; the caller removes it.
  ///   - progress: Told now and then how far the folding has come.
  /// - Returns: How many entries of each projection differ.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for an event that is not what its hash says.
  public func checkProjections(
    scratch: String, progress: RebuildProgress = { _, _ in }
  ) throws(LedgerError) -> ProjectionCheck {
    let scratchEnvironment = try Self.scratchEnvironment(scratch)
    let source = try environment.reader()
    let target = try scratchEnvironment.write { transaction throws(LedgerError) in
      try ProjectionTables(creatingIn: transaction)
    }
    let last = try scratchEnvironment.write { transaction throws(LedgerError) in
      try Rebuild.fold(tables, from: source, into: target, of: transaction, progress: progress)
    }
    let made = try scratchEnvironment.reader()
    var differences: [(name: String, count: Int)] = []
    for (stored, fresh) in zip(tables.projections.all, target.all) {
      let count = try Rebuild.differences(stored.table, source, fresh.table, made)
      differences.append((name: stored.name, count: count))
    }
    return ProjectionCheck(events: last.rawValue, differences: differences)
  }

  /// An environment that nobody needs after a crash, in an empty folder.
  ///
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)`` where something is in it.
  static func scratchEnvironment(_ folder: String) throws(LedgerError) -> Environment {
    guard case .empty = try LedgerFolder(path: folder).contents() else {
      throw .cannotCreate(folder: folder, why: "the scratch folder is not empty")
    }
    return try EnvironmentRegistry.shared.environment(folder: folder, mode: .scratch)
  }
}
