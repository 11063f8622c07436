import ArgumentParser
import FoundationEssentials
import SystemPackage

/// `history`: writes years of answers to standard output, without serving anything.
struct WriteHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Write seeded history as lines of observations.",
    discussion: """
      One JSON object a line: account, job, observed_at, http_status, headers, declared, body, as \
      'vgledger import --from observations' takes them, in the order of observed_at. The answers \
      are those of the simulated providers. The same options give the same bytes.
      """)

  /// Written at once; a pipe takes 64 KiB at a time.
  private static let pieceBytes = 1 << 18

  @Option(help: "How many jobs; calls that were refused count.")
  var jobs: Int

  @Option(help: "What chance follows from.")
  var seed: UInt64 = 1

  @Option(help: "Where the history ends: a time such as 2026-11-23T12:00:00Z.")
  var until: String

  @Option(help: "Over how many days before that.")
  var days = 30

  @Option(help: "Answers that a usual job gets, the one to its create call among them.")
  var polls = 6

  @Option(help: "An account of a gateway that speaks openai-videos; none without.")
  var gateway: String?

  func validate() throws {
    guard (1...100_000_000).contains(jobs) else {
      throw ValidationError("'--jobs' must be 1 to 100000000.")
    }
    guard (1...3650).contains(days) else { throw ValidationError("'--days' must be 1 to 3650.") }
    guard (3...1000).contains(polls) else { throw ValidationError("'--polls' must be 3 to 1000.") }
    guard Moment(rfc3339: until) != nil else {
      throw ValidationError("'--until' must be a time such as 2026-11-23T12:00:00Z.")
    }
  }

  func run() throws {
    guard let end = Moment(rfc3339: until) else { throw ExitCode.validationFailure }
    var history = History(
      History.Settings(
        jobs: jobs, seed: seed, until: end, days: days, polls: polls, gateway: gateway))
    var writer = HistoryWriter()
    while history.write(to: &writer) {
      guard writer.bytes.count >= Self.pieceBytes else { continue }
      try FileDescriptor.standardOutput.writeAll(writer.bytes)
      writer.removeAll()
    }
    try FileDescriptor.standardOutput.writeAll(writer.bytes)
  }
}

extension Moment {
  /// Reads a time of RFC 3339, to the second.
  init?(rfc3339 text: String) {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.init(millisecondsSince1970: Int64(date.timeIntervalSince1970) * 1000)
  }
}
