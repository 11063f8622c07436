extension LedgerSnapshot {
  /// The next jobs in the order of their numbers, which is the order in which they became known.
  ///
  /// For reading all jobs in pages, each in a snapshot of its own or all in one.
  ///
  /// - Parameters:
  ///   - number: The last job of the page before; `nil` for the first page.
  ///   - limit: At most so many.
  /// - Returns: Fewer than `limit` at the end only.
  /// - Throws: ``LedgerError`` where the projection cannot be read.
  public func jobs(after number: JobNumber?, limit: Int) throws(LedgerError) -> [Job] {
    try page(limit) { cursor, take throws(LedgerError) in
      guard let number else { return try cursor.move(.first, take) }
      return try cursor.seek([UInt8](bigEndian: number.rawValue + 1), take)
    } then: {
      .next
    }
  }

  /// The next jobs in the reverse order of their numbers: newest first.
  ///
  /// - Parameters:
  ///   - number: The last job of the page before; `nil` for the first page.
  ///   - limit: At most so many.
  /// - Returns: Fewer than `limit` at the end only.
  /// - Throws: ``LedgerError`` where the projection cannot be read.
  public func jobs(before number: JobNumber?, limit: Int) throws(LedgerError) -> [Job] {
    try page(limit) { cursor, take throws(LedgerError) in
      guard let number else { return try cursor.move(.last, take) }
      let place = [UInt8](bigEndian: number.rawValue)
      let isThere = try cursor.seek(place) { _, _ throws(LedgerError) in true }
      return try cursor.move(isThere == nil ? .last : .previous, take)
    } then: {
      .previous
    }
  }

  private typealias Take = (Span<UInt8>, Span<UInt8>) throws(LedgerError) -> Job

  private func page(
    _ limit: Int, from start: (borrowing Cursor, Take) throws(LedgerError) -> Job?,
    then move: () -> Cursor.Move
  ) throws(LedgerError) -> [Job] {
    try transaction.withCursor(tables.projections.jobs) { cursor throws(LedgerError) in
      let take: Take = { key, value throws(LedgerError) in
        let number = JobNumber(rawValue: key.bigEndianUInt64(at: 0))
        guard let job = Job(number: number, row: value.copied) else {
          throw .damagedProjection("jobs")
        }
        return job
      }
      var jobs: [Job] = []
      var next = limit > 0 ? try start(cursor, take) : nil
      while let job = next {
        jobs.append(job)
        next = jobs.count < limit ? try cursor.move(move(), take) : nil
      }
      return jobs
    }
  }
}
