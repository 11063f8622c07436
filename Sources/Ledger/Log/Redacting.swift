/// What a redaction did, or would do.
public struct RedactionOutcome: Hashable, Sendable {
  /// Records that lose something.
  public let records: [LogSequence]
  /// The event that says so; `nil` where nothing was written.
  public let event: LogSequence?
}

extension Ledger {
  /// Takes private contents of a job out of the log for ever: of its records now, and of whatever is
  /// appended to it later.
  ///
  /// Of each content the commitment stays, so every hash and every proof holds as before. Pages of the
  /// file that held it keep its bytes until they are used again; a compact backup has none of them.
  ///
  /// - Parameters:
  ///   - number: The job.
  ///   - contents: What to take out.
  ///   - why: The reason, for the event that is appended.
  ///   - by: Who does it.
  /// - Returns: The records, and the event; no event where everything was done before.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` where a record is not what its hash says: nothing is
  ///   changed then.
  public func redact(
    _ number: JobNumber, _ contents: Set<RedactedContent>, why: String?, by: String?
  ) async throws -> RedactionOutcome {
    guard let writer, let clock else { throw LedgerError.noPermission(folder: folder) }
    return try await writer.exclusively { [tables] transaction throws(LedgerError) in
      var batch = try AppendBatch(tables, transaction)
      let outcome = try batch.redact(
        number, Redaction(contents, records: 0, why: why, by: by), now: clock(), transaction)
      try batch.finish(transaction)
      return outcome
    }
  }

  /// The records of which a redaction would take something, without taking it.
  public func recordsToRedact(
    _ number: JobNumber, _ contents: Set<RedactedContent>
  ) throws(LedgerError) -> [LogSequence] {
    let transaction = try environment.reader()
    return try JobRedaction(number, contents, tables, transaction).records.map(\.sequence)
  }
}

/// The records of a job as a redaction leaves them.
struct JobRedaction {
  /// Only those that lose something.
  private(set) var records: [(sequence: LogSequence, record: Record)] = []

  init(
    _ number: JobNumber, _ contents: Set<RedactedContent>, _ tables: Tables,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) {
    var all: [(sequence: LogSequence, record: Record)] = []
    for sequence in try JobEvents.sequences(of: number, tables.projections, transaction) {
      guard let record = try LogReading.record(transaction, tables, at: sequence) else {
        throw .damagedRecord(sequence)
      }
      all.append((sequence, record))
    }
    let rule = RedactionRule(contents, in: all.flatMap(\.record.parts))
    for (sequence, record) in all {
      var redacted = record
      redacted.parts = rule.applied(to: record.parts)
      if redacted != record { records.append((sequence, redacted)) }
    }
  }
}

/// Which private parts go.
struct RedactionRule {
  private let contents: Set<RedactedContent>
  private let search: PromptSearch

  /// `parts`: those among which the prompts are to be found.
  init(_ contents: Set<RedactedContent>, in parts: [PrivatePart]) {
    self.contents = contents
    search = PromptSearch(parts.filter { $0.tag == .prompt }.compactMap(\.bytes))
  }

  func applied(to parts: [PrivatePart]) -> [PrivatePart] {
    guard !contents.isEmpty else { return parts }
    return parts.map { part in
      guard let bytes = part.bytes, isToGo(part.tag, bytes) else { return part }
      return PrivatePart(tag: part.tag, redacted: part.commitment)
    }
  }

  private func isToGo(_ tag: PrivatePart.Tag, _ bytes: [UInt8]) -> Bool {
    if contents.contains(.bodies), tag == .body { return true }
    guard contents.contains(.prompt) else { return false }
    return tag == .prompt || search.isRepeated(in: bytes)
  }
}
