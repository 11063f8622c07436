internal import Dispatch
internal import Synchronization

/// The pieces of a whole verification, on all cores.
///
/// Each reads in a transaction of its own, so that no page is kept from being used again for long.
final class VerificationPieces: Sendable {
  struct Results: Sendable {
    /// In the order of the log.
    var records: [RecordVerification] = []
    var jobs: [JobVerification] = []
    var failures: [Damage] = []
  }

  /// Records in one piece of work: some milliseconds, and a multiple of a tile's width.
  static let recordsInPiece: UInt64 = 8192

  private let head: LogSequence
  private let tables: Tables
  private let environment: Environment
  private let progress: VerificationProgress
  private let state = Mutex((results: Results(), done: UInt64(0)))

  init(
    _ head: LogSequence, _ tables: Tables, _ environment: Environment,
    _ progress: @escaping VerificationProgress
  ) {
    self.head = head
    self.tables = tables
    self.environment = environment
    self.progress = progress
  }

  /// Runs all pieces, and waits for them.
  func run() -> Results {
    let pieces = Int((head.rawValue + Self.recordsInPiece - 1) / Self.recordsInPiece)
    DispatchQueue.concurrentPerform(iterations: 2 * pieces) { index in
      let first = UInt64(index / 2) * Self.recordsInPiece + 1
      let last = min(head.rawValue, first + Self.recordsInPiece - 1)
      if index.isMultiple(of: 2) { readRecords(first...last) } else { foldJobs(first...last) }
      let done = state.withLock { state in
        state.done += last - first + 1
        return state.done
      }
      progress(done, 2 * head.rawValue)
    }
    var results = state.withLock(\.results)
    results.records.sort { $0.sequences.lowerBound < $1.sequences.lowerBound }
    results.jobs.sort { $0.numbers.lowerBound < $1.numbers.lowerBound }
    return results
  }

  private func readRecords(_ numbers: ClosedRange<UInt64>) {
    let sequences =
      LogSequence(rawValue: numbers.lowerBound)...LogSequence(rawValue: numbers.upperBound)
    var records = RecordVerification(sequences, tables)
    do throws(LedgerError) {
      try records.run(try environment.reader())
    } catch {
      fail(sequences, error)
    }
    state.withLock { [records] in $0.results.records.append(records) }
  }

  private func foldJobs(_ numbers: ClosedRange<UInt64>) {
    var jobs = JobVerification(numbers, tables)
    do throws(LedgerError) {
      try jobs.run(try environment.reader())
    } catch {
      if case .damagedProjection(let name) = error {
        state.withLock { $0.results.failures.append(.projection(name, nil)) }
      } else {
        fail(
          LogSequence(rawValue: numbers.lowerBound)...LogSequence(rawValue: numbers.upperBound),
          error)
      }
    }
    state.withLock { [jobs] in $0.results.jobs.append(jobs) }
  }

  private func fail(_ sequences: ClosedRange<LogSequence>, _ error: LedgerError) {
    let damage = Damage.structure(
      from: sequences.lowerBound, to: sequences.upperBound, why: error.words)
    state.withLock { $0.results.failures.append(damage) }
  }
}
