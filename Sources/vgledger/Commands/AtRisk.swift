internal import ArgumentParser
internal import Ledger
internal import Providers

/// `at-risk`: which videos will be lost, and when.
struct AtRisk: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "at-risk",
    abstract: "List videos that nobody saved and that will be lost, the most urgent first.",
    discussion: """
      Until when a video is kept is what the provider says of it; else the rule of its documentation: \
      an hour after the end at OpenAI, two days at the Gemini API. A rule counts from the \
      earliest moment at which the job may have ended. asset:expiring chooses the same jobs in list, \
      for the next day.
      """)

  @OptionGroup var question: FilterOptions
  @Flag(help: "Exit with 1 when a video is at risk.") var exitCode = false

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    let form = try context.form(AtRiskScreen.schema)
    let asked = try AskedJobs(question, context)
    var videos = try VideosAtRisk(asked)
    videos.sort()
    let screen = AtRiskScreen(
      style: context.style, now: context.now, times: context.times(.relative),
      hasWideIDs: context.hasWideIDs(form))
    let writer = RowWriter(
      form, try asked.meta(withPrices: false), context, columns: AtRiskScreen.columns)
    for video in videos.rows.prefix(context.limit(form)) {
      let key = try asked.snapshot.shortKey(of: video.job)
      try writer.add(screen.members(video), cells: screen.cells(video, key))
    }
    try writer.end(
      totals: AtRiskScreen.totals(videos), foot: [context.style.paint(screen.foot(videos), .dim)],
      whenEmpty: screen.foot(videos))
    if exitCode, !videos.rows.isEmpty { throw Failure(.no, "") }
  }
}

/// The videos that nobody saved, by what becomes of them.
struct VideosAtRisk {
  struct Row {
    let job: Job
    /// Which of the job's videos, from 0.
    let index: Int
    let life: ResultLife
  }

  /// Those that can be had and will be lost.
  private(set) var rows: [Row] = []
  /// Those that are lost by now, by what is known.
  private(set) var lost = 0
  /// Those of which nobody says until when they are kept.
  private(set) var unknown = 0

  /// Looks through the jobs that are asked about.
  init(_ asked: borrowing AskedJobs) throws {
    var numbers: [JobNumber] = []
    try asked.selection.forEach(in: asked.snapshot) { digest throws(LedgerError) in
      let isOneAndSaved =
        digest.flags.contains(.hasSavedVideo) && (digest.samplesGiven ?? 1) <= 1
      if digest.state.hasVideos, !isOneAndSaved { numbers.append(digest.number) }
      return true
    }
    for number in numbers {
      let job = try asked.snapshot.known(number)
      for (index, life) in ResultLife.lives(of: job) {
        if let life {
          if life.expires > asked.context.now {
            rows.append(Row(job: job, index: index, life: life))
          } else {
            lost += 1
          }
        } else {
          unknown += 1
        }
      }
    }
  }

  /// The most urgent first; of equal ones the older job.
  mutating func sort() {
    rows.sort { left, right in
      (left.life.expires, left.job.number, left.index)
        < (right.life.expires, right.job.number, right.index)
    }
  }
}
