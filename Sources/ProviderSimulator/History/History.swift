/// Years of generations at several accounts, as a poller would have recorded them.
///
/// A sequence of lines in the order of their observation; everything follows from the seed. It
/// holds the jobs that are open and nothing else, so its memory does not grow with the number of
/// jobs.
struct History: Sendable {
  struct Settings: Sendable {
    var jobs: Int
    var seed: UInt64
    var until: Moment
    var days: Int
    var polls = 6
    /// The account of a gateway that speaks OpenAI's dialect and says what a job costs.
    var gateway: String?
  }

  private enum Happening: Sendable {
    case submission(Wish)
    case refusal(CreateRefusal, Declared)
    /// The place in ``followed``.
    case poll(Int)
    case claim(JobClaim)
  }

  /// A webhook that comes for a job.
  private struct JobClaim: Sendable {
    let account: String
    let body: [UInt8]
  }

  private let settings: Settings
  private let models: [(weight: UInt64, value: PlannedModel)]
  private var random: SeededGenerator
  private var rhythm: SubmissionRhythm
  private var queue = TimeQueue<Happening>()
  private var followed: [FollowedJob?] = []
  private var freePlaces: [Int] = []
  private var nextSubmission: Moment?
  /// Moments that the rhythm still has, and how many of them second tries have taken up.
  private var momentsLeft: Int
  private var momentsTaken = 0

  init(_ settings: Settings) {
    self.settings = settings
    models = PlannedModel.all(gateway: settings.gateway)
    random = SeededGenerator(state: settings.seed)
    rhythm = SubmissionRhythm(
      jobs: settings.jobs, days: settings.days, until: settings.until)
    momentsLeft = settings.jobs
    nextSubmission = rhythm.next(using: &random)
  }

  /// Jobs that are followed now, and what is planned for them.
  var openJobs: Int { queue.count }

  /// Writes the next line, or none where a submission came too late; `false` at the end.
  mutating func write(to writer: inout HistoryWriter) -> Bool {
    if let moment = nextSubmission, moment < queue.firstTime ?? settings.until {
      nextSubmission = rhythm.next(using: &random)
      momentsLeft -= 1
      if momentsTaken > 0 {
        momentsTaken -= 1
      } else {
        submit(Wish.new(of: models, using: &random), at: moment)
      }
      return true
    }
    guard let (moment, happening) = queue.takeFirst(), moment < settings.until else {
      return false
    }
    switch happening {
    case .submission(let wish):
      guard momentsTaken < momentsLeft else { break }
      momentsTaken += 1
      submit(wish, at: moment)
    case .refusal(let refusal, let declared):
      writer.answer(
        declared.wish.model.dialect.answer(refusal), account: declared.wish.model.account,
        job: nil, at: moment, declared: declared)
      tryAgain(declared.wish, .refused(refusal), after: moment)
    case .poll(let place): poll(place, at: moment, &writer)
    case .claim(let claim): writer.claim(claim.body, account: claim.account, at: moment)
    }
    return true
  }

  // MARK: Submissions

  private mutating func submit(_ wish: Wish, at moment: Moment) {
    let outcome = Outcome.next(for: wish, using: &random)
    if wish.obstacle == nil, random.happens(150) {
      queue.put(.submission(again(wish, nil)), at: moment + wait(5000...50_000))
    }
    switch outcome {
    case .refused(let refusal):
      let declared = Declared(wish: wish, submitted: moment)
      queue.put(.refusal(refusal, declared), at: moment + wait(100...900))
    case .fate(let fate): follow(wish, outcome, fate, at: moment)
    case .stuck: follow(wish, outcome, .success, at: moment)
    }
  }

