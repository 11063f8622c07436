/// Folding one job from its own events.
enum JobFolding {
  /// The job as its events tell it; their hashes are not checked, and their bodies not read.
  ///
  /// - Returns: `nil` where one of them is missing, about another job, or not the first.
  static func job(
    _ number: JobNumber, _ sequences: [LogSequence], _ tables: Tables,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> Job? {
    var job: Job?
    for sequence in sequences {
      let found = try transaction.withValue(
        tables.events, [UInt8](bigEndian: sequence.rawValue)
      ) { bytes throws(LedgerError) in
        Record(stored: bytes, withBody: false)  // which no fold reads
      }
      guard case .some(.some(let record)) = found, let event = record.event(at: sequence),
        event.job == number
      else { return nil }
      if job == nil {
        guard case .jobTracked(let declaration) = event.fact, sequence.rawValue == number.rawValue
        else { return nil }
        job = Job(number: number, declaration: declaration, event: event)
      }
      job?.apply(event)
    }
    return job
  }
}
