internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// `rebuild`: the projections, made anew from the log.
struct Rebuild: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "rebuild", abstract: "Make the projections anew from the log, or check them.")

  @Flag(help: "Only compare; exit with 1 when anything differs.") var check = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.rebuild, context)
    guard check else {
      let progress = Progress(ProgressText(work: "rebuilding", unit: "events"), context)
      // The closure lives on in the writer's queue for a moment.
      defer { progress.end() }
      let (ledger, folded) = try Ledger.open(
        upgrading: context.folder, now: context.recordingClock, progress: progress.ofRebuild)
      let events =
        if let folded { folded } else {
          try await ledger.rebuild(progress: progress.ofRebuild)
        }
      progress.end()
      report.add(
        "made the projections anew from \(events) events",
        Self.members("all", events: events, differences: nil))
      return try report.print(ledger)
    }
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-check-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false)
    } catch {
      throw Failure(.cannotCreate, "cannot make a scratch folder in \(scratch.path)")
    }
    let signals = EndingSignals { try? FileManager.default.removeItem(at: scratch) }
    defer {
      try? FileManager.default.removeItem(at: scratch)
      withExtendedLifetime(signals) {}
    }
    let ledger = try context.openForReading()
    let progress = Progress(ProgressText(work: "checking", unit: "events"), context)
    defer { progress.end() }
    let result = try ledger.checkProjections(
      scratch: scratch.path, progress: progress.ofRebuild)
    progress.end()
    for difference in result.differences where difference.count > 0 {
      report.add(
        "\(difference.name): \(difference.count) entries differ",
        Self.members(
          difference.name, events: result.events, differences: difference.count))
    }
    if result.isClean {
      report.add(
        "no difference: \(result.events) events give the stored projections, byte for byte",
        Self.members("all", events: result.events, differences: 0))
    }
    try report.print(ledger)
    guard result.isClean else {
      throw Failure(
        .no, "the projections differ from the log; 'vgledger rebuild' makes them anew")
    }
  }

  private static func members(
    _ projection: String, events: some BinaryInteger, differences: Int?
  ) -> [(String, JSON)] {
    [
      ("projection", .string(projection)), ("events", .number(String(events))),
      ("differences", .optional(differences)),
    ]
  }
}

extension Progress {
  /// Takes in how far the projections are made.
  fileprivate var ofRebuild: RebuildProgress {
    { folded, all in self.report(Int(folded), share: Double(folded) / Double(max(1, all))) }
  }
}
