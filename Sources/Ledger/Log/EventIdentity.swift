/// What makes two events the same: it is looked up among the job's own events, so no index of
/// random keys is ever needed.
enum EventIdentity {
  /// An imported or recorded answer: the moment, the HTTP status and the body; without a moment,
  /// the body alone.
  case answer(kind: EventKind, observed: Moment?, httpStatus: Int?, body: [UInt8])
  /// A delivery's `webhook-id`; the same id with another body is a conflict.
  case delivery(kind: EventKind, id: String?, body: [UInt8])
  /// A saved file: the same bytes at the same place.
  case saved(SavedAsset)
  /// What another ledger or a file says, at a moment or at none that it names: a declaration, a
  /// note, a failed question, a price. Without a moment the words alone decide.
  case stated(Fact, observed: Moment?)

  /// - Returns: `nil` for drafts that are always appended, such as the poller's own answers.
  init?(_ draft: EventDraft) {
    switch draft.fact {
    case .statusObserved(let answer, _), .jobRefused(let answer, _):
      switch draft.source {
      case .record, .imported: break
      case .person, .poll, .webhook, .tool: return nil
      }
      self = .answer(
        kind: draft.fact.kind, observed: draft.isObservedAssumed ? nil : draft.observed,
        httpStatus: answer.httpStatus, body: answer.body)
    case .webhookReceived(let delivery, _), .webhookClaimed(let delivery, _):
      self = .delivery(kind: draft.fact.kind, id: delivery.id, body: delivery.body)
    case .assetSaved(let saved): self = .saved(saved)
    case .jobTracked, .statusUnreachable, .assetFailed, .jobAnnotated, .jobClosed, .ledgerPrice:
      guard draft.source == .imported else { return nil }
      self = .stated(draft.fact, observed: draft.observed)
    case .ledgerCreated, .ledgerAccount, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      return nil
    }
  }

  enum Match {
    case same(LogSequence)
    case other(LogSequence)
  }

  /// Whether it is an answer from after all that the job has, so that there is nothing to look for.
  func isNewer(than job: Job) -> Bool {
    guard case .answer(_, let observed?, _, _) = self, let newest = job.newestAnswer else {
      return false
    }
    return observed > newest
  }

  /// Looks for an event with this identity at those places of the log, the newest first.
  ///
  /// - Complexity: O(*n*) for *n* places, headers only.
  func search(
    among sequences: [LogSequence], _ tables: Tables, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Match? {
    var other: LogSequence?
    for sequence in sequences.reversed() {
      switch try match(sequence, tables, transaction) {
      case .same(let same): return .same(same)
      case .other(let sequence): other = sequence  // the same may stand before it
      case nil: continue
      }
    }
    return other.map(Match.other)
  }

  private func match(
    _ sequence: LogSequence, _ tables: Tables, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Match? {
    guard let header = try LogReading.header(transaction, tables, at: sequence) else {
      throw .damagedRecord(sequence)
    }
    guard couldMatch(header),
      let record = try LogReading.record(transaction, tables, at: sequence)
    else { return nil }
    switch self {
    case .answer(_, _, _, let body):
      // A redacted body cannot be compared any more; the moment and the status decide.
      guard let known = record.part(.body)?.bytes else { return .same(sequence) }
      return known == body ? .same(sequence) : nil
    case .delivery(let kind, let id, let body):
      let knownID = FieldReader(record.fields)?.string(.deliveryID)
      // A redacted body cannot be compared any more; the id decides.
      guard let known = record.part(.body)?.bytes else {
        return id != nil && knownID == id ? .same(sequence) : nil
      }
      if kind == .webhookClaimed { return known == body ? .same(sequence) : nil }
      guard id != nil, knownID == id else { return nil }
      return known == body ? .same(sequence) : .other(sequence)
    case .saved(let saved):
      return Fact(record) == .assetSaved(saved) ? .same(sequence) : nil
    case .stated(let fact, _): return Fact(record) == fact ? .same(sequence) : nil
    }
  }

  /// Whether the header allows a match; the body is read only then.
  private func couldMatch(_ header: RecordHeader) -> Bool {
    switch self {
    case .answer(let kind, let observed, let httpStatus, _):
      guard header.kind == kind else { return false }
      guard let observed else { return true }
      return header.observed == observed && Int(header.httpStatus) == httpStatus ?? 0
    case .delivery(let kind, _, _): return header.kind == kind
    case .saved: return header.kind == .assetSaved
    case .stated(let fact, let observed):
      return header.kind == fact.kind && (observed == nil || header.observed == observed)
    }
  }
}

/// A job's places in the log.
enum JobEvents {
  static func sequences(
    of job: JobNumber, _ tables: ProjectionTables,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> [LogSequence] {
    let key = [UInt8](bigEndian: job.rawValue)
    return try transaction.withCursor(tables.jobEvents) { cursor throws(LedgerError) in
      var sequences: [LogSequence] = []
      var found = try cursor.seek(key) { foundKey, value throws(LedgerError) -> UInt64? in
        foundKey.bigEndianUInt64(at: 0) == job.rawValue ? value.bigEndianUInt64(at: 0) : nil
      }
      while case .some(.some(let sequence)) = found {
        sequences.append(LogSequence(rawValue: sequence))
        found = try cursor.move(.next) { foundKey, value throws(LedgerError) -> UInt64? in
          foundKey.bigEndianUInt64(at: 0) == job.rawValue ? value.bigEndianUInt64(at: 0) : nil
        }
      }
      return sequences
    }
  }
}
