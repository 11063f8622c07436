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

/// The jobs that a list shows: the first of those that match, by its order.
struct JobList {
  private struct Entry {
    let digest: JobDigest
    let key: JobSortKey?
    let place: Int
  }

  let most: Int
  let order: JobOrder
  let reverse: Bool
  var matched = 0
  private var entries: [Entry] = []

  init(most: Int, order: JobOrder, reverse: Bool) {
    self.most = most
    self.order = order
    self.reverse = reverse
  }

  /// How many are shown.
  var count: Int { min(entries.count, most) }

  /// Takes a job that matches; jobs come newest first, or oldest first where the list is reversed.
  mutating func take(_ digest: JobDigest, _ key: @autoclosure () throws(LedgerError) -> JobSortKey?)
    throws(LedgerError)
  {
    matched += 1
    if order.isWalk {
      if entries.count < most {
        entries.append(Entry(digest: digest, key: nil, place: matched))
      }
      return
    }
    entries.append(Entry(digest: digest, key: try key(), place: matched))
  }

  /// The jobs to show, in order: greatest first, unknown last.
  func sorted() -> [JobDigest] {
    guard !order.isWalk else { return entries.map(\.digest) }
    let sorted = entries.sorted { left, right in
      switch (left.key, right.key) {
      case (let first?, let second?) where first != second:
        return (first > second) != reverse
      case (.some, nil): return true
      case (nil, .some): return false
      case (.some, .some), (nil, nil): return left.place < right.place
      }
    }
    return sorted.prefix(most).map(\.digest)
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
