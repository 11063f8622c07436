public import Ledger

/// News of a job, whoever brought it: this process, a webhook, or another process.
public struct JobNews: Sendable {
  /// The job's state when it was last heard of; `nil` for one that was not followed before.
  public let before: JobState?
  public let job: Job

  /// Whether its state is another one now; a job that was just tracked was unknown before.
  public var isChange: Bool { (before ?? .unknown) != job.state }
}

/// Follows the log from a place on: which jobs there is news of, and which are open.
struct LogTail {
  /// The newest event that was read.
  private(set) var head: LogSequence
  /// The jobs without a verdict, as they were last heard of.
  private(set) var open: [JobNumber: JobState] = [:]

  /// Begins after `place`, or else at the end of the log.
  ///
  /// `wanted`: which jobs are followed.
  ///
  /// `takeUp`: called with each of them that is open, one after another: there may be many.
  init(
    _ snapshot: borrowing LedgerSnapshot, after place: LogSequence?, _ wanted: (Job) -> Bool,
    takeUp: (Job) -> Void
  ) throws(LedgerError) {
    if let place { head = place } else { head = try snapshot.head() }
    try snapshot.forEachOpenJob { job throws(LedgerError) in
      guard wanted(job) else { return }
      // A job's number is the sequence of its first event: nobody had heard of it at `place`.
      let isNew = place.map { job.number.rawValue > $0.rawValue } ?? false
      open[job.number] = isNew ? .unknown : job.state
      takeUp(job)
    }
  }

  /// Reads what was appended since, one entry a job, in the order of their first new events.
  ///
  /// - Complexity: 0.1 µs an event, and one row a job.
  mutating func read(
    _ snapshot: borrowing LedgerSnapshot, _ wanted: (Job) -> Bool
  ) throws(LedgerError) -> [JobNews] {
    let newest = try snapshot.head()
    guard newest > head else { return [] }
    var numbers: [JobNumber] = []
    var seen: Set<JobNumber> = []
    try snapshot.forEachOutline(in: head.next...newest) { outline throws(LedgerError) in
      if let job = outline.job, seen.insert(job).inserted { numbers.append(job) }
      return true
    }
    var news: [JobNews] = []
    for number in numbers {
      guard let job = try snapshot.job(number), wanted(job) else { continue }
      news.append(JobNews(before: open[number], job: job))
      open[number] = job.state.isVerdict ? nil : job.state
    }
    head = newest
    return news
  }

  /// Stops waiting for a job that cannot be asked.
  mutating func forget(_ job: JobNumber) { open[job] = nil }
}
