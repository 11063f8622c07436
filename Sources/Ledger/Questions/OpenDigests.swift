extension LedgerSnapshot {
  /// Calls `body` with the digest of each job without a verdict: in the order in which the ledger
  /// heard of them, or of a past state in the order of their submission.
  ///
  /// - Complexity: O(*n*), about 0.3 µs each, for *n* open jobs; in the past for all jobs.
  public func forEachOpenDigest(
    _ body: (JobDigest) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    guard past == nil else {
      return try forEachDigest { digest throws(LedgerError) in
        if !digest.state.isVerdict { try body(digest) }
        return true
      }
    }
    try transaction.withCursor(tables.projections.digests) { digests throws(LedgerError) in
      try transaction.withCursor(tables.projections.openJobs) { open throws(LedgerError) in
        var move = Cursor.Move.first
        while let place = try open.move(
          move,
          { number, submitted throws(LedgerError) -> DigestKey in
            guard number.count == 8, submitted.count == 8 else {
              throw .damagedProjection("open jobs")
            }
            return DigestKey(
              DigestKey.moment(submitted.bigEndianUInt64(at: 0)),
              JobNumber(rawValue: number.bigEndianUInt64(at: 0)))
          })
        {
          try digests.read(place, of: "open jobs", body)
          move = .next
        }
      }
    }
  }
}
