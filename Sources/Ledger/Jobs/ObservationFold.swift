extension Job {
  /// Takes in what an answer says, whoever brought it.
  mutating func take(_ observation: Observation, _ event: Event) {
    describe(observation)
    if observation.isDenial, !state.isVerdict { countDenial(event) }
    guard let said = observation.state else {
      noteTrouble(observation, event)
      return
    }
    if said != .unknown {
      denials = 0
      firstDenial = nil
      lastDenial = nil
    }
    // The verdict's own word again is no other verdict, whatever was declared since.
    take(said == state ? said : state(said), observation, event)
  }

  /// Succeeded with fewer videos than a known number asked is partial.
  private func state(_ said: JobState) -> JobState {
    guard said == .succeeded, let asked = samplesAsked, let given = samplesGiven, given < asked
    else { return said }
    return .partial
  }

  /// Takes what the answer says beside the state; what was known first stands.
  private mutating func describe(_ observation: Observation) {
    model = model ?? observation.model
    videoMilliseconds = videoMilliseconds ?? observation.videoMilliseconds
    size = size ?? observation.size
    resolution = resolution ?? observation.resolution
    remixedFrom = remixedFrom ?? observation.remixedFrom
    if prompt?.text == nil { prompt = observation.prompt ?? prompt }
    samplesGiven = observation.samplesGiven ?? samplesGiven
    samplesFiltered = observation.samplesFiltered ?? samplesFiltered
    statedCost = observation.statedCost ?? statedCost
    if let charged = observation.isCharged, chargedBy != .person {
      isCharged = charged
      chargedBy = .provider
    }
    if let created = observation.created, (submittedFrom ?? .firstSeen) != .client {
      submitted = created
      submittedFrom = .provider
    }
    if !observation.assets.isEmpty { renew(observation.assets) }
  }

  /// Takes fresh addresses; what was saved stays with its asset.
  private mutating func renew(_ fresh: [Asset]) {
    let kept = assets
    assets = fresh.map(JobAsset.init)
    var taken: [String: Int] = [:]
    for place in assets.indices {
      let variant = assets[place].asset.variant
      let index = taken[variant, default: 0]
      taken[variant] = index + 1
      let old = kept.filter { $0.asset.variant == variant }
      guard index < old.count else { continue }
      assets[place].saved = old[index].saved
      assets[place].savedAt = old[index].savedAt
      assets[place].failure = old[index].failure
    }
    var passed: [String: Int] = [:]
    for old in kept {
      let index = passed[old.asset.variant, default: 0]
      passed[old.asset.variant] = index + 1
      if index >= taken[old.asset.variant, default: 0], old.saved != nil { assets.append(old) }
    }
  }

  private mutating func countDenial(_ event: Event) {
    denials += 1
    let first = min(firstDenial ?? event.observed, event.observed)
    let last = max(lastDenial ?? event.observed, event.observed)
    firstDenial = first
    lastDenial = last
    if denials >= Self.denialsForLost,
      last.milliseconds(since: first) >= Self.denialMillisecondsForLost
    {
      become(.lost, event)
    }
  }

  /// An answer that says nothing about the job changes no state; its trouble is shown while the
  /// job is open.
  private mutating func noteTrouble(_ observation: Observation, _ event: Event) {
    guard !state.isVerdict || verdictSequence == event.sequence else { return }
    reason = observation.reason
    errorCode = observation.errorCode
    errorText = observation.errorText
  }

  private mutating func take(_ said: JobState, _ observation: Observation, _ event: Event) {
    if state.isVerdict {
      takeAfterVerdict(said, observation, event)
    } else if said.isVerdict {
      if said != .gone { marks.note(said, event, observation) }
      become(said, event)
      note(observation)
    } else {
      marks.note(said, event, observation)
      guard event.observed >= stateObserved ?? event.observed else { return }
      noteProgress(observation, said)
      state = said
      stateObserved = event.observed
      note(observation)
    }
  }

  private mutating func takeAfterVerdict(
    _ said: JobState, _ observation: Observation, _ event: Event
  ) {
    switch said {
    case .unknown: return
    case state: marks.note(said, event, observation)
    case .queued, .running:
      if event.observed < marks.firstDone ?? stateObserved ?? event.observed {
        marks.note(said, event, observation)  // history that came late
      } else if state.isRevocable {
        revoke()
        marks.note(said, event, observation)
        state = said
        stateObserved = event.observed
        note(observation)
      } else {
        anomalies.insert(.stateBackwards)
      }
    case .succeeded, .partial, .filtered, .failed:
      guard state.isRevocable else {
        anomalies.insert(.verdictChanged)
        return
      }
      revoke()
      marks.note(said, event, observation)
      become(said, event)
      note(observation)
    case .canceled: anomalies.insert(.verdictChanged)
    case .expired, .lost, .gone: return  // the usual end of what was once there
    }
  }

  private mutating func revoke() {
    verdictSequence = nil
    verdictSource = nil
    marks.forgetEnd()
  }

  /// Takes the verdict.
  mutating func become(_ verdict: JobState, _ event: Event) {
    state = verdict
    stateObserved = max(stateObserved ?? event.observed, event.observed)
    verdictSequence = event.sequence
    // A delivery keeps its door when it is imported from another ledger.
    verdictSource = event.fact.kind == .webhookReceived ? .webhook : event.source
  }

  private mutating func note(_ observation: Observation) {
    providerStatus = observation.providerStatus ?? providerStatus
    progress = observation.progress ?? progress
    reason = observation.reason
    errorCode = observation.errorCode
    errorText = observation.errorText
  }

  private mutating func noteProgress(_ observation: Observation, _ said: JobState) {
    guard let known = progress, let now = observation.progress, now < known else { return }
    if said == .running || state == .running { anomalies.insert(.progressBackwards) }
  }
}
