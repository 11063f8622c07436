internal import ArgumentParser
internal import Ledger

/// What bare `vgledger` prints: the ledger at a glance, or how to begin.
struct Overview {
  private static let jobsMost = 5

  let options: GlobalOptions

  func run() throws {
    let context = try Context(options)
    let ledger: Ledger
    do {
      ledger = try context.openForReading()
    } catch LedgerError.notFound {
      let help = try CommandHelp([], width: min(context.style.width, 100))
      try context.output.write(help.start)
      return
    }
    let snapshot = try ledger.snapshot()
    var counts: [JobState: Int] = [:]
    var newest: [Job] = []
    try snapshot.forEachDigest(DigestRange(newestFirst: true)) { digest throws(LedgerError) in
      counts[digest.state, default: 0] += 1
      if newest.count < Self.jobsMost, let job = try snapshot.job(digest.number) {
        newest.append(job)
      }
      return true
    }
    let words = JobState.allCases.compactMap { state in
      counts[state].map { context.style.paint("\($0) \(state.word)", as: state) }
    }
    let total = counts.values.reduce(0, +)
    try context.output.line(
      "\(context.folder)  \(total) jobs, log #\(try snapshot.head().rawValue)")
    if !words.isEmpty { try context.output.line("  " + words.joined(separator: "  ")) }
    if !newest.isEmpty {
      let table = JobTable(context)
      try context.output.write(
        table.lines(newest, JobCosts(try snapshot.priceBook()), in: snapshot)
          .joined(separator: "\n") + "\n")
    }
    try context.output.line("  show JOB · list · watch · track ID · help")
  }
}

/// `help exit-codes` as a command of its own.
struct ExitCodes: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "exit-codes", abstract: "List the exit codes that scripts can rely on.")

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    try context.output.write(HelpTopic.exitCodes.text(width: min(context.style.width, 80)))
  }
}
