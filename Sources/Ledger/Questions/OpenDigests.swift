extension LedgerSnapshot {
  /// Calls `body` with the digest of each job without a verdict, oldest first.
  ///
  /// - Complexity: O(*n*) for *n* open jobs, whose rows are read.
  public func forEachOpenDigest(
    _ body: (JobDigest) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    for job in try openJobs() {
      let digest = try JobDigest(job) { word throws(LedgerError) in
        guard let number = try Vocabulary.number(of: word, tables.projections.words, transaction)
        else { throw .damagedProjection("words") }
        return number
      }
      try body(digest)
    }
  }
}
