/// The moments that bound a job's phases, as far as anybody saw them.
public struct PhaseMarks: Hashable, Sendable {
  /// The last answer that said queued.
  public internal(set) var lastQueued: Moment?
  /// The first answer that said running.
  public internal(set) var firstRunning: Moment?
  /// The last answer that said queued or running.
  public internal(set) var lastOpen: Moment?
  /// The first answer that said done.
  public internal(set) var firstDone: Moment?
  /// When the provider says that it was done.
  public internal(set) var completed: StatedMoment?
  /// The provider has words that tell queued from running.
  public internal(set) var tellsQueue = false

  init() {}

  /// Takes what was seen in the event.
  ///
  /// An answer without a time was seen at some moment before its append. That moment tells at most
  /// that a job had begun by then; it begins no interval, and a verdict of that kind ends nothing
  /// known: only the provider's word says when the job ended.
  mutating func note(_ state: JobState, _ event: Event, _ observation: Observation) {
    if observation.providerStatus != nil { tellsQueue = true }
    let observed = event.observed
    let isAssumed = event.marks.contains(.observedAssumed)
    switch state {
    case .queued:
      if !isAssumed {
        lastQueued = max(lastQueued ?? observed, observed)
        lastOpen = max(lastOpen ?? observed, observed)
      }
    case .running:
      firstRunning = min(firstRunning ?? observed, observed)
      if !isAssumed { lastOpen = max(lastOpen ?? observed, observed) }
    case .succeeded, .partial, .filtered, .failed, .canceled:
      if !isAssumed { firstDone = min(firstDone ?? observed, observed) }
      completed = completed ?? observation.completed
    case .unknown, .expired, .lost, .gone: break
    }
  }

  /// The end was no end.
  mutating func forgetEnd() {
    firstDone = nil
    completed = nil
  }
}
