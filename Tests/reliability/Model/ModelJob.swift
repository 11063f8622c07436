internal import Ledger

/// What a job must be after its events, by the words of `docs/observations.md`; no line of the
/// product's folds is behind it.
struct ModelJob {
  private static let denialsForLost = 3
  private static let denialMillisecondsForLost: Int64 = 600_000

  let account: String
  let nativeID: String
  /// The places of its events.
  private(set) var places: [UInt64] = []
  private(set) var state = JobState.unknown
  private(set) var verdictPlace: UInt64?
  private(set) var model: String?
  private(set) var project: String?
  private(set) var labels: [String: String] = [:]
  private(set) var declaredSubmission: Moment?
  private(set) var polls: UInt64 = 0
  private(set) var deliveries: UInt64 = 0
  private(set) var notes: UInt64 = 0
  private(set) var firstObserved: Moment
  private(set) var lastHeard: Moment
  private(set) var anomalies: Set<Anomaly> = []
  /// The newest observed time of what gave the state.
  private var stateSince: Moment?
  /// When an answer first said that it is done, where the time is not assumed.
  private var endSeen: Moment?
  private var denials: [Moment] = []
  private var lastRecorded: Moment

  init(account: String, nativeID: String, first: ModelEvent) {
    self.account = account
    self.nativeID = nativeID
    firstObserved = first.observed
    lastHeard = first.observed
    lastRecorded = first.recorded
  }

  /// Submitted when the client says, else when the ledger first heard of it.
  var submitted: Moment { declaredSubmission ?? firstObserved }

  mutating func take(_ event: ModelEvent, at place: UInt64) {
    places.append(place)
    firstObserved = min(firstObserved, event.observed)
    if event.isConflict { anomalies.insert(.conflict) }
    if event.recorded < lastRecorded { anomalies.insert(.clockSteppedBack) }
    lastRecorded = event.recorded
    switch event.fact {
    case .jobTracked(let declaration): take(declaration)
    case .statusObserved(_, let observation):
      polls += 1
      lastHeard = max(lastHeard, event.observed)
      take(observation, event, place)
    case .webhookReceived(_, let observation):
      deliveries += 1
      lastHeard = max(lastHeard, event.observed)
      take(observation, event, place)
    case .webhookClaimed: deliveries += 1
    case .statusUnreachable: polls += 1
    case .jobAnnotated(let annotation): take(annotation)
    case .jobClosed(let closing):
      guard !state.endsJob, closing.state.endsJob else { return }
      end(closing.state, event, place)
    case .jobRefused, .assetSaved, .assetFailed, .ledgerCreated, .ledgerAccount, .ledgerPrice,
      .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      break
    }
  }

  /// Whether tracking it so says nothing new: each declared fact is the job's already.
  func knows(_ declaration: Declaration) -> Bool {
    (declaration.model == nil || declaration.model == model)
      && (declaration.project == nil || declaration.project == project)
      && (declaration.submitted == nil || declaration.submitted?.moment == declaredSubmission)
      && declaration.labels.allSatisfy { labels[$0.name] == $0.value }
  }

  private mutating func take(_ declaration: Declaration) {
    model = declaration.model ?? model
    project = declaration.project ?? project
    declaredSubmission = declaration.submitted?.moment ?? declaredSubmission
    for label in declaration.labels { labels[label.name] = label.value }
  }

  private mutating func take(_ annotation: Annotation) {
    if annotation.note != nil { notes += 1 }
    project = annotation.project ?? project
    for label in annotation.labels { labels[label.name] = label.value }
    for name in annotation.removedLabels { labels[name] = nil }
  }

  private mutating func take(_ observation: Observation, _ event: ModelEvent, _ place: UInt64) {
    guard let said = observation.state else {
      if observation.isDenial, !state.endsJob { deny(event, place) }
      return
    }
    if said != .unknown { denials = [] }
    if !state.endsJob {
      if said.endsJob {
        endSeen = said.isDone ? seen(event) : endSeen
        end(said, event, place)
      } else if event.observed >= stateSince ?? event.observed {
        state = said
        stateSince = event.observed
      }
    } else {
      contradict(said, event, place)
    }
  }

  /// What an answer changes after the verdict.
  private mutating func contradict(_ said: JobState, _ event: ModelEvent, _ place: UInt64) {
    switch said {
    case .unknown: return
    case state: if said.isDone { endSeen = seen(event) }
    case .expired, .lost, .gone: return
    case .canceled: anomalies.insert(.verdictChanged)
    case .queued, .running:
      if event.observed < endSeen ?? stateSince ?? event.observed { return }  // old news
      guard state.canBeTakenBack else {
        anomalies.insert(.stateBackwards)
        return
      }
      endSeen = nil
      verdictPlace = nil
      state = said
      stateSince = event.observed
    case .succeeded, .partial, .filtered, .failed:
      guard state.canBeTakenBack else {
        anomalies.insert(.verdictChanged)
        return
      }
      endSeen = nil
      endSeen = seen(event)
      end(said, event, place)
    }
  }

  private func seen(_ event: ModelEvent) -> Moment? {
    event.isAssumed ? endSeen : min(endSeen ?? event.observed, event.observed)
  }

  private mutating func end(_ verdict: JobState, _ event: ModelEvent, _ place: UInt64) {
    state = verdict
    verdictPlace = place
    stateSince = max(stateSince ?? event.observed, event.observed)
  }

  private mutating func deny(_ event: ModelEvent, _ place: UInt64) {
    denials.append(event.observed)
    guard let first = denials.min(), let last = denials.max(),
      denials.count >= Self.denialsForLost,
      last.rawValue - first.rawValue >= Self.denialMillisecondsForLost
    else { return }
    end(.lost, event, place)
  }
}

extension JobState {
  /// All but queued, running and unknown end a job.
  fileprivate var endsJob: Bool {
    switch self {
    case .queued, .running, .unknown: false
    case .succeeded, .partial, .filtered, .failed, .canceled, .expired, .lost, .gone: true
    }
  }

  /// Lost, gone, expired and canceled yield to a later positive answer.
  fileprivate var canBeTakenBack: Bool {
    switch self {
    case .lost, .gone, .expired, .canceled: true
    case .queued, .running, .unknown, .succeeded, .partial, .filtered, .failed: false
    }
  }

  /// Whether the provider was done with it; expired, lost and gone have no finish.
  fileprivate var isDone: Bool {
    switch self {
    case .succeeded, .partial, .filtered, .failed, .canceled: true
    case .queued, .running, .unknown, .expired, .lost, .gone: false
    }
  }
}

extension ModelJob {
  /// Whether it is without a verdict.
  var isOpen: Bool { !state.endsJob }
}
