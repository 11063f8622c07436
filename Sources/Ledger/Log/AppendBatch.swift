/// One write transaction's appends: every submission that shares the commit.
struct AppendBatch: ~Copyable {
  private let tables: Tables
  private var next: LogSequence
  private var projections: ProjectionBatch
  private var tree: TreeFrontier
  private var tiles: GrowingTiles
  private var random = SystemRandomness()

  /// `transaction`: the head of the log is read anew in each; another process may have
  /// written since the last one.
  init(_ tables: Tables, _ transaction: borrowing WriteTransaction) throws(LedgerError) {
    let next = try LogReading.head(transaction, tables).next
    let tree = try LogTree.frontier(transaction, tables)
    guard LogSequence(rawValue: tree.size).next == next else { throw .damagedTree }
    self.tables = tables
    self.next = next
    self.tree = tree
    tiles = GrowingTiles(tables)
    projections = ProjectionBatch(tables.projections)
  }

  /// Refuses what must not go in, before anything of the submission is written.
  func check(
    _ events: [PreparedEvent], _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    var origins: [String: String] = [:]
    for event in events {
      guard case .ledgerAccount(let binding) = event.draft.fact else { continue }
      let name = Array(binding.name.utf8)
      guard (1...NameKey.idBytesMax).contains(name.count) else {
        throw .tooLong(what: "an account name of \(name.count) bytes")
      }
      let stored = try transaction.value(tables.projections.accounts, name)
        .flatMap { AccountBinding(name: binding.name, row: $0)?.origin }
      if let bound = origins[binding.name] ?? stored, bound != binding.origin, !binding.isRebind {
        throw .accountMoved(name: binding.name, bound: bound, asked: binding.origin)
      }
      origins[binding.name] = binding.origin
    }
  }

