extension Job {
  /// How many denials, over how long, make a job ``JobState/lost``.
  static let denialsForLost: UInt64 = 3
  static let denialMillisecondsForLost: Int64 = 600_000
  /// Assets of one variant that a job may have; no provider gives a tenth of it.
  static let assetsMax = 100

  /// Takes in the job's next event, in log order.
  mutating func apply(_ event: Event) {
    eventCount += 1
    lastSequence = event.sequence
    if event.recorded < lastRecorded { anomalies.insert(.clockSteppedBack) }
    if event.marks.contains(.conflict) { anomalies.insert(.conflict) }
    lastRecorded = event.recorded
    firstSeen = min(firstSeen, event.observed)
    switch event.fact {
    case .jobTracked(let declaration): take(declaration)
    case .statusObserved(let answer, let observation):
      polls += 1
      lastSeen = max(lastSeen, event.observed)
      newestAnswer = max(newestAnswer ?? event.observed, event.observed)
      httpStatus = answer.httpStatus
      take(observation, event)
    case .jobRefused(let answer, let observation):
      newestAnswer = max(newestAnswer ?? event.observed, event.observed)
      httpStatus = answer.httpStatus
      take(observation, event)
    case .statusUnreachable: polls += 1
    case .webhookReceived(_, let observation):
      deliveries += 1
      lastSeen = max(lastSeen, event.observed)
      take(observation, event)
    case .webhookClaimed: deliveries += 1
    case .assetSaved(let saved): take(saved, event)
    case .assetFailed(let failure): take(failure)
    case .jobAnnotated(let annotation): take(annotation)
    case .jobClosed(let closing): take(closing, event)
    case .ledgerRedacted(let redaction): redactions.formUnion(redaction.contents)
    case .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerOther: break
    }
  }

  private mutating func take(_ declaration: Declaration) {
    if let submitted = declaration.submitted {
      state(submitted, from: declaration.submittedFrom ?? .client)
    }
    model = declaration.model ?? model
    videoMilliseconds = declaration.videoMilliseconds ?? videoMilliseconds
    size = declaration.size ?? size
    resolution = declaration.resolution ?? resolution
    audio = declaration.audio ?? audio
    samplesAsked = declaration.samplesAsked ?? samplesAsked
    if prompt?.text == nil || declaration.prompt?.text != nil {
      prompt = declaration.prompt ?? prompt
    }
    project = declaration.project ?? project
    by = declaration.by ?? by
    for label in declaration.labels { set(label) }
  }

  /// Takes a time of submission from whoever knows better than who spoke before.
  private mutating func state(_ moment: StatedMoment, from source: SubmissionSource) {
    if let known = submittedFrom, known.rawValue < source.rawValue { return }
    submitted = moment
    submittedFrom = source
  }

  private mutating func set(_ label: Label) {
    labels.removeAll { $0.name == label.name }
    labels.append(label)
    labels.sort { $0.name < $1.name }
  }

  private mutating func take(_ annotation: Annotation) {
    if annotation.note != nil { notes += 1 }
    project = annotation.project ?? project
    for label in annotation.labels { set(label) }
    labels.removeAll { annotation.removedLabels.contains($0.name) }
    if let charged = annotation.isCharged {
      isCharged = charged
      chargedBy = .person
    }
  }

  private mutating func take(_ closing: Closing, _ event: Event) {
    guard !state.isVerdict, closing.state.isVerdict else { return }
    become(closing.state, event)
    reason = nil
    errorCode = nil
    errorText = closing.why
  }

  private mutating func take(_ saved: SavedAsset, _ event: Event) {
    let place = place(ofVariant: saved.variant, index: saved.index)
    assets[place].saved = saved
    assets[place].savedAt = event.observed
    assets[place].failure = nil
  }

  private mutating func take(_ failure: AssetFailure) {
    let place = place(ofVariant: failure.variant, index: failure.index)
    assets[place].failure = failure.why
  }

  /// The place of the asset in ``assets``, made where it is missing, with those before it.
  private mutating func place(ofVariant variant: String, index: Int) -> Int {
    let index = min(max(index, 0), Self.assetsMax - 1)
    let places = assets.indices.filter { assets[$0].asset.variant == variant }
    if index < places.count { return places[index] }
    for _ in places.count...index { assets.append(JobAsset(asset: Asset(variant: variant))) }
    return assets.count - 1
  }
}
