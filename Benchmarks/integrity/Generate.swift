internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// Makes a ledger of so many events: eight to nine a job, bodies of 200 to 900 bytes.
struct Generate: AsyncParsableCommand {
  private static let eventsInAppend = 4000

  @Argument(help: "The folder, missing or empty.") var folder: String
  @Option(help: "Events.") var events = 1_000_000

  func run() async throws {
    let ledger = try await Ledger.create(folder, origin: nil, tool: "bench") { Moment(Date()) }
    var made = 1
    var poll = 0
    while made < events {
      let drafts = (0..<Self.eventsInAppend).map { SyntheticPolls.draft(poll + $0) }
      poll += drafts.count
      _ = try await ledger.append(drafts)
      made = Int(try ledger.snapshot().head().rawValue)
    }
    print("\(made) events, \(try ledger.fileBytes()) bytes")
  }
}

/// Polls of one job after another, several jobs at a time.
enum SyntheticPolls {
  private static let jobsAtATime = 16
  private static let pollsOfJob = 8

  /// The first poll that is about none of the first so many jobs.
  static func number(afterJobs jobs: Int) -> Int {
    let rounds = (jobs + jobsAtATime - 1) / jobsAtATime
    return rounds * jobsAtATime * pollsOfJob
  }

  /// The poll of that number, from 0.
  static func draft(_ number: Int) -> EventDraft {
    let round = number / (jobsAtATime * pollsOfJob)
    let job = round * jobsAtATime + number % jobsAtATime
    let poll = number / jobsAtATime % pollsOfJob
    let isLast = poll == pollsOfJob - 1
    var declaration = Declaration(
      account: "gateway", nativeID: "video_\(job)", dialect: "openai-videos")
    declaration.model = "sora-2"
    var seen = Observation(state: isLast ? (job % 25 == 0 ? .filtered : .succeeded) : .running)
    seen.providerStatus = isLast ? "completed" : "in_progress"
    seen.progress = isLast ? 100 : poll * 12
    let length = 200 + (number &* 2_654_435_761) % 700
    let body = (0..<length).map { UInt8(truncatingIfNeeded: 32 + ($0 &* 7 &+ number) % 90) }
    return EventDraft(
      subject: .job(declaration), source: .poll,
      observed: Moment(rawValue: 1_790_000_000_000 + Int64(number) * 1000),
      fact: .statusObserved(Answer(httpStatus: 200, latencyMilliseconds: 80, body: body), seen))
  }
}