  private mutating func follow(_ wish: Wish, _ outcome: Outcome, _ fate: Fate, at moment: Moment) {
    let model = wish.model
    var order = JobOrder(model: model.name, prompt: wish.prompt, seconds: wish.seconds)
    order.size = wish.size
    order.samples = wish.samples
    order.fate = fate
    order.endWords = Outcome.endWords(fate, model.dialect, using: &random)
    let work = random.aroundMedian(wish.usualWork)
    let waits = model.medianWait == 0 ? 0 : random.aroundMedian(model.medianWait)
    order.takes = .milliseconds(outcome == .stuck ? 400 * 86_400_000 : work + waits)
    order.waits = fate == .slowSuccess ? nil : .milliseconds(waits)
    if model.dialect == .vertexOperations { order.storageURI = "gs://demo-bucket/\(wish.shot)" }
    if model.account == settings.gateway { order.cost = price(wish) }
    // Between the client's clock and the provider's lies the way there.
    let created = moment + wait(80...700)
    let id = place(model).newName(at: created, using: &random)
    let job = SimulatedJob(
      dialect: model.dialect, id: id, order: order, createdAt: created, speed: Speed(factor: 1))
    let follower = FollowedJob(
      job, outcome, wish, polls: settings.polls, submitted: moment,
      random: SeededGenerator(state: random.next()))
    queue.put(.poll(keep(follower)), at: created + wait(60...500))
    if model.dialect == .openAIVideos, random.happens(400), outcome != .stuck,
      let body = job.webhookBody(using: &random)
    {
      queue.put(
        .claim(JobClaim(account: model.account, body: body)), at: job.endsAt + wait(500...4000))
    }
  }

  private mutating func keep(_ follower: FollowedJob) -> Int {
    if let place = freePlaces.popLast() {
      followed[place] = follower
      return place
    }
    followed.append(follower)
    return followed.count - 1
  }

  private func place(_ model: PlannedModel) -> JobPlace {
    switch model.dialect {
    case .openAIVideos: .openAIVideos
    case .geminiOperations: .gemini(model: model.name)
    case .vertexOperations:
      .vertex(
        resource: "projects/demo-1/locations/us-central1/publishers/google/models/\(model.name)")
    }
  }

  /// A gateway's own price: a tenth of a dollar a second, three for pro.
  private func price(_ wish: Wish) -> String {
    let tenths = wish.seconds * (wish.model.name == "sora-2-pro" ? 3 : 1)
    return "\(tenths / 10).\(tenths % 10)0"
  }

  // MARK: Polls

  private mutating func poll(_ place: Int, at moment: Moment, _ writer: inout HistoryWriter) {
    guard var follower = followed[place] else { return }
    let declared = follower.declared
    let (answer, next) = follower.ask(at: moment)
    writer.answer(
      answer, account: follower.wish.model.account, job: follower.job.id, at: moment,
      declared: declared)
    if let next {
      followed[place] = follower
      queue.put(.poll(place), at: next)
    } else {
      followed[place] = nil
      freePlaces.append(place)
      tryAgain(follower.wish, follower.outcome, after: moment)
    }
  }

  // MARK: Second tries

  /// Two of three people try once more what did not work, up to four times.
  private mutating func tryAgain(_ wish: Wish, _ outcome: Outcome, after moment: Moment) {
    guard outcome.isFailure, wish.take < 4, random.happens(6500) else { return }
    queue.put(.submission(again(wish, outcome)), at: moment + wait(15_000...1_200_000))
  }

  private func again(_ wish: Wish, _ obstacle: Outcome?) -> Wish {
    var wish = wish
    wish.take += 1
    wish.obstacle = obstacle
    return wish
  }

  private mutating func wait(_ milliseconds: ClosedRange<Int64>) -> Duration {
    .milliseconds(random.between(milliseconds))
  }
}

extension Dialect {
  /// The answer to a create call that is refused.
  fileprivate func answer(_ refusal: CreateRefusal) -> Answer {
    switch refusal {
    case .tooManyRequests: return answer(.rateLimited(wait: .seconds(20)))
    case .serverError: return answer(.internalError)
    case .prompt:
      guard self == .openAIVideos else {
        return answer(.invalidRequest("The prompt violates the usage guidelines.", parameter: nil))
      }
      // Seen on the wire: leetanshaj/openai-sentinel #4.
      let error: JSON = [
        "message": "The prompt was refused.", "type": "invalid_request_error", "param": nil,
        "code": "sentinel_block",
      ]
      return .json(["error": error], status: 400)
    }
  }
}

extension SimulatedJob {
  /// The body of the webhook that OpenAI sends at the end of a job; `nil` where it sends none.
  fileprivate func webhookBody(using random: inout SeededGenerator) -> [UInt8]? {
    let type: String
    switch fate.ending {
    case .videos, .videosButOne, .nothing: type = "video.completed"
    case .blocked, .filtered, .failed: type = "video.failed"
    case .canceled: return nil
    }
    let subject: JSON = ["id": .string(id)]
    let event: JSON = [
      "id": .string("evt_" + RandomText.hexadecimal(digits: 24, using: &random)),
      "object": "event", "created_at": .number(endsAt.secondsSince1970), "type": .string(type),
      "data": subject,
    ]
    return event.bytes
  }
}
