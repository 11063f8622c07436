/// The ledger as it was when the log ended at an earlier event.
///
/// Only jobs that have changed since are folded anew; all others are as they are stored.
struct Past: Sendable {
  /// The newest event of that time.
  let head: LogSequence
  /// The jobs of that time that have had events since.
  private(set) var changed: [JobNumber: Job] = [:]

  /// Whether the job was tracked at that time; a job's number is the place of its first event.
  func knows(_ job: JobNumber) -> Bool { job.rawValue <= head.rawValue }

  /// The digests of the changed jobs in the range, in its order.
  func digests(
    in range: DigestRange, numbering: (String) throws(LedgerError) -> WordNumber
  ) throws(LedgerError) -> [JobDigest] {
    var digests: [JobDigest] = []
    for job in changed.values {
      let digest = try JobDigest(job, numbering: numbering)
      if range.contains(digest) { digests.append(digest) }
    }
    return digests.sorted(by: range.places)
  }

  fileprivate mutating func put(_ job: Job) { changed[job.number] = job }

  init(head: LogSequence) { self.head = head }
}

extension LedgerSnapshot {
  /// The ledger as it was when `sequence` was the newest event; a later place is as it is now.
  ///
  /// - Throws: ``LedgerError/damagedRecord(_:)`` where an event that is needed is damaged.
  /// - Complexity: O(*n* + *m*) for *n* events since then and *m* events of the jobs that they
  ///   changed.
  public consuming func asOf(_ sequence: LogSequence) throws(LedgerError) -> LedgerSnapshot {
    guard sequence < (try head()) else { return self }
    var past = Past(head: sequence)
    for number in try jobs(changedAfter: sequence) {
      var job: Job?
      for place in try sequences(of: number) where place <= sequence {
        guard let event = try event(at: place) else { throw .damagedRecord(place) }
        if job == nil, case .jobTracked(let declaration) = event.fact {
          job = Job(number: number, declaration: declaration, event: event)
        }
        job?.apply(event)
      }
      guard let job else { throw .damagedProjection("job events") }
      past.put(job)
    }
    return LedgerSnapshot(transaction, tables, past: past)
  }

  /// The last event before the first one that was recorded later than `moment`; 0 where even the
  /// first one was.
  ///
  /// A clock that was put back does not bring later events in: what counts is the latest time that
  /// any event up to there was recorded.
  ///
  /// - Complexity: O(*n*) for *n* events up to there, about 0.1 µs each.
  public func lastSequence(recordedBy moment: Moment) throws(LedgerError) -> LogSequence {
    var last = LogSequence(rawValue: 0)
    try forEachOutline(in: LogSequence(rawValue: 1)...LogSequence(rawValue: .max)) { event in
      guard event.recorded <= moment else { return false }
      last = event.sequence
      return true
    }
    return last
  }

  private func jobs(changedAfter sequence: LogSequence) throws(LedgerError) -> Set<JobNumber> {
    var numbers: Set<JobNumber> = []
    try forEachOutline(in: sequence.next...LogSequence(rawValue: .max)) { event in
      if let job = event.job, job.rawValue <= sequence.rawValue { numbers.insert(job) }
      return true
    }
    return numbers
  }
}
