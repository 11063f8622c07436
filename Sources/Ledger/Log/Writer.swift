internal import Dispatch
internal import Synchronization

/// Group commit: the one place in the process that writes the log.
///
/// Callers that arrive while a commit waits for the disk share the next one. Commits run on a
/// serial queue with a thread of its own: a commit blocks, and the threads of tasks must not.
final class Writer: Sendable {
  private typealias Answer = Result<[Appended], LedgerError>

  private struct Submission: Sendable {
    let events: [PreparedEvent]
    let answer: CheckedContinuation<[Appended], any Error>
  }

  /// Submissions that share one commit at most, so that nobody waits for ever.
  private static let submissionsMax = 4096

  private let environment: Environment
  private let tables: Tables
  private let now: @Sendable () -> Moment
  private let queue = DispatchQueue(label: "vgledger.writer")
  private let waiting = Mutex<[Submission]>([])
  /// When slots of dead readers were last freed.
  private let cleared = Mutex(ContinuousClock.now)
  private static let clearingInterval: Duration = .seconds(10)

  init(_ environment: Environment, _ tables: Tables, now: @escaping @Sendable () -> Moment) {
    self.environment = environment
    self.tables = tables
    self.now = now
  }

  /// Appends the events in order, all or none; on disk when this returns.
  func append(_ events: [PreparedEvent]) async throws -> [Appended] {
    try await withCheckedThrowingContinuation { continuation in
      let submission = Submission(events: events, answer: continuation)
      let isFirst = waiting.withLock { waiting in
        waiting.append(submission)
        return waiting.count == 1
      }
      if isFirst { queue.async { self.commitWaiting() } }
    }
  }

  /// Appends the events in the caller's thread, which waits for the disk: no other thread has to
  /// wake up for it.
  func appendAndWait(_ events: [PreparedEvent]) throws(LedgerError) -> [Appended] {
    let answers = queue.sync { commit([events]) }
    return try answers[0].get()
  }

  /// Runs `body` in a write transaction between two commits.
  func exclusively<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing WriteTransaction) throws(LedgerError) -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [environment] in
        continuation.resume(with: Result { try environment.write(body) })
      }
    }
  }

  private func commitWaiting() {
    let (batch, isMore) = waiting.withLock { waiting in
      let batch = Array(waiting.prefix(Self.submissionsMax))
      waiting.removeFirst(batch.count)
      return (batch, !waiting.isEmpty)
    }
    if isMore { queue.async { self.commitWaiting() } }
    for (submission, answer) in zip(batch, commit(batch.map(\.events))) {
      submission.answer.resume(with: answer)
    }
  }

  /// Frees the slots of dead readers now and then.
  private func clearDeadReaders() {
    let now = ContinuousClock.now
    let isDue = cleared.withLock { cleared in
      guard cleared.duration(to: now) >= Self.clearingInterval else { return false }
      cleared = now
      return true
    }
    if isDue { environment.clearDeadReaders() }
  }

  /// Appends each submission whole or not at all, in one transaction.
  private func commit(_ submissions: [[PreparedEvent]]) -> [Answer] {
    clearDeadReaders()
    do throws(LedgerError) {
      return try environment.write { transaction throws(LedgerError) in
        try append(submissions, transaction)
      }
    } catch {
      // The transaction is gone, so nothing of any submission is in the log.
      if submissions.count > 1, error.isOfOneSubmission {
        return submissions.flatMap { commit([$0]) }
      }
      return submissions.map { _ in .failure(error) }
    }
  }

  private func append(
    _ submissions: [[PreparedEvent]], _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> [Answer] {
    var appends = try AppendBatch(tables, transaction)
    var answers: [Answer] = []
    for events in submissions {
      do throws(LedgerError) {
        try appends.check(events, transaction)
      } catch {
        answers.append(.failure(error))
        continue
      }
      var appended: [Appended] = []
      for event in events {
        appended.append(try appends.append(event, now: now(), transaction))
      }
      answers.append(.success(appended))
    }
    try appends.finish(transaction)
    return answers
  }
}

extension LedgerError {
  /// Whether one submission may be to blame, so that the others of its commit can go in without it.
  fileprivate var isOfOneSubmission: Bool {
    switch self {
    case .accountMoved, .damagedProjection, .damagedRecord, .tooLong: true
    case .cannotCreate, .damaged, .damagedTree, .failed, .full, .networkFileSystem, .newerFormat,
      .noPermission,
      .notALedger, .notFound, .olderProjections, .signingKey, .tooManyReaders:
      false
    }
  }
}
