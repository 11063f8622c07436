internal import ArgumentParser
internal import Ledger

/// By what a list is sorted.
enum JobOrder: String, OptionWord {
  case submitted
  case finished
  case seen
  case took
  case cost
  case model
  case project
  case state

  /// Whether jobs come in this order from the ledger.
  var isWalk: Bool { self == .submitted }

  /// A number that grows with what is sorted by; `nil` for unknown, which comes last.
  func key(_ digest: JobDigest, _ asked: borrowing AskedJobs) throws(LedgerError) -> JobSortKey? {
    switch self {
    case .submitted: .number(Int128(digest.submitted.rawValue))
    case .finished: digest.ended.map { .number(Int128($0.rawValue)) }
    case .seen: .number(Int128(digest.lastSeen.rawValue))
    case .took: digest.phases.total.map { .number(Int128($0.middle)) }
    case .cost: try asked.cost(of: digest).amount.map { .number($0.units) }
    case .model: asked.word(digest.model).map(JobSortKey.word)
    case .project: asked.word(digest.project).map(JobSortKey.word)
    case .state: .word(digest.state.word)
    }
  }
}

/// What a job is sorted by.
enum JobSortKey: Comparable {
  case number(Int128)
  case word(String)
}

/// The first jobs of a list that is sorted otherwise than the ledger keeps them.
///
/// - Complexity: Memory for twice the jobs that are shown, 64 bytes each; O(log *n*) a job for *n*
///   jobs shown.
struct SortedJobs {
  private struct Entry {
    let job: JobNumber
    let key: JobSortKey?
    /// How many jobs came before it.
    let place: Int
  }

  private let most: Int
  private let reverse: Bool
  private var taken = 0
  private var entries: [Entry] = []

  /// - Parameters:
  ///   - most: How many are shown.
  ///   - reverse: Whether the least come first.
  init(most: Int, reverse: Bool) {
    self.most = most
    self.reverse = reverse
  }

  /// Takes a job; of jobs with equal keys the one that was taken first comes first.
  mutating func take(_ job: JobNumber, _ key: JobSortKey?) {
    entries.append(Entry(job: job, key: key, place: taken))
    taken += 1
    if entries.count / 2 >= most { cut() }
  }

  /// The jobs to show, in order: greatest first, unknown last.
  consuming func sorted() -> [JobNumber] {
    cut()
    return entries.map(\.job)
  }

  private mutating func cut() {
    entries.sort { left, right in
      switch (left.key, right.key) {
      case (let first?, let second?) where first != second: (first > second) != reverse
      case (.some, nil): true
      case (nil, .some): false
      case (.some, .some), (nil, nil): left.place < right.place
      }
    }
    if entries.count > most { entries.removeLast(entries.count - most) }
  }
}

/// Open jobs that take longer than is usual for their kind.
struct StaleJobs {
  /// Without so many finished jobs of its kind nobody can say what is usual.
  private static let jobsLeast = 20

  private struct Kind: Hashable {
    let account: WordNumber
    let model: WordNumber?
    let videoMilliseconds: Int64?
  }

  /// p99 of each kind, in milliseconds; p95 where there are too few jobs for that.
  private let usual: [Kind: Int64]
  private let now: Moment

  /// Looks at all finished jobs.
  init(_ snapshot: borrowing LedgerSnapshot, now: Moment) throws(LedgerError) {
    var lengths: [Kind: [Int64]] = [:]
    try snapshot.forEachDigest { digest throws(LedgerError) in
      guard digest.state.hasVideos, let total = digest.phases.total else { return true }
      lengths[Self.kind(digest), default: []].append(total.middle)
      return true
    }
    self.now = now
    usual = lengths.compactMapValues { lengths in
      let sorted = lengths.sorted()
      let permille = sorted.count >= 100 ? 990 : 950
      guard sorted.count >= Self.jobsLeast else { return nil }
      return Percentile(permille: permille)?.value(of: sorted)
    }
  }

  func contains(_ digest: JobDigest) -> Bool {
    guard !digest.state.isVerdict, let usual = usual[Self.kind(digest)] else { return false }
    return now.milliseconds(since: digest.submitted) > usual
  }

  private static func kind(_ digest: JobDigest) -> Kind {
    Kind(
      account: digest.account, model: digest.model, videoMilliseconds: digest.videoMilliseconds)
  }
}
