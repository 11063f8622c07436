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
    let wanted =
      overwrite || file != nil
      ? Array(0..<count) : AssetFiles.missing(job, variant: variant)
    guard !wanted.isEmpty else {
      let path = assets.first?.saved?.path ?? "?"
      return try context.output.line("\(key.text)  already saved  \(path.escaped)")
    }
    guard file == nil || wanted.count == 1 else {
      throw Failure(.usage, "the job has \(wanted.count) videos; give a folder, not one file")
    }
    for index in wanted {
      let name = AssetFiles.name(job, variant: variant, index: index, of: count)
      let place = file ?? (folder.map { $0 + "/" } ?? "") + name
      try await save(job, variant, index, to: absolute(place), overwrite: overwrite)
    }
  }

  private func save(
    _ job: Job, _ variant: String, _ index: Int, to path: String, overwrite: Bool
  ) async throws {
    guard overwrite || !FileManager.default.fileExists(atPath: path) else {
      throw Failure(.cannotCreate, "\(path.escaped) is there already; use --overwrite or move it")
    }
    let progress = Progress(ProgressText(work: "saving \(key.text)", unit: "kB"), context)
    let download = AssetDownload(
      ledger: ledger, client: client, access: access, prompts: context.configuration.prompts,
      now: context.recordingClock,
      report: { bytes, whole in
        progress.report(
          Int(bytes / 1000), share: whole.map { Double(bytes) / Double(max(1, $0)) })
      })
    let outcome = try await download.save(
      job, variant: variant, index: index, to: path, replacing: overwrite)
    progress.end()
    switch outcome {
    case .saved(let saved, _): try context.output.line(AssetLines.saved(saved, key.text))
    case .failed(let failure, let sequence): throw Failure(failure, sequence)
    }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

/// Lines about saved files.
enum AssetLines {
  /// `v7k2  saved  /videos/v7k2….mp4  4.2 MB  sha256 …`.
  static func saved(_ saved: SavedAsset, _ key: String) -> String {
    "\(key)  saved  \(saved.path.escaped)  \(Words.bytes(saved.bytes))  "
      + "sha256 \(saved.sha256.hexadecimal)"
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
    case .stopped: self.init(.tryAgain, what + "; run it again to go on")
    }
  }
}
