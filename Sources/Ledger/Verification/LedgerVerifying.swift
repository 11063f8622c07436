/// Takes in how many pieces of work are done, and how many there are; called from several threads.
public typealias VerificationProgress = @Sendable (_ done: UInt64, _ all: UInt64) -> Void

extension Ledger {
  /// Reads everything, and compares it with what it must be: each record with its hash, the tree
  /// with the hashes, the projections with the log.
  ///
  /// What it cannot find: that the newest events are gone, together with all traces of them. For
  /// that compare with a checkpoint that is kept elsewhere. Where others append meanwhile, entries
  /// of projections that belong to no job are not found.
  ///
  /// It uses all cores, reads in short transactions, and changes nothing. A file whose structure is
  /// broken may end the process: call it in one of its own.
  ///
  /// - Parameters:
  ///   - scope: Everything, or the newest records and the head.
  ///   - progress: Told how far it has come.
  /// - Returns: What was found.
  /// - Throws: ``LedgerError`` where the log has no end that can be read.
  /// - Complexity: O(*n*) for everything, with memory for one hash in 256 events.
  public func verify(
    _ scope: VerificationScope = .everything, progress: @escaping VerificationProgress = { _, _ in }
  ) throws(LedgerError) -> Verification {
    let (head, root) = try headAndRoot()
    var verification = Verification(scope: scope, head: head, root: root)
    if root == nil { verification.add(.head) }
    switch scope {
    case .newest(let count): try verifyNewest(count, &verification, progress)
    case .everything: try verifyAll(&verification, progress)
    }
    return verification
  }

  /// The newest event, and the root that the stored head of the tree gives.
  func headAndRoot() throws(LedgerError) -> (LogSequence, TreeHash?) {
    let transaction = try environment.reader()
    let head = try LogReading.head(transaction, tables)
    guard let frontier = try? LogTree.frontier(transaction, tables),
      frontier.size == head.rawValue
    else { return (head, nil) }
    return (head, frontier.root)
  }

  /// The tree of the first so many events, read from the tiles.
  ///
  /// Each tile is read in a transaction of its own: what is in it never changes.
  func tiles(size: UInt64) -> TreeTiles<LedgerError> {
    TreeTiles(size: size) { [environment, tables] tile throws(LedgerError) in
      try LogTree.hashes(of: tile, tables, try environment.reader())
    }
  }

  private func verifyNewest(
    _ count: UInt64, _ verification: inout Verification, _ progress: VerificationProgress
  ) throws(LedgerError) {
    let head = verification.head
    let oldest = head.rawValue > count ? head.rawValue - count + 1 : 1
    var first = oldest
    while first <= head.rawValue {
      let last = min(head.rawValue, first + VerificationPieces.recordsInPiece - 1)
      var records = RecordVerification(
        LogSequence(rawValue: first)...LogSequence(rawValue: last), tables)
      try records.run(try environment.reader())
      verification.take(records)
      progress(last - oldest + 1, head.rawValue - oldest + 1)
      first = last + 1
    }
    var tiles = tiles(size: head.rawValue)
    if let root = verification.root, try tiles.root(ofFirst: head.rawValue) != root {
      verification.add(.head)
    }
  }

  private func verifyAll(
    _ verification: inout Verification, _ progress: @escaping VerificationProgress
  ) throws(LedgerError) {
    let head = verification.head
    let results = VerificationPieces(head, tables, environment, progress).run()
    for records in results.records { verification.take(records) }
    let transaction = try environment.reader()
    var tree = TreeVerification(
      tileRoots: results.records.flatMap(\.tileRoots), size: head.rawValue)
    let made = try tree.run(tables, transaction)
    for found in tree.found { verification.add(found) }
    if let root = verification.root, made != root { verification.add(.head) }
    for jobs in results.jobs { verification.take(jobs) }
    for failure in results.failures { verification.add(failure) }
    if try !WordVerification(tables.projections).isWhole(transaction) {
      verification.add(.projection("words", nil))
    }
    try verifyRows(results.records.flatMap(\.rows), transaction, &verification)
    if try LogReading.head(transaction, tables) == head, results.jobs.allSatisfy(\.isWhole),
      results.failures.isEmpty
    {
      try verifyCounts(results, transaction, &verification)
    }
  }

  /// Compares the projections that events of the ledger itself make.
  private func verifyRows(
    _ rows: [LedgerRow], _ transaction: borrowing ReadTransaction,
    _ verification: inout Verification
  ) throws(LedgerError) {
    let newest = Dictionary(rows.map { ($0.place, $0) }) { _, newer in newer }
    for row in newest.values {
      let table = row.projection.table(tables.projections)
      guard let stored = try transaction.value(table, row.key), stored != row.value else {
        if try transaction.value(table, row.key) == nil {
          verification.add(.projection(row.projection.rawValue, nil))
        }
        continue
      }
      // A later event may have bound the account anew meanwhile.
      if try LogReading.head(transaction, tables) == verification.head {
        verification.add(.projection(row.projection.rawValue, nil))
      }
    }
  }

  /// Compares how many entries the projections have with how many the log gives.
  private func verifyCounts(
    _ results: VerificationPieces.Results, _ transaction: borrowing ReadTransaction,
    _ verification: inout Verification
  ) throws(LedgerError) {
    func sum(_ number: (JobVerification) -> Int) -> Int { results.jobs.map(number).reduce(0, +) }
    let rows = results.records.flatMap(\.rows)
    func places(_ projection: LedgerRow.Projection) -> Int {
      Set(rows.filter { $0.projection == projection }.map(\.key)).count
    }
    let projections = tables.projections
    let jobs = sum { Int($0.jobs) }
    let ofLedger = results.records.map { Int($0.ofLedger) }.reduce(0, +)
    let expected: [(String, Database, Int)] = [
      ("jobs", projections.jobs, jobs), ("digests", projections.digests, jobs),
      ("job events", projections.jobEvents, Int(verification.head.rawValue) - ofLedger),
      ("names", projections.names, sum(\.names)), ("ended", projections.ended, sum(\.ended)),
      ("open jobs", projections.openJobs, sum(\.open)),
      ("accounts", projections.accounts, places(.accounts)),
      ("prices", projections.prices, places(.prices)),
    ]
    for (name, table, count) in expected where try transaction.count(table) != count {
      verification.add(.projection(name, nil))
    }
  }
}

extension Verification {
  mutating func take(_ records: RecordVerification) {
    for found in records.found { add(found) }
    for step in records.clockSteps { add(step) }
    redacted += records.redacted
    self.records +=
      records.sequences.upperBound.rawValue - records.sequences.lowerBound.rawValue + 1
  }

  mutating func take(_ jobs: JobVerification) {
    for found in jobs.found { add(found) }
    self.jobs += jobs.jobs
  }
}
