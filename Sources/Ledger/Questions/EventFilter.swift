/// A filter applied to events: their own source, place and time, and what is asked of their job.
public struct EventFilter: Sendable {
  private let eventTerms: [FilterTerm]
  private let jobTerms: [FilterTerm]
  private let window: TimeWindow
  private let clock: WindowClock
  private let now: Moment

  /// - Parameters:
  ///   - filter: Its window tests when an event was observed, where it names no other clock.
  ///   - now: For what has expired by now.
  public init(_ filter: Filter, now: Moment) {
    eventTerms = filter.terms.filter(\.condition.isOfEvent)
    jobTerms = filter.terms.filter { !$0.condition.isOfEvent }
    window = filter.window
    clock = filter.clock ?? .observed
    self.now = now
  }

  /// Whether every event is asked for.
  public var isEverything: Bool { eventTerms.isEmpty && jobTerms.isEmpty && window == .all }

  /// Whether the event's job has to be looked at.
  public var needsJob: Bool { !jobTerms.isEmpty || (clock != .observed && window != .all) }

  /// Whether the event itself is asked for, whatever its job is.
  public func matches(_ event: Event) -> Bool {
    eventTerms.allSatisfy { term in
      term.condition.matches(event) != term.isNegated
    } && (clock != .observed || window.contains(event.observed))
  }

  /// Whether events of the job are asked for; events of the ledger itself have no job.
  public func matches(_ job: Job?) -> Bool {
    guard let job else { return !needsJob }
    return jobTerms.allSatisfy { $0.condition.matches(job, now: now) != $0.isNegated }
      && isInWindow(job)
  }

  private func isInWindow(_ job: Job) -> Bool {
    switch clock {
    case .observed: return true
    case .submitted: return window.contains(job.submitted?.moment ?? job.firstSeen)
    case .finished:
      guard window != .all else { return true }
      guard let finished = Phases(job).finished else { return false }
      let width = finished.upperBound.milliseconds(since: finished.lowerBound)
      return window.contains(finished.lowerBound.adding(milliseconds: width / 2))
    }
  }
}

extension Condition {
  /// Whether it is about an event rather than about its job.
  fileprivate var isOfEvent: Bool {
    switch self {
    case .source, .sequence: true
    case .id, .state, .provider, .model, .project, .label, .reason, .charged, .asset, .by, .phase,
      .cost, .videoLength, .size, .prompt, .hash, .has:
      false
    }
  }

  fileprivate func matches(_ event: Event) -> Bool {
    switch self {
    case .source(let sources): sources.contains(event.source)
    case .sequence(let ranges): ranges.contains { $0.contains(event.sequence) }
    case .id, .state, .provider, .model, .project, .label, .reason, .charged, .asset, .by, .phase,
      .cost, .videoLength, .size, .prompt, .hash, .has:
      true
    }
  }

  /// Whether the job is meant; what is unknown about it is never meant.
  fileprivate func matches(_ job: Job, now: Moment) -> Bool {
    switch self {
    case .id(let names):
      Self.any([job.nativeID, job.key.text, NameKey.operationPart(of: job.nativeID)], names)
    case .state(let states): states.contains(job.state)
    case .provider(let names): Self.any([job.account, job.dialect], names)
    case .model(let names): Self.any([job.model], names)
    case .project(let names): Self.any([job.project], names)
    case .label(let name, let values):
      Self.any(job.labels.filter { $0.name == name }.map(\.value), values)
    case .reason(let names): Self.any([job.reason?.rawValue], names)
    case .charged(let words): words.contains(ChargeWord(job.isCharged))
    case .asset(let words): words.contains { job.assets(are: $0, now: now) }
    case .by(let names): Self.any([job.by], names)
    case .phase(let phase, let ranges): Self.any(job.length(of: phase), ranges)
    case .cost(let ranges):
      Self.any(
        job.statedCost.flatMap { DecimalText.scaled($0.amount, digits: Self.costDigits) }, ranges)
    case .videoLength(let ranges): Self.any(job.videoMilliseconds, ranges)
    case .size(let sizes):
      sizes.contains { $0.matches(size: job.size, resolution: job.resolution) }
    case .prompt(let matches):
      job.prompt?.text.map { text in matches.contains { $0.matches(text) } } ?? false
    case .hash(let hashes):
      job.prompt?.sha256.map { sum in hashes.contains { $0.matches(sum) } } ?? false
    case .has(let words): words.contains { job.has($0) }
    case .source, .sequence: true
    }
  }

  private static func any(_ names: [String?], _ matches: [NameMatch]) -> Bool {
    names.contains { name in
      name.map { name in matches.contains { $0.matches(name) } } ?? false
    }
  }

  private static func any<Value>(_ value: Value?, _ ranges: [ValueRange<Value>]) -> Bool {
    value.map { value in ranges.contains { $0.contains(value) } } ?? false
  }
}

extension Job {
  fileprivate func length(of phase: FilterPhase) -> Int64? {
    let phases = Phases(self)
    return switch phase {
    case .took: phases.total?.middle
    case .queued: phases.queued?.middle
    case .running: phases.running?.middle
    case .lag: phases.lag?.middle
    }
  }

  fileprivate func assets(are word: AssetWord, now: Moment) -> Bool {
    let unsaved = assets.filter { $0.saved == nil }
    return switch word {
    case .saved: unsaved.count < assets.count
    case .unsaved: unsaved.contains { $0.asset.expires.map { $0 > now } ?? true }
    case .expired:
      state == .expired || unsaved.contains { $0.asset.expires.map { $0 <= now } ?? false }
    case .none: assets.isEmpty
    }
  }

  fileprivate func has(_ word: HasWord) -> Bool {
    switch word {
    case .asset: !assets.isEmpty
    case .saved: assets.contains { $0.saved != nil }
    case .prompt: prompt != nil
    case .note: notes > 0
    case .cost: statedCost != nil
    case .label: !labels.isEmpty
    case .project: project != nil
    case .anomaly: !anomalies.isEmpty
    case .webhook: deliveries > 0
    case .error: errorCode != nil || errorText != nil
    }
  }
}
