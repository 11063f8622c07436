/// One job at a simulated provider: given a time and a number of polls it knows its answer.
///
/// A pure value: nothing about it changes, and everything is derived from the order and the clock.
struct SimulatedJob: Equatable, Sendable {
  let dialect: Dialect
  /// The native id or the full operation name.
  let id: String
  var order: JobOrder
  let createdAt: Moment
  let speed: Speed
  /// Set where somebody ended it before, or after, its time.
  var endedAt: Moment?

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
  var script: FateScript { fate.script }

  /// How many samples were asked for; a partial job has at least two, or nothing could be missing.
  var samplesAsked: Int { fate == .partial ? max(2, order.samples) : order.samples }

  var samplesGiven: Int {
    switch fate.ending {
    case .videos: samplesAsked
    case .videosButOne: samplesAsked - 1
    case .nothing, .blocked, .filtered, .failed, .canceled: 0
    }
  }

  /// How many of them there are at `now`, for some come later than the end.
  func samplesGiven(at now: Moment) -> Int {
    now >= endsAt + speed.wall(script.contentComesAfter) ? samplesGiven : 0
  }

  /// How many samples a filter withheld.
  var samplesFiltered: Int {
    switch fate.ending {
    case .videosButOne: 1
    case .blocked, .filtered: samplesAsked
    case .videos, .nothing, .failed, .canceled: 0
    }
  }

  /// Whether there is an end to wait for.
  var everEnds: Bool { endedAt != nil || script.pace != .stuck }

  /// The end; of a job that never ends, when it stops making progress.
  var endsAt: Moment {
    if let endedAt { return endedAt }
    let span: Duration =
      switch script.pace {
      case .usual, .stuck, .fallsBack: order.takes
      case .slow: order.takes * 3
      case .queuedForAnHour: order.takes + .seconds(3600)
      }
    return createdAt + speed.wall(span)
  }

  /// One hour after the end, as the guide of the OpenAI API says of its links.
  var assetsExpireAt: Moment {
    endsAt + (fate == .expired ? speed.wall(Self.shortLife) : .seconds(3600))
  }

  func phase(at now: Moment) -> Phase {
    if now >= endsAt {
      guard everEnds else { return .running(percent: 99) }
      return fate == .expired && now >= assetsExpireAt ? .expired : .ended
    }
    let total = (endsAt - createdAt).wholeMilliseconds
    let elapsed = max(0, (now - createdAt).wholeMilliseconds)
    let queue = queueMilliseconds(of: total)
    guard elapsed >= queue, total > queue else { return .queued }
    let percent = Int(min(99, 100 * (elapsed - queue) / (total - queue)))
    switch script.pace {
    case .usual, .slow, .queuedForAnHour, .stuck: return .running(percent: percent)
    case .fallsBack:
      return .running(percent: percent < 50 ? percent * 7 / 5 : 30 + (percent - 50) * 7 / 5)
    }
  }

  /// How long it is queued, of `total`.
  private func queueMilliseconds(of total: Int64) -> Int64 {
    if let waits = order.waits { return speed.wall(waits).wholeMilliseconds }
    switch script.pace {
    case .usual, .stuck, .fallsBack: return total / 5
    case .slow: return total / 2
    case .queuedForAnHour: return speed.wall(.seconds(3600)).wholeMilliseconds
    }
  }

  /// What the provider says of the job when nothing is in the way.
  func statusAnswer(at now: Moment, origin: String) -> Answer {
    switch dialect {
    case .openAIVideos: openAIVideoAnswer(at: now)
    case .geminiOperations: geminiOperationAnswer(at: now, origin: origin)
    case .vertexOperations: vertexOperationAnswer(at: now)
    }
  }

  /// What the provider holds of the job at `now`; `nil` while, or where, there is nothing.
  func video(sample: Int, at now: Moment) -> [UInt8]? {
    guard phase(at: now) == .ended, sample < samplesGiven(at: now), !fate.isDenied else {
      return nil
    }
    return SampleMedia.video(seed: sample == 0 ? id : "\(id)#\(sample)")
  }
}
