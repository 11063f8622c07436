/// Projections of this version, made beside those of an older one while others read and write.
///
/// Each step is a transaction of its own that notes how far it has come, so an upgrade that is killed
/// goes on from there. The last step folds what was appended meanwhile, and in the same transaction
/// makes the new tables those that count and drops the old ones.
struct ProjectionUpgrade {
  enum Step: Equatable {
    case notNeeded
    /// So many events are folded; the old projections still count.
    case begun(UInt64)
    case finished(UInt64)
  }

  /// A step keeps other writers out for about a second.
  static let eventsInStep: UInt64 = 200_000

  private let events: UInt64
  private let progress: RebuildProgress

  /// `events`: those folded in a step, at most.
  init(events: UInt64 = Self.eventsInStep, progress: @escaping RebuildProgress) {
    self.events = events
    self.progress = progress
  }

  /// Takes all steps that are left.
  ///
  /// - Returns: How many events are folded; `nil` where the projections were of this version.
  func run(_ environment: Environment) throws(LedgerError) -> UInt64? {
    while true {
      let step = try environment.write { transaction throws(LedgerError) in
        try self.step(transaction)
      }
      switch step {
      case .notNeeded: return nil
      case .begun: continue
      case .finished(let folded): return folded
      }
    }
  }

  /// Takes the next step.
  func step(_ transaction: borrowing WriteTransaction) throws(LedgerError) -> Step {
    guard let meta = try transaction.open("meta") else { return .notNeeded }
    let version = try Tables.check(transaction, meta)
    let isWhole = try ProjectionTables(openingIn: transaction) != nil
    guard version < ProjectionTables.version || !isWhole else { return .notNeeded }
    let tables = try Tables(creatingIn: transaction)
    let mark = UpgradeMark(tables.meta)
    let folded: UInt64
    if let known = try mark.folded(transaction) {
      folded = known
    } else {
      try LogTree.make(tables, transaction)
      for (_, table) in tables.projections.all { try transaction.empty(table) }
      // Nobody is to take tables for whole that are being made.
      if version == ProjectionTables.version {
        try transaction.put(meta, Tables.projectionsKey, [0])
      }
      folded = 0
    }
    let last = try Rebuild.fold(
      tables, from: transaction, into: tables.projections, of: transaction,
      after: LogSequence(rawValue: folded), limit: events, progress: progress)
    guard try LogReading.head(transaction, tables) == last else {
      try mark.put(last, transaction)
      return .begun(last.rawValue)
    }
    try mark.remove(transaction)
    try dropOlder(transaction)
    try transaction.put(meta, Tables.projectionsKey, [ProjectionTables.version])
    return .finished(last.rawValue)
  }

  private func dropOlder(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    for name in try transaction.tableNames() {
      guard let version = name.split(separator: "/").dropFirst().last.flatMap({ UInt8($0) }),
        version < ProjectionTables.version, let old = try transaction.open(name)
      else { continue }
      try transaction.drop(old)
    }
  }
}

/// How far an upgrade has come: the version that is being made, and the last event folded.
private struct UpgradeMark {
  private static let key = Array("upgrade".utf8)

  private let meta: Database

  init(_ meta: Database) { self.meta = meta }

  /// - Returns: `nil` where no upgrade to this version was begun.
  func folded(_ transaction: borrowing WriteTransaction) throws(LedgerError) -> UInt64? {
    let found = try transaction.withValue(meta, Self.key) { bytes throws(LedgerError) in
      bytes.count == 9 && bytes[0] == ProjectionTables.version ? bytes.bigEndianUInt64(at: 1) : nil
    }
    return found ?? nil
  }

  func put(
    _ last: LogSequence, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    try transaction.put(
      meta, Self.key, [ProjectionTables.version] + [UInt8](bigEndian: last.rawValue))
  }

  func remove(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    try transaction.remove(meta, Self.key)
  }
}
