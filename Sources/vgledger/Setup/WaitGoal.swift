internal import ArgumentParser
internal import Ledger

/// What `wait` waits for, and how much of it has come.
struct WaitGoal {
  enum Event: String, OptionWord {
    case verdict
    case succeeded
    case asset
  }

  let event: Event
  /// One job is enough.
  let isAny: Bool
  private(set) var open: Set<JobNumber>
  private(set) var ended: [Job] = []

  init(_ event: Event, isAny: Bool, of jobs: [JobNumber]) {
    self.event = event
    self.isAny = isAny
    open = Set(jobs)
  }

  /// Takes in how a job stands.
  ///
  /// Returns whether nothing more is waited for from it, for the first time.
  mutating func take(_ job: Job) -> Bool {
    guard open.contains(job.number), isOver(job) else { return false }
    open.remove(job.number)
    ended.append(job)
    return true
  }

  /// Whether the wait is over.
  var isReached: Bool {
    if open.isEmpty { return true }
    guard isAny else { return false }
    switch event {
    case .verdict: return !ended.isEmpty
    case .succeeded, .asset: return ended.contains(where: isHit)
    }
  }

  /// How it went; a job that is still open counts as nothing.
  var status: ExitStatus {
    if isAny, ended.contains(where: isHit) { return .success }
    return ended.map(Self.status).max { Self.rank($0) < Self.rank($1) } ?? .success
  }

  private func isOver(_ job: Job) -> Bool {
    switch event {
    case .verdict, .succeeded: job.state.isVerdict
    case .asset: job.state.isVerdict && (!job.state.hasVideos || job.hasSavedVideo)
    }
  }

  private func isHit(_ job: Job) -> Bool {
    switch event {
    case .verdict, .succeeded: job.state == .succeeded
    case .asset: job.hasSavedVideo
    }
  }

  private static func status(_ job: Job) -> ExitStatus {
    switch job.state {
    case .succeeded, .queued, .running, .unknown: .success
    case .failed: .waitFailed
    case .filtered, .partial: .waitFiltered
    case .canceled, .expired, .lost, .gone: .waitEnded
    }
  }

  /// Of several endings the one that counts.
  private static func rank(_ status: ExitStatus) -> Int {
    [.waitEnded, .waitFiltered, .waitFailed].firstIndex(of: status) ?? -1
  }
}

extension Job {
  fileprivate var hasSavedVideo: Bool {
    assets.contains { $0.asset.variant == "video" && $0.saved != nil }
  }
}
