internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Poller

/// Whether and where a command that follows jobs saves their videos.
struct SavingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save each video in this folder as soon as it is there, what expires first before others.",
      valueName: "folder"))
  var download: String?
  @Flag(help: "With --download: also what earlier jobs have unsaved and unexpired.")
  var unsaved = false

  func validate() throws {
    if unsaved, download == nil { throw ValidationError("'--unsaved' needs '--download'.") }
  }

  /// What is wished; `nil` for nothing.
  ///
  /// - Throws: A ``Failure`` where the folder is none.
  func wish() throws(Failure) -> SavingWish? {
    guard let download else { return nil }
    guard (try? FileManager.default.contentsOfDirectory(atPath: download)) != nil else {
      throw Failure(.cannotCreate, "\(download.escaped) is no folder; make it first")
    }
    var folder =
      download.hasPrefix("/")
      ? download : FileManager.default.currentDirectoryPath + "/" + download
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    return SavingWish(folder: folder, takesUnsaved: unsaved)
  }
}

/// That videos are saved while jobs are followed.
struct SavingWish: Equatable {
  /// Absolute.
  let folder: String
  /// Also what earlier jobs have unsaved.
  let takesUnsaved: Bool
}

/// What is said of videos that are saved beside the news of jobs, for standard error.
enum SavingNotes {
  static func text(of progress: AssetDownloads.Progress) -> String {
    switch progress {
    case .saved(let job, let saved):
      "\(job.key.text) saved \(saved.path.escaped) (\(Words.bytes(saved.bytes)))"
    case .failed(let job, let failure, let again):
      "\(job.key.text) not saved: \(failure.why.escaped); "
        + (again ? "it is tried again" : "'vgledger download \(job.key.text)' tries again")
    case .skipped(let job, let why): "\(job.key.text) is not saved: \(why.escaped)"
    }
  }
}
