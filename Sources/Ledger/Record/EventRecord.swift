/// A draft with its private parts salted and committed to: what hashing can be done before the
/// event has a place in the log.
struct PreparedEvent: Sendable {
  let draft: EventDraft
  /// The key of the job that it is about; `nil` for events of the ledger itself.
  let key: JobKey?
  let parts: [PrivatePart]

  /// `random`: where the salts come from.
  ///
  /// - Throws: ``LedgerError/tooLong(what:)`` for contents above ``Ledger/bodyBytesMax``.
  init(
    _ draft: EventDraft, random: inout some RandomNumberGenerator
  ) throws(LedgerError) {
    self.draft = draft
    switch draft.subject {
    case .job(let job): key = JobKey(account: job.account, nativeID: job.nativeID)
    case .ledger: key = nil
    }
    parts = try Self.parts(of: draft.fact, &random)
  }

  /// The declaration of the job, as it is tracked first where it is not known yet: without the
  /// prompt where the draft itself brings it.
  ///
  /// Made when it is needed, which is once a job.
  ///
  /// - Returns: `nil` where tracking is what the draft says.
  /// - Throws: ``LedgerError/tooLong(what:)``.
  func tracking(
    _ random: inout some RandomNumberGenerator
  ) throws(LedgerError) -> (fact: Fact, parts: [PrivatePart])? {
    guard case .job(var declaration) = draft.subject, draft.fact.kind != .jobTracked else {
      return nil
    }
    if parts.contains(where: { $0.tag == .prompt }) { declaration.prompt = nil }
    let tracking = Fact.jobTracked(declaration)
    return (tracking, try Self.parts(of: tracking, &random))
  }

  private static func parts(
    of fact: Fact, _ random: inout some RandomNumberGenerator
  ) throws(LedgerError) -> [PrivatePart] {
    try fact.privateContents.map { (content) throws(LedgerError) in
      guard content.bytes.count <= Ledger.bodyBytesMax else {
        throw .tooLong(what: "a body of \(content.bytes.count) bytes")
      }
      var salt: [UInt8] = []
      salt.appendLittleEndian(random.next())
      salt.appendLittleEndian(random.next())
      return PrivatePart(tag: content.tag, salt: salt, bytes: content.bytes)
    }
  }
}

extension Record {
  /// The record of a fact at its place in the log.
  ///
  /// `parts`: the fact's private parts.
  init(
    _ fact: Fact, source: EventSource, marks: EventMarks, job: JobNumber?, recorded: Moment,
    observed: Moment, parts: [PrivatePart]
  ) {
    var header = RecordHeader(
      kind: fact.kind, source: source, marks: marks, job: job?.rawValue ?? 0, recorded: recorded,
      observed: observed)
    fact.fill(&header)
    var fields = FieldWriter(capacity: 256)
    fact.write(to: &fields)
    self.init(header: header, fields: fields.bytes, parts: parts)
  }

  /// The event that the record tells.
  ///
  /// - Returns: `nil` where the record lacks what its kind needs.
  func event(at sequence: LogSequence) -> Event? {
    guard let fact = Fact(self) else { return nil }
    var marks = header.marks
    if parts.contains(where: { $0.bytes == nil }) { marks.insert(.redacted) }
    return Event(
      sequence: sequence, job: header.job == 0 ? nil : JobNumber(rawValue: header.job),
      source: header.source, recorded: header.recorded, observed: header.observed, marks: marks,
      fact: fact)
  }
}
