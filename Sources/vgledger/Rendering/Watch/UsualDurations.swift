internal import Ledger

/// How long jobs of a kind usually take, for bars and for what is late.
struct UsualDurations: Equatable {
  /// Milliseconds, sorted.
  let totals: [Int64]

  init(_ totals: [Int64]) { self.totals = totals.sorted() }

  /// `nil` for too few jobs: half of them needs 5, nineteen of twenty 20, p99 100.
  func percentile(_ permille: Int) -> Int64? {
    let least = permille >= 990 ? 100 : permille >= 950 ? 20 : Siblings.jobsLeast
    guard totals.count >= least else { return nil }
    return Percentile(permille: permille)?.value(of: totals)
  }

  /// The share of such jobs that had ended by then, in percent, never quite all; `nil` for too few.
  func shareEnded(by elapsed: Int64) -> Int? {
    guard totals.count >= Siblings.jobsLeast else { return nil }
    return min(99, totals.prefix { $0 <= elapsed }.count * 100 / totals.count)
  }
}
