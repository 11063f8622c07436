/// Appends that never happen: the same lines as a real append, in a write transaction that is
/// dropped, so that what they say is what a real append would have said.
///
/// Begun by ``Ledger/rehearse(_:)``. While it lives, other writers wait.
public struct Rehearsal: ~Copyable {
  private let transaction: WriteTransaction
  private var batch: AppendBatch
  private let now: @Sendable () -> Moment

  init(
    _ transaction: consuming WriteTransaction, _ tables: Tables,
    now: @escaping @Sendable () -> Moment
  ) throws(LedgerError) {
    batch = try AppendBatch(tables, transaction)
    self.transaction = transaction
    self.now = now
  }

  /// What would become of the drafts, after all that were rehearsed before them.
  ///
  /// - Parameter drafts: As for ``Ledger/append(_:)``.
  /// - Returns: What would become of each, in order; the sequences are those it would have now.
  /// - Throws: What an append would throw.
  public mutating func append(_ drafts: [EventDraft]) throws(LedgerError) -> [Appended] {
    let events = try Ledger.prepared(drafts)
    try batch.check(events, transaction)
    var appended: [Appended] = []
    appended.reserveCapacity(events.count)
    for event in events { appended.append(try batch.append(event, now: now(), transaction)) }
    return appended
  }
}

extension Ledger {
  /// Runs `body` with a rehearsal, of which nothing stays.
  ///
  /// `body` cannot await, so the transaction stays on the thread that began it.
  ///
  /// - Throws: ``LedgerError/noPermission(folder:)`` where the ledger is open for reading only, and
  ///   what `body` throws.
  /// - Complexity: As the appends; changed pages stay in memory up to 512 MiB, and are written
  ///   beyond the end of what the file uses after that.
  public func rehearse<Value>(_ body: (inout Rehearsal) throws -> Value) throws -> Value {
    guard let clock else { throw LedgerError.noPermission(folder: folder) }
    var rehearsal = try Rehearsal(try environment.writer(), tables, now: clock)
    return try body(&rehearsal)
  }
}
