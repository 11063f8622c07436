internal import FoundationEssentials
public import Ledger
internal import Providers

/// Saves assets of one account's jobs and tells the ledger, also when it fails.
public struct AssetDownload: Sendable {
  /// What became of one asset; the event that says so is on disk.
  public enum Outcome: Sendable {
    case saved(SavedAsset, at: LogSequence)
    case failed(Downloader.Failure, at: LogSequence)
  }

  private let ledger: Ledger
  private let now: @Sendable () -> Moment
  private let downloader: Downloader

  /// `access`: the account of the jobs, with its key.
  ///
  /// `prompts`: how answers are kept when a fresh address is asked for.
  ///
  /// `report`: called as bytes come.
  public init(
    ledger: Ledger, client: ProviderClient, access: AccountAccess, prompts: PromptPolicy,
    now: @escaping @Sendable () -> Moment, report: @escaping Downloader.Report = { _, _ in }
  ) {
    self.ledger = ledger
    self.now = now
    let poller = StatusPoller(
      ledger: ledger, client: client, accounts: [access.account.name: access], prompts: prompts,
      now: now)
    downloader = Downloader(
      client: client, access: access, now: now,
      renew: { job in try await poller.poll(Declaration(of: job)).job }, report: report)
  }

  /// Saves one asset, and appends what became of it.
  ///
  /// `index`: which of the job's assets of that variant, from 0.
  ///
  /// `path`: absolute.
  ///
  /// `replacing`: a file that is there is replaced.
  ///
  /// - Returns: What became of it.
  /// - Throws: `CancellationError` when it was stopped: nothing is appended then, and a later run
  ///   goes on; ``LedgerError`` where the ledger refuses the event.
  public func save(
    _ job: Job, variant: String, index: Int, to path: String, replacing: Bool
  ) async throws -> Outcome {
    let result: Result<SavedAsset, Downloader.Failure>
    do throws(Downloader.Failure) {
      result = .success(
        try await downloader.save(
          job, variant: variant, index: index, to: path, replacing: replacing))
    } catch {
      result = .failure(error)
    }
    switch result {
    case .success(let saved): return .saved(saved, at: try await append(.assetSaved(saved), job))
    case .failure(let failure):
      if failure.kind == .stopped { throw CancellationError() }
      let fact = Fact.assetFailed(
        AssetFailure(variant: variant, index: index, why: failure.why))
      return .failed(failure, at: try await append(fact, job))
    }
  }

  private func append(_ fact: Fact, _ job: Job) async throws -> LogSequence {
    let draft = EventDraft(
      subject: .job(Declaration(of: job)), source: .tool, observed: now(), fact: fact)
    return try await ledger.append([draft])[0].sequence
  }
}

extension Declaration {
  /// What names a job that the ledger knows.
  init(of job: Job) {
    self.init(account: job.account, nativeID: job.nativeID, dialect: job.dialect)
  }
}

/// Where the assets of a job are saved.
public enum AssetFiles {
  /// The name of an asset's file: from the job alone, never from an answer.
  ///
  /// `count`: how many of that variant the job has.
  public static func name(_ job: Job, variant: String, index: Int, of count: Int) -> String {
    let number = count > 1 ? "-\(index + 1)" : ""
    return switch variant {
    case "thumbnail": job.key.text + number + "-thumbnail.webp"
    case "spritesheet": job.key.text + number + "-spritesheet.jpg"
    default: job.key.text + number + ".mp4"
    }
  }

  /// Which assets of a variant are not saved, or whose file is not there any more as it was saved.
  ///
  /// A job that names no asset of the variant is taken to have one.
  public static func missing(_ job: Job, variant: String) -> [Int] {
    let assets = job.assets.filter { $0.asset.variant == variant }
    guard !assets.isEmpty else { return [0] }
    return assets.indices.filter { !isThere(assets[$0].saved) }
  }

  private static func isThere(_ saved: SavedAsset?) -> Bool {
    guard let saved,
      let attributes = try? FileManager.default.attributesOfItem(atPath: saved.path)
    else { return false }
    return attributes[.size] as? UInt64 == saved.bytes
      || (attributes[.size] as? Int).map(UInt64.init) == saved.bytes
  }
}
