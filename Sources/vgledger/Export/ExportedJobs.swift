internal import Ledger

/// The jobs that an export is about, oldest submission first, all as of one moment.
///
/// They are read in pages, each in a short transaction of its own: a long one would keep the ledger's
/// file from reusing pages, and the reader of a pipe may be slow. What the ledger learns between two
/// pages is left out of the later ones.
struct ExportedJobs {
  /// The bytes of prompts after which a page ends sooner.
  private static let bytesInPage = 8 << 20

  let ledger: Ledger
  /// The newest event that the export knows of.
  let head: LogSequence
  let meta: AnswerMeta
  let costs: JobCosts
  private let selection: JobSelection
  private let jobsInPage: Int
  private var last: (submitted: Moment, number: JobNumber)?
  private var isDone = false

  /// - Parameters:
  ///   - options: Which jobs.
  ///   - context: For now, the zone, and the place of `--as-of`.
  /// - Throws: A ``Failure`` for a term that makes no sense, or what the ledger cannot read.
  init(_ options: FilterOptions, _ context: Context) throws {
    let asked = try AskedJobs(options, context)
    ledger = try context.openForReading()
    head = try asked.snapshot.head()
    meta = try asked.meta()
    costs = asked.costs
    selection = asked.selection
    // Each page goes back to that place anew, which costs more the further it lies back.
    jobsInPage = context.asOf == nil ? 1000 : 10_000
  }

  /// All jobs of a ledger as it is now.
  init(_ ledger: Ledger, now: Moment) throws {
    let snapshot = try ledger.snapshot()
    self.ledger = ledger
    head = try snapshot.head()
    meta = try AnswerMeta(snapshot)
    costs = JobCosts(try snapshot.priceBook(), words: [:])
    selection = JobSelection(
      .everything, words: [:], costs: costs, now: now)
    jobsInPage = 1000
  }

  /// Whether every job is meant.
  var isWhole: Bool { selection.filter.isEverything }

  /// The next jobs; `nil` after the last.
  mutating func next() throws -> [Job]? {
    guard !isDone else { return nil }
    let snapshot = try ledger.snapshot().asOf(head)
    var page: [Job] = []
    var bytes = 0
    isDone = true
    try snapshot.forEachDigest(range) { digest throws(LedgerError) in
      if let last, (digest.submitted, digest.number) <= last { return true }
      last = (digest.submitted, digest.number)
      guard isInWindow(digest), try selection.passes(digest, in: snapshot) else { return true }
      guard let job = try snapshot.job(digest.number) else {
        throw .damagedProjection("digests")
      }
      page.append(job)
      bytes += job.prompt?.text?.utf8.count ?? 0
      isDone = page.count < jobsInPage && bytes < Self.bytesInPage
      return isDone
    }
    return page
  }

  /// The order is that of submission, whatever time the window tests.
  private var range: DigestRange {
    var range = selection.clock == .submitted ? selection.range() : DigestRange()
    if let last { range.from = last.submitted }
    return range
  }

  private func isInWindow(_ digest: JobDigest) -> Bool {
    switch selection.clock {
    case .submitted: true
    case .finished: digest.ended.map(selection.filter.window.contains) ?? false
    case .observed: selection.filter.window.contains(digest.lastSeen)
    }
  }

  /// Where the events of these jobs stand in the log, in its order.
  ///
  /// - Returns: nil where every job is meant, and so every event up to ``head``.
  /// - Throws: What the ledger cannot read.
  func places() throws -> [LogSequence]? {
    guard !isWhole else { return nil }
    var jobs = self
    var places: [LogSequence] = []
    while let page = try jobs.next() {
      let snapshot = try ledger.snapshot()
      for job in page {
        places += try snapshot.sequences(of: job.number).filter { $0 <= head }
      }
    }
    return places.sorted()
  }
}
