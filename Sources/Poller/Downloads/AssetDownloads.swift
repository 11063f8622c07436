internal import FoundationEssentials
public import Ledger
internal import Providers

/// Saves the videos of jobs as soon as they are told, the most urgent first.
///
/// The thin shell around ``DownloadQueue``.
public actor AssetDownloads {
  public enum Progress: Sendable {
    /// The event that says so is on disk.
    case saved(Job, SavedAsset)
    /// `again`: it will be tried once more.
    case failed(Job, Downloader.Failure, again: Bool)
    /// Nothing was asked for the job.
    case skipped(Job, why: String)
  }

  private enum Signal {
    case want(Job)
    case finished(JobNumber, Result)
    case woke
    case close
  }

  /// What one try of a job came to.
  private struct Result {
    var outcome = DownloadQueue.Outcome.saved
    var told: [Progress] = []
  }

  private let ledger: Ledger
  private let client: ProviderClient
  private let accounts: [String: AccountAccess]
  private let folder: String
  private let prompts: PromptPolicy
  private let now: @Sendable () -> Moment
  private let report: @Sendable (Progress) throws -> Void
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant
  private let signals: AsyncStream<Signal>
  private let signal: AsyncStream<Signal>.Continuation
  private var queue: DownloadQueue
  private var isClosing = false

  /// `accounts`: by name, with their keys.
  ///
  /// `folder`: where the files go; absolute.
  ///
  /// `prompts`: how answers are kept when a fresh address is asked for.
  ///
  /// `concurrent`: jobs at the same time.
  ///
  /// `report`: called after the commit; what it throws ends the run.
  public init(
    ledger: Ledger, client: ProviderClient, accounts: [String: AccountAccess], folder: String,
    prompts: PromptPolicy, concurrent: Int = 4, now: @escaping @Sendable () -> Moment,
    report: @escaping @Sendable (Progress) throws -> Void
  ) {
    self.ledger = ledger
    self.client = client
    self.accounts = accounts
    self.folder = folder
    self.prompts = prompts
    self.now = now
    self.report = report
    beginning = clock.now
    queue = DownloadQueue(concurrent: concurrent)
    (signals, signal) = AsyncStream.makeStream(of: Signal.self)
  }

  /// Has the job's videos saved that are not; returns at once.
  nonisolated public func want(_ job: Job) {
    guard !ResultLife.lives(of: job).isEmpty else { return }
    signal.yield(.want(job))
  }

  /// Has the run end as soon as nothing is wanted any more.
  nonisolated public func close() { signal.yield(.close) }

  /// Wants the videos of all jobs of the ledger that are neither saved nor expired.
  ///
  /// - Complexity: O(*n*) for *n* jobs, and one row for each that may have something unsaved.
  nonisolated public func wantUnsaved() throws {
    let snapshot = try ledger.snapshot()
    var numbers: [JobNumber] = []
    try snapshot.forEachDigest { digest throws(LedgerError) in
      let isOneAndSaved =
        digest.flags.contains(.hasSavedVideo) && (digest.samplesGiven ?? 1) <= 1
      if digest.state.hasVideos, !isOneAndSaved { numbers.append(digest.number) }
      return true
    }
    let now = now()
    for number in numbers {
      guard let job = try snapshot.job(number) else { continue }
      let isThere = ResultLife.lives(of: job).contains { _, life in
        life.map { $0.expires > now } ?? true
      }
      if isThere { want(job) }
    }
  }

  /// Runs until it is closed and nothing is wanted, or the task is cancelled: what is under way is
  /// broken off then, and a later run goes on with it.
  ///
  /// - Throws: ``LedgerError`` when the ledger refuses an event, and what `report` throws.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var alarm: Task<Void, Never>?
      defer { alarm?.cancel() }
      for await signal in signals {
        try take(signal)
        if isClosing, queue.isEmpty { break }
        for number in queue.take(at: elapsed) {
          group.addTask { try await self.carryOut(number) }
        }
        alarm?.cancel()
        alarm = wakeUp(at: queue.wakes())
      }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private var elapsed: Duration { beginning.duration(to: clock.now) }

  private func wakeUp(at moment: Duration?) -> Task<Void, Never>? {
    guard let moment else { return nil }
    let wait = moment - elapsed
    return Task { [clock, signal] in
      if (try? await clock.sleep(for: max(wait, .zero))) != nil { signal.yield(.woke) }
    }
  }

  private func take(_ signal: Signal) throws {
    switch signal {
    case .want(let job):
      queue.want(job.number, expires: ResultLife.next(of: job)?.expires, at: elapsed)
    case .finished(let number, let result):
      let again = queue.finished(number, result.outcome, at: elapsed, now: now())
      for progress in result.told {
        if case .failed(let job, let failure, _) = progress {
          try report(.failed(job, failure, again: again))
        } else {
          try report(progress)
        }
      }
    case .close: isClosing = true
    case .woke: break
    }
  }

  private func carryOut(_ number: JobNumber) async throws {
    do {
      let result = try await save(number)
      signal.yield(.finished(number, result))
    } catch is CancellationError {
      return
    } catch {
      // The loop waits for signals: it must hear of what ends it.
      signal.finish()
      throw error
    }
  }

  nonisolated private func save(_ number: JobNumber) async throws -> Result {
    guard let job = try ledger.snapshot().job(number) else {
      throw LedgerError.damagedProjection("jobs")
    }
    guard let access = accounts[job.account], access.isUsable,
      access.retiredSince.map({ $0 > now() }) ?? true
    else { return Self.skip(job, "account \(job.account) cannot be asked") }
    do throws(LedgerError) {
      try access.refuseIfMoved(in: ledger)
    } catch .accountMoved {
      return Self.skip(job, "account \(job.account) stands for another place")
    } catch {
      throw error
    }
    let download = AssetDownload(
      ledger: ledger, client: client, access: access, prompts: prompts, now: now)
    var result = Result()
    let count = max(1, job.assets.count { $0.asset.variant == "video" })
    for index in AssetFiles.missing(job, variant: "video") {
      let name = AssetFiles.name(job, variant: "video", index: index, of: count)
      let path = folder + "/" + name
      guard !FileManager.default.fileExists(atPath: path) else {
        result.told.append(.skipped(job, why: "\(path) is there already"))
        continue
      }
      let outcome = try await download.save(
        job, variant: "video", index: index, to: path, replacing: false)
      switch outcome {
      case .saved(let saved, _): result.told.append(.saved(job, saved))
      case .failed(let failure, _):
        result.told.append(.failed(job, failure, again: false))
        if failure.mayHelpLater {
          result.outcome = .later
        } else if result.outcome == .saved {
          result.outcome = .refused
        }
      }
    }
    return result
  }

  nonisolated private static func skip(_ job: Job, _ why: String) -> Result {
    Result(outcome: .refused, told: [.skipped(job, why: why)])
  }
}

extension Downloader.Failure {
  /// Whether a try some time later may help: content may come after the verdict, and disks are
  /// made room on.
  var mayHelpLater: Bool {
    switch kind {
    case .transient, .rateLimited, .diskFull, .place: true
    case .keyRefused, .final: remedy != .none
    case .stopped: false
    }
  }
}
