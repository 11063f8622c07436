extension LedgerSnapshot {
  /// How many characters of a job's key stand for that job alone, from
  /// ``JobSearch/prefixLeast`` up to all of them.
  ///
  /// So much of the key is what ``find(_:account:)`` needs to find the job, in the ledger as it is
  /// now: a ledger of the past has fewer names, and may need less.
  ///
  /// `key`: of a job of this ledger.
  ///
  /// - Complexity: Nine steps in the table of names, some 5 µs.
  public func uniqueLength(of key: JobKey) throws(LedgerError) -> Int {
    let text = Array(key.text.utf8)
    let shared = try transaction.withCursor(tables.projections.names) {
      cursor throws(LedgerError) in
      var most = 0
      for kind in NameKey.kinds {
        let whole = [kind] + text
        let shared = { (name: Span<UInt8>, _: Span<UInt8>) -> Int in
          var count = 0
          while count < whole.count, count < name.count, name[count] == whole[count] { count += 1 }
          return count
        }
        // Names are sorted: the closest ones stand right before and right after it.
        let isBeforeEnd = try cursor.seek(whole) { _, _ in true } ?? false
        let before = try cursor.move(isBeforeEnd ? .previous : .last, shared)
        let after = try cursor.seek(whole + [0], shared)
        most = max(most, before ?? 0, after ?? 0)
      }
      return most
    }
    // The kind's byte is no character, and one more character tells them apart.
    return min(text.count, max(JobSearch.prefixLeast, shared))
  }
}
