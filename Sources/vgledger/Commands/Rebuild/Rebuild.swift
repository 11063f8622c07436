internal import ArgumentParser
internal import Ledger
internal import Providers

/// `rebuild`: the projections, made anew from the log.
struct Rebuild: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "rebuild", abstract: "Make the projections anew from the log, or check them.",
    discussion: """
      Projections of an older vgledger are made anew beside those that are there, while others read \
      and write; what was ended goes on where it was. '--check' and '--diff' change nothing.
      """)

  @Flag(help: "Only compare; exit with 1 when anything differs.") var check = false
  @Flag(help: "Only list the jobs that would be concluded otherwise; exit with 1 when any is.")
  var diff = false

  func validate() throws {
    if check, diff { throw ValidationError("--check and --diff exclude each other") }
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    if check {
      try compare(context)
    } else if diff {
      try listChanges(context)
    } else {
      try await make(context)
    }
  }

  private func make(_ context: Context) async throws {
    var report = try Report(.rebuild, context)
    let progress = Progress(ProgressText(work: "rebuilding", unit: "events"), context)
    // The closure lives on in the writer's queue for a moment.
    defer { progress.end() }
    let (ledger, folded) = try Ledger.open(
      upgrading: context.folder, now: context.recordingClock, progress: progress.ofRebuild)
    let events =
      if let folded { folded } else { try await ledger.rebuild(progress: progress.ofRebuild) }
    progress.end()
    report.add(
      "made the projections anew from \(events) events",
      Self.members("all", events: events, differences: nil))
    try report.print(ledger)
  }

  private func compare(_ context: Context) throws {
    var report = try Report(.rebuild, context)
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
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

  private func listChanges(_ context: Context) throws {
    var report = try Report(.rebuildDiff, context)
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let progress = Progress(ProgressText(work: "folding", unit: "events"), context)
    defer { progress.end() }
    let changes = try Ledger.conclusionChanges(
      in: context.folder, scratch: scratch.path, progress: progress.ofRebuild)
    progress.end()
    for change in changes.jobs {
      let text = ConclusionText(change, context.style)
      report.add(text.line, text.members)
    }
    report.totals = [
      ("events", .number(String(changes.events))),
      ("changed", .number(String(changes.jobs.count))),
    ]
    report.whenEmpty = "no job is concluded otherwise: \(changes.events) events say what is stored"
    try report.print(nil)
    guard changes.jobs.isEmpty else {
      let jobs = changes.jobs.count == 1 ? "1 job is" : "\(changes.jobs.count) jobs are"
      throw Failure(
        .no, "\(jobs) concluded otherwise now; 'vgledger rebuild' makes the projections anew")
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
