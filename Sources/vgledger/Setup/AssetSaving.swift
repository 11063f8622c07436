internal import FoundationEssentials
internal import Ledger
internal import Poller

/// Saves a job's videos and tells the ledger, also when it fails.
struct AssetSaving {
  let ledger: Ledger
  let client: ProviderClient
  let access: AccountAccess
  let context: Context

  /// Saves every asset that is not saved yet.
  ///
  /// - Parameters:
  ///   - folder: Where files go that have no name of their own; else the current folder.
  ///   - file: The one file's name; only for a job with one asset.
  func save(
    _ job: Job, variant: String = "video", in folder: String? = nil, to file: String? = nil,
    overwrite: Bool = false
  ) async throws {
    let places = job.assets.indices.filter { overwrite || job.assets[$0].saved == nil }
    guard !places.isEmpty else {
      let path = job.assets.first?.saved?.path ?? "?"
      return try context.output.line("\(job.key.text.prefix(7))  already saved  \(path.escaped)")
    }
    guard file == nil || places.count == 1 else {
      throw Failure(.usage, "the job has \(places.count) videos; give a folder, not one file")
    }
    for place in places {
      let path = absolute(file ?? name(job, place, variant, folder))
      try await save(job, place, variant, to: path, overwrite: overwrite)
    }
  }

  private func save(
    _ job: Job, _ place: Int, _ variant: String, to path: String, overwrite: Bool
  ) async throws {
    if FileManager.default.fileExists(atPath: path) {
      guard overwrite else {
        throw Failure(.cannotCreate, "\(path.escaped) is there already; use --overwrite or move it")
      }
      try? FileManager.default.removeItem(atPath: path)
    }
    let downloader = Downloader(client: client, access: access)
    let fact: Fact
    let failure: Downloader.Failure?
    do throws(Downloader.Failure) {
      fact = .assetSaved(try await downloader.save(job, place: place, variant: variant, to: path))
      failure = nil
    } catch {
      fact = .assetFailed(AssetFailure(variant: variant, index: place, why: error.why))
      failure = error
    }
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    let draft = EventDraft(
      subject: .job(declaration), source: .tool, observed: context.recordingClock(), fact: fact)
    let appended = try await ledger.append([draft])[0]
    if let failure {
      throw Failure(
        failure.isTransient ? .unreachable : .badData,
        "not saved: \(failure.why.escaped), recorded as #\(appended.sequence.rawValue)"
          + (failure.isTransient ? "; try again" : ""))
    }
    guard case .assetSaved(let saved) = fact else { return }
    try context.output.line(
      "\(job.key.text.prefix(7))  saved  \(path.escaped)  \(Words.bytes(saved.bytes))  "
        + "sha256 \(saved.sha256.hexadecimal)")
  }

  /// A name from the job alone, never from the answer.
  private func name(_ job: Job, _ place: Int, _ variant: String, _ folder: String?) -> String {
    let ending =
      switch variant {
      case "thumbnail": "webp"
      case "spritesheet": "jpg"
      default: "mp4"
      }
    let number = job.assets.count > 1 ? "-\(place + 1)" : ""
    let kind = variant == "video" ? "" : "-\(variant)"
    return (folder.map { $0 + "/" } ?? "") + job.key.text + kind + number + "." + ending
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
