/// One job at a simulated provider: given a time and a number of polls it knows its answer.
///
/// A pure value: nothing about it changes, and everything is derived from the order and the clock.
struct SimulatedJob: Equatable, Sendable {
  let dialect: Dialect
  /// The native id or the full operation name.
  let id: String
  let order: JobOrder
  let createdAt: Moment
  let speed: Speed

  /// How far a job is; a filter, a failure and a success are all an end.
  enum Phase: Equatable, Sendable {
    case queued
    case running(percent: Int)
    case ended
    /// Ended, and the provider no longer has what it made.
    case expired
  }

  /// How long the assets of a job with the fate `expired` stay, in simulated time.
  static let shortLife = Duration.seconds(600)

  var fate: Fate { order.fate }

  /// How many samples were asked for; a partial job has at least two, or nothing could be missing.
  var samplesAsked: Int { fate == .partial ? max(2, order.samples) : order.samples }

  var samplesGiven: Int {
    switch fate.ending {
    case .videos: samplesAsked
    case .videosButOne: samplesAsked - 1
    case .nothing, .blocked, .filtered, .failed, .canceled: 0
    }
  }

  /// How many samples a filter withheld.
  var samplesFiltered: Int {
    switch fate.ending {
    case .videosButOne: 1
    case .blocked, .filtered: samplesAsked
    case .videos, .nothing, .failed, .canceled: 0
    }
  }

  var endsAt: Moment {
    createdAt + speed.wall(fate == .slowSuccess ? order.takes * 3 : order.takes)
  }

  /// One hour after the end, as the guide of the OpenAI API says of its links.
  var assetsExpireAt: Moment {
    endsAt + (fate == .expired ? speed.wall(Self.shortLife) : .seconds(3600))
  }

  func phase(at now: Moment) -> Phase {
    if now >= endsAt {
      return fate == .expired && now >= assetsExpireAt ? .expired : .ended
    }
    let total = (endsAt - createdAt).wholeMilliseconds
    let elapsed = max(0, (now - createdAt).wholeMilliseconds)
    let queue =
      order.waits.map { speed.wall($0).wholeMilliseconds }
      ?? (fate == .slowSuccess ? total / 2 : total / 5)
    guard elapsed >= queue, total > queue else { return .queued }
    return .running(percent: Int(min(99, 100 * (elapsed - queue) / (total - queue))))
  }

  /// The answer to a status question that `pollsBefore` others went before.
  ///
  /// `origin` is the scheme, host and port under which the simulator was asked.
  func pollAnswer(at now: Moment, pollsBefore: Int, origin: String) -> Answer {
    let plain = statusAnswer(at: now, origin: origin)
    guard let trouble = fate.trouble(pollsBefore: pollsBefore) else { return plain }
    return answer(trouble, insteadOf: plain)
  }

  /// What the provider says of the job when nothing is in the way.
  func statusAnswer(at now: Moment, origin: String) -> Answer {
    switch dialect {
    case .openAIVideos: openAIVideoAnswer(at: now)
    case .geminiOperations: geminiOperationAnswer(at: now, origin: origin)
    case .vertexOperations: vertexOperationAnswer(at: now)
    }
  }

  func answer(_ trouble: PollTrouble, insteadOf plain: Answer) -> Answer {
    switch trouble {
    case .rateLimited: dialect.answer(.rateLimited(wait: speed.wall(.seconds(20))))
    case .serverError: dialect.answer(.internalError)
    case .htmlPage: .html(status: 502, title: "Bad Gateway")
    case .cutBody: plain.cutInTheMiddle
    case .notFound: dialect.answer(.noSuchJob(id))
    case .retired: dialect.answer(.modelRetired(order.model))
    }
  }

  /// What the provider holds of the job at `now`; `nil` while, or where, there is nothing.
  func video(sample: Int, at now: Moment) -> [UInt8]? {
    guard phase(at: now) == .ended, sample < samplesGiven, !fate.isDenied else { return nil }
    return SampleMedia.video(seed: sample == 0 ? id : "\(id)#\(sample)")
  }
}