  /// Appends one event, or finds that it is there.
  mutating func append(
    _ prepared: PreparedEvent, now: Moment, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Appended {
    let draft = prepared.draft
    guard let key = prepared.key else {
      return try appendOfLedger(prepared, now: now, transaction)
    }
    guard let number = try number(of: key, transaction) else {
      return try appendOfNewJob(prepared, now: now, transaction)
    }
    guard let job = try projections.job(number, transaction) else {
      throw .damagedProjection("jobs")
    }
    if case .jobTracked(let declared) = draft.fact, declared.addsNothing(to: job) {
      return .alreadyThere(job.firstSequence)
    }
    let earlier = try earlier(EventIdentity(draft), of: job, transaction)
    if case .same(let sequence) = earlier { return .alreadyThere(sequence) }
    let fact = draft.fact.withoutWhatIsKnown(of: job)
    let rule = RedactionRule(job.redactions, in: prepared.parts)
    let parts = rule.applied(
      to: prepared.parts.filter { part in
        part.tag != .prompt || fact.privateContents.contains { $0.tag == .prompt }
      })
    if case .other(let existing) = earlier {
      let sequence = try write(
        fact, draft, parts, job: number, marks: .conflict, now: now, transaction)
      return .conflict(sequence: sequence, existing: existing)
    }
    return .appended(
      try write(fact, draft, parts, job: number, marks: [], now: now, transaction))
  }

  /// Takes contents out of a job's records, and appends the event that says so.
  mutating func redact(
    _ number: JobNumber, _ asked: Redaction, now: Moment,
    _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> RedactionOutcome {
    guard let job = try projections.job(number, transaction) else {
      throw .damagedProjection("jobs")
    }
    try settle(number, transaction)
    let changes = try JobRedaction(number, asked.contents, tables, transaction).records
    if changes.isEmpty, job.redactions.isSuperset(of: asked.contents) {
      return RedactionOutcome(records: [], event: nil)
    }
    for (sequence, record) in changes {
      try transaction.put(tables.events, [UInt8](bigEndian: sequence.rawValue), record.stored)
    }
    let places = try JobEvents.sequences(of: number, tables.projections, transaction)
    guard let folded = try JobFolding.job(number, places, tables, transaction) else {
      throw .damagedProjection("job events")
    }
    try projections.replace(folded, transaction)
    var redaction = asked
    redaction.records = changes.count
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    let draft = EventDraft(
      subject: .job(declaration), source: .person, fact: .ledgerRedacted(redaction))
    let event = try write(
      draft.fact, draft, [], job: number, marks: [], now: now, transaction)
    return RedactionOutcome(records: changes.map(\.sequence), event: event)
  }

  /// Writes the head of the tree and what the folds have changed; the last step before the commit.
  mutating func finish(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    try tiles.write(transaction)
    try LogTree.put(tree, tables, transaction)
    try projections.flush(transaction)
  }

  /// The job's event with that identity, where it has one.
  private mutating func earlier(
    _ identity: EventIdentity?, of job: Job, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> EventIdentity.Match? {
    guard let identity, !identity.isNewer(than: job) else { return nil }
    try settle(job.number, transaction)
    let sequences = try JobEvents.sequences(of: job.number, tables.projections, transaction)
    return try identity.search(among: sequences, tables, transaction)
  }

  /// Writes what reading a job's events of this transaction needs: leaf hashes, and places.
  private mutating func settle(
    _ job: JobNumber, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    try tiles.write(transaction)
    try projections.writeEvents(of: job, transaction)
  }

  private func number(
    of key: JobKey, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> JobNumber? {
    try transaction.withValue(
      tables.projections.names, NameKey.shortKey(key)
    ) { bytes throws(LedgerError) in JobNumber(rawValue: bytes.bigEndianUInt64(at: 0)) }
  }

  private mutating func appendOfLedger(
    _ prepared: PreparedEvent, now: Moment, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Appended {
    if case .ledgerAccount(let binding) = prepared.draft.fact,
      let row = try transaction.value(tables.projections.accounts, Array(binding.name.utf8)),
      let bound = AccountBinding(name: binding.name, row: row), bound.dialect == binding.dialect,
      bound.origin == binding.origin, let sequence = AccountBinding.sequence(inRow: row)
    {
      return .alreadyThere(sequence)
    }
    let fact = prepared.draft.fact
    if let identity = EventIdentity(prepared.draft) {
      try tiles.write(transaction)
      let prices = try Price.sequences(tables.projections, transaction)
      if case .same(let sequence) = try identity.search(among: prices, tables, transaction) {
        return .alreadyThere(sequence)
      }
    }
    return .appended(
      try write(
        fact, prepared.draft, prepared.parts, job: nil, marks: [], now: now, transaction))
  }

  /// Tracks the job, and appends the event unless tracking is what it says.
  private mutating func appendOfNewJob(
    _ prepared: PreparedEvent, now: Moment, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Appended {
    let number = JobNumber(rawValue: next.rawValue)
    let draft = prepared.draft
    guard let tracking = try prepared.tracking(&random) else {
      return .appended(
        try write(
          draft.fact, draft, prepared.parts, job: number, marks: [], now: now, transaction))
    }
    _ = try write(
      tracking.fact, draft, tracking.parts, job: number, marks: [], now: now, transaction)
    guard let job = try projections.job(number, transaction) else {
      throw .damagedProjection("jobs")
    }
    let fact = draft.fact.withoutWhatIsKnown(of: job)
    return .appended(
      try write(fact, draft, prepared.parts, job: number, marks: [], now: now, transaction))
  }

  private mutating func write(
    _ fact: Fact, _ draft: EventDraft, _ parts: [PrivatePart], job: JobNumber?,
    marks: EventMarks, now: Moment, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> LogSequence {
    var marks = marks
    let isUntimed = draft.observed == nil && (draft.source == .record || draft.source == .imported)
    if isUntimed || draft.isObservedAssumed { marks.insert(.observedAssumed) }
    let record = Record(
      fact, source: draft.source, marks: marks, job: job, recorded: now,
      observed: draft.observed ?? now, parts: parts)
    let sequence = next
    guard let event = record.event(at: sequence) else { throw .damagedRecord(sequence) }
    try transaction.put(
      tables.events, Array(bigEndian: sequence.rawValue), record.stored, .append)
    try tree.append(record.leafHash, &tiles, transaction)
    try projections.apply(event, transaction)
    next = sequence.next
    return sequence
  }
}
