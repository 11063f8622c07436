internal import ArgumentParser
internal import Ledger
internal import Providers

/// `salvage`: every good record of a damaged ledger, in a new one.
struct SalvageCommand: LedgerCommand {
  /// Ranges of lost events that people are shown.
  private static let shownMost = 20

  static let configuration = CommandConfiguration(
    subcommand: "salvage", abstract: "Save every good record of a damaged ledger into a new one.",
    discussion: """
      Reads the damaged file page by page, whatever is broken in it, and changes nothing there. A \
      record is good when it is what its stored hash says. What is lost is listed with its places in \
      the log; where anything is, the new log is another history, for which older checkpoints do not \
      hold.
      """)

  @Argument(help: "The folder of the damaged ledger.") var damaged: String
  @Option(help: "The folder for the new one; missing or empty.") var to: String

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.salvage, context)
    let progress = Progress(ProgressText(work: "reading", unit: "pages"), context)
    defer { progress.end() }
    let target = to.absolute
    let salvage = try Ledger.salvage(damaged.absolute, to: target) { done, all in
      progress.report(Int(done), share: Double(done) / Double(max(1, all)))
    }
    progress.end()
    let ranges = Self.ranges(salvage.lost)
    for range in ranges.prefix(Self.shownMost) { report.add(Self.text(range), Self.members(range)) }
    report.foot = foot(salvage, target, hidden: max(0, ranges.count - Self.shownMost))
    report.totals = [
      ("saved", .number(String(salvage.saved))), ("known", .number(String(salvage.known))),
      ("lost", .number(String(salvage.lost.count))),
      ("is_same_history", .boolean(salvage.isSameHistory)),
      ("has_key", .boolean(salvage.hasKey)),
    ]
    try report.print(try Ledger.open(readOnly: target))
  }

  private func foot(_ salvage: Salvage, _ target: String, hidden: Int) -> [String] {
    var lines: [String] = []
    if hidden > 0 { lines.append("  … and \(hidden) more; -o json has them all") }
    lines.append(
      "saved \(salvage.saved) of \(salvage.known) events that were found, in \(target.escaped)")
    if salvage.isSameHistory {
      lines.append(
        "  The log is the same up to there; compare it with a checkpoint kept elsewhere.")
    } else {
      lines.append("  The log is another history: checkpoints of the old one do not hold for it.")
    }
    if !salvage.hasKey { lines.append("  The signing key was not found; nothing can be signed.") }
    return lines
  }

  /// Neighbours that were lost for the same reason, of the same job.
  private struct LostRange {
    let first: LostEvent
    var last: LogSequence
  }

  private static func ranges(_ lost: [LostEvent]) -> [LostRange] {
    var ranges: [LostRange] = []
    for event in lost {
      if let newest = ranges.last, newest.last.next == event.sequence,
        newest.first.reason == event.reason, newest.first.job == event.job
      {
        ranges[ranges.count - 1].last = event.sequence
      } else {
        ranges.append(LostRange(first: event, last: event.sequence))
      }
    }
    return ranges
  }

  private static func text(_ range: LostRange) -> String {
    let places =
      range.first.sequence == range.last
      ? "#\(range.last.rawValue)" : "#\(range.first.sequence.rawValue) – #\(range.last.rawValue)"
    let job = range.first.job.map { " of \($0.text)" } ?? ""
    switch range.first.reason {
    case .damaged: return "  lost \(places)\(job): no record that its hash is of"
    case .jobUnknown: return "  lost \(places): the event that names its job is lost"
    }
  }

  private static func members(_ range: LostRange) -> [(String, JSON)] {
    [
      ("first", .number(String(range.first.sequence.rawValue))),
      ("last", .number(String(range.last.rawValue))),
      ("reason", .string(range.first.reason.rawValue)),
      ("job", .optional(range.first.job?.text)),
    ]
  }
}
