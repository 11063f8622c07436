/// A job of a written history, and the poller that follows it.
struct FollowedJob: Sendable {
  let job: SimulatedJob
  let outcome: Outcome
  let wish: Wish
  private let submitted: Moment
  private var random: SeededGenerator
  private let interval: Int64
  private let pollsMost: Int
  private var polls = 0
  private var pollsAfterEnd = 0

  /// `polls`: answers that a usual job gets, the one to its create call among them; 3 or more.
  init(
    _ job: SimulatedJob, _ outcome: Outcome, _ wish: Wish, polls: Int, submitted: Moment,
    random: SeededGenerator
  ) {
    self.submitted = submitted
    self.job = job
    self.outcome = outcome
    self.wish = wish
    self.random = random
    interval = wish.usualWork / Int64(polls - 1)
    pollsMost = 3 * polls
  }

  /// What the client declared, until the first answer; some declare less, and some nothing.
  var declared: Declared? {
    guard polls == 0 else { return nil }
    switch job.createdAt.millisecondsSince1970 % 20 {
    case 0: return nil
    case 1, 2: return Declared(wish: wish, submitted: nil)
    default: return Declared(wish: wish, submitted: submitted)
    }
  }

  /// The answer to the next question, asked now, and when to ask again; `nil` where never.
  mutating func ask(at now: Moment) -> (answer: Answer, next: Moment?) {
    defer { polls += 1 }
    let plain = job.statusAnswer(at: now, origin: FollowedJob.origin)
    guard polls > 0 else { return (plain, next(after: now)) }
    if job.fate.isDenied { return denied(plain, now) }
    let isOver = job.phase(at: now) == .ended || job.phase(at: now) == .expired
    if let trouble = trouble(), !isOver || pollsAfterEnd == 0 {
      return (job.answer(trouble, insteadOf: plain), next(after: now))
    }
    if isOver { return afterEnd(plain, now) }
    guard polls > 1, random.happens(30) else { return (plain, next(after: now)) }
    return (stale(now), next(after: now))
  }

  /// Where the files of the Gemini API lie.
  private static let origin = "https://generativelanguage.googleapis.com"

  private mutating func trouble() -> PollTrouble? {
    random.happens(80) ? random.one(of: Self.troubles) : nil
  }

  private static let troubles: [(weight: UInt64, value: PollTrouble)] = [
    (3, .rateLimited), (2, .serverError), (2, .htmlPage), (1, .cutBody),
  ]

  /// What a replica says that is behind: the job's state at half its age.
  private func stale(_ now: Moment) -> Answer {
    job.statusAnswer(
      at: job.createdAt + (now - job.createdAt) / 2, origin: FollowedJob.origin)
  }

  /// A denied job is asked about until it counts as lost: three denials over ten minutes.
  private mutating func denied(_ plain: Answer, _ now: Moment) -> (Answer, Moment?) {
    guard job.fate == .notFound else { return (job.answer(.retired, insteadOf: plain), nil) }
    let isLast = polls >= 4
    return (
      job.answer(.notFound, insteadOf: plain),
      isLast ? nil : now + .milliseconds(random.between(240_000...360_000))
    )
  }

  /// Most jobs are not asked about again after their end, some once more.
  private mutating func afterEnd(_ plain: Answer, _ now: Moment) -> (Answer, Moment?) {
    defer { pollsAfterEnd += 1 }
    if pollsAfterEnd > 0, random.happens(500) { return (stale(now), nil) }
    let isUnclear = job.fate == .emptyDone && job.dialect != .openAIVideos
    guard pollsAfterEnd < (isUnclear ? 3 : 1), isUnclear || random.happens(300) else {
      return (plain, nil)
    }
    return (plain, now + .milliseconds(random.between(30_000...1_500_000)))
  }

  private mutating func next(after now: Moment) -> Moment? {
    guard polls < pollsMost else { return nil }
    // A poller that was away finds only that the assets have expired.
    if job.fate == .expired {
      return job.assetsExpireAt + .milliseconds(random.between(20_000...600_000))
    }
    let wait = interval * random.between(850...1150) / 1000
    return now + .milliseconds(polls < pollsMost / 2 ? wait : 4 * wait)
  }
}
