internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// Saves a job's videos and tells the ledger, also when it fails.
struct AssetSaving {
  let ledger: Ledger
  let client: ProviderClient
  let access: AccountAccess
  let context: Context
  /// Of the job.
  let key: ShortKey

  /// What was saved and then moved or deleted is fetched again.
  private func isThere(_ saved: SavedAsset?) -> Bool {
    guard let saved else { return false }
    let attributes = try? FileManager.default.attributesOfItem(atPath: saved.path)
    return attributes?[.size] as? UInt64 == saved.bytes
      || (attributes?[.size] as? Int).map(UInt64.init) == saved.bytes
  }

  /// Saves every asset of a variant that is not saved yet.
  ///
  /// `folder`: where files go that have no name of their own; else the current folder.
  ///
  /// `file`: the one file's name; only for a job with one asset.
  ///
  /// `overwrite`: saves again what is saved, over what is there.
  func save(
    _ job: Job, variant: String = "video", in folder: String? = nil, to file: String? = nil,
    overwrite: Bool = false
  ) async throws {
    try access.refuseIfMoved(in: ledger)
    guard access.isUsable else {
      throw Failure(
        StatusPoller.Obstacle.keyMissing(account: access.account.name, keyName: access.keyName))
    }
    let assets = job.assets.filter { $0.asset.variant == variant }
    let count = max(1, assets.count)
    let wanted = (0..<count).filter { index in
      overwrite || file != nil || !assets.indices.contains(index)
        || !isThere(assets[index].saved)
    }
    guard !wanted.isEmpty else {
      let path = assets.first?.saved?.path ?? "?"
      return try context.output.line("\(key.text)  already saved  \(path.escaped)")
    }
    guard file == nil || wanted.count == 1 else {
      throw Failure(.usage, "the job has \(wanted.count) videos; give a folder, not one file")
    }
    for index in wanted {
      let number = count > 1 ? "-\(index + 1)" : ""
      let name = (folder.map { $0 + "/" } ?? "") + Self.name(job, variant, number)
      try await save(job, variant, index, to: absolute(file ?? name), overwrite: overwrite)
    }
  }

  private func save(
    _ job: Job, _ variant: String, _ index: Int, to path: String, overwrite: Bool
  ) async throws {
    guard overwrite || !FileManager.default.fileExists(atPath: path) else {
      throw Failure(.cannotCreate, "\(path.escaped) is there already; use --overwrite or move it")
    }
    let downloader = Downloader(client: client, access: access)
    let fact: Fact
    let failure: Downloader.Failure?
    do throws(Downloader.Failure) {
      fact = .assetSaved(
        try await downloader.save(
          job, variant: variant, index: index, to: path, replacing: overwrite))
      failure = nil
    } catch {
      fact = .assetFailed(AssetFailure(variant: variant, index: index, why: error.why))
      failure = error
    }
    let sequence = try await append(fact, job)
    if let failure { throw Failure(failure, sequence) }
    guard case .assetSaved(let saved) = fact else { return }
    try context.output.line(
      "\(key.text)  saved  \(path.escaped)  \(Words.bytes(saved.bytes))  "
        + "sha256 \(saved.sha256.hexadecimal)")
  }

  private func append(_ fact: Fact, _ job: Job) async throws -> LogSequence {
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    let draft = EventDraft(
      subject: .job(declaration), source: .tool, observed: context.recordingClock(), fact: fact)
    return try await ledger.append([draft])[0].sequence
  }

  /// A name from the job alone, never from the answer.
  private static func name(_ job: Job, _ variant: String, _ number: String) -> String {
    switch variant {
    case "thumbnail": job.key.text + "-thumbnail.webp"
    case "spritesheet": job.key.text + "-spritesheet.jpg"
    default: job.key.text + number + ".mp4"
    }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

extension Failure {
  /// Why an asset was not saved, and what to do about it.
  init(_ failure: Downloader.Failure, _ sequence: LogSequence) {
    let what = "not saved: \(failure.why.escaped), recorded as #\(sequence.rawValue)"
    switch failure.kind {
    case .transient: self.init(.unreachable, what + "; try again")
    case .rateLimited: self.init(.tryAgain, what + "; try again later")
    case .keyRefused: self.init(.keyRefused, what + "; check the key")
    case .place: self.init(.cannotCreate, what)
    case .diskFull: self.init(.inputOutput, what + "; make room and run it again")
    case .final: self.init(.badData, what)
    }
  }
}
