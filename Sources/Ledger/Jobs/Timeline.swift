/// One line of a job's story: an event, several that say the same, or what follows from them.
public struct TimelineLine: Hashable, Sendable {
  public var at: Moment
  /// The last moment of a line that folds several events, or the end of a gap.
  public var until: Moment?
  /// What happened in one word: `submitted`, a state, `saved`, `note` and others.
  public var word: String
  /// What there is to say beside the word; holds provider's text, so it is not to be trusted.
  public var detail: String
  /// Who knows it: `poll`, `webhook`, `provider`, `id`, `client`, `inferred` and others.
  public var source: String
  /// The events behind it; `nil` for what is inferred.
  public var first: LogSequence?
  public var last: LogSequence?
  /// How many events it folds.
  public var count: Int

  init(
    at: Moment, word: String, detail: String, source: String, sequence: LogSequence? = nil,
    count: Int = 1
  ) {
    self.at = at
    self.word = word
    self.detail = detail
    self.source = source
    first = sequence
    last = sequence
    self.count = count
  }
}

/// A job's story, told from its events.
public struct Timeline: Hashable, Sendable {
  public private(set) var lines: [TimelineLine] = []
  private var known: (state: JobState?, word: String?) = (nil, nil)
  private var foldable = false

  public init(_ job: Job, _ events: [Event]) {
    // In the order of what happened; imports may bring it in another.
    for event in events.sorted(by: { ($0.observed, $0.sequence) < ($1.observed, $1.sequence) }) {
      tell(event)
    }
    tellStart(job)
    tellEnd(job)
  }

  public static func == (left: Self, right: Self) -> Bool { left.lines == right.lines }

  public func hash(into hasher: inout Hasher) { hasher.combine(lines) }

  // MARK: Events

  private mutating func tell(_ event: Event) {
    switch event.fact {
    case .jobTracked(let declaration):
      let by = declaration.by.map { "by \($0)" } ?? ""
      add(event, "tracked", [by, assumed(event)].said)
    case .jobRefused(let answer, let observation):
      add(event, "refused", [http(answer), trouble(observation)].said)
    case .statusObserved(let answer, let observation): tell(event, answer, observation)
    case .statusUnreachable(let unreachable): tell(event, unreachable)
    case .webhookReceived(let delivery, let observation):
      known.state = observation.state ?? known.state
      add(
        event, observation.state?.word ?? "delivery",
        [delivery.type ?? "no type", trouble(observation)].said)
    case .webhookClaimed(let delivery, _):
      add(event, "claimed", [delivery.type ?? "no type", "unsigned, changes nothing"].said)
    case .assetSaved(let saved):
      add(event, "saved", "\(saved.variant), \(saved.bytes) bytes, \(saved.path)")
    case .assetFailed(let failure): add(event, "not saved", "\(failure.variant): \(failure.why)")
    case .jobAnnotated(let annotation): tell(event, annotation)
    case .jobClosed(let closing): add(event, closing.state.word, "closed: \(closing.why)")
    case .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted,
      .ledgerOther:
      add(event, event.fact.kind.word, "")
    }
  }

  private mutating func add(_ event: Event, _ word: String, _ detail: String) {
    foldable = false
    lines.append(
      TimelineLine(
        at: event.observed, word: word, detail: detail, source: event.source.word,
        sequence: event.sequence))
  }

  private mutating func tell(_ event: Event, _ answer: Answer, _ observation: Observation) {
    let word = observation.state?.word ?? "no state"
    let isRepeat =
      observation.state == known.state && observation.providerStatus == known.word
      && observation.state?.isVerdict != true
    let isSameTrouble =
      observation.state == nil && lines.last?.detail == troubleLine(answer, observation)
    if observation.state != nil {
      if isRepeat, fold(event, "no change", observation) { return }
    } else if isSameTrouble, fold(event, nil, observation) {
      return
    }
    known = observation.state == nil ? known : (observation.state, observation.providerStatus)
    let detail =
      observation.state == nil
      ? troubleLine(answer, observation)
      : [said(observation), trouble(observation), assumed(event)].said
    add(event, word, detail)
    foldable = true
  }

  /// Adds the event to a line that says the same; makes that line where there is none yet.
  private mutating func fold(_ event: Event, _ change: String?, _ observation: Observation) -> Bool
  {
    guard foldable, var line = lines.last, line.source == event.source.word,
      line.at <= event.observed
    else { return false }
    if let change, !line.detail.hasPrefix(change) {
      let first = TimelineLine(
        at: event.observed, word: line.word, detail: detail(change, observation),
        source: event.source.word, sequence: event.sequence)
      lines.append(first)
      return true
    }
    if let change { line.detail = detail(change, observation) }
    line.until = event.observed
    line.last = event.sequence
    line.count += 1
    lines[lines.count - 1] = line
    return true
  }

  private func detail(_ change: String, _ observation: Observation) -> String {
    [change, observation.progress.map { "at \($0) %" } ?? ""].said
  }

  private mutating func tell(_ event: Event, _ unreachable: Unreachable) {
    let detail = "no answer: \([unreachable.cause.rawValue, unreachable.detail ?? ""].said)"
    if lines.last?.detail == detail, foldable {
      lines[lines.count - 1].until = event.observed
      lines[lines.count - 1].last = event.sequence
      lines[lines.count - 1].count += 1
      return
    }
    add(event, "unreachable", detail)
    foldable = true
  }

  private mutating func tell(_ event: Event, _ annotation: Annotation) {
    if let note = annotation.note { add(event, "note", note) }
    if let project = annotation.project { add(event, "project", project) }
    if !annotation.labels.isEmpty {
      add(event, "label", annotation.labels.map(\.text).joined(separator: " "))
    }
    if !annotation.removedLabels.isEmpty {
      add(event, "unlabel", annotation.removedLabels.joined(separator: " "))
    }
    if let isCharged = annotation.isCharged {
      add(event, "charge", isCharged ? "charged" : "not charged")
    }
  }

  // MARK: What follows from the events

  private mutating func tellStart(_ job: Job) {
    guard let submitted = job.submitted, let source = job.submittedFrom else { return }
    let detail =
      switch source {
      case .client: "as declared"
      case .provider: "by the provider's clock"
      case .id: "read off the id"
      case .firstSeen: "first seen"
      }
    let line = TimelineLine(
      at: submitted.moment, word: "submitted", detail: detail, source: source.word)
    lines.insert(line, at: 0)  // nothing comes before it, whatever the clocks say
  }

  private mutating func tellEnd(_ job: Job) {
    let phases = Phases(job)
    guard let finished = phases.finished, let verdict = job.verdictSequence,
      let end = lines.firstIndex(where: { $0.first == verdict })
    else { return }
    let isExact = finished.lowerBound == finished.upperBound
    var line = TimelineLine(
      at: finished.lowerBound, word: "finished", detail: "", source: "inferred")
    let after: Moment
    switch phases.finishedFrom {
    case .provider:
      line.detail = "by the provider's clock" + (isExact ? "" : ", to the second")
      line.source = "provider"
      after = finished.upperBound
    case .poll, .webhook:
      guard !isExact else { return }
      line.detail = "in this gap"
      line.until = finished.upperBound
      after = finished.lowerBound
    case nil: return
    }
    lines.insert(line, at: lines[..<end].firstIndex { $0.at > after } ?? end)
  }

  // MARK: Words

  private func http(_ answer: Answer) -> String { answer.httpStatus.map { "HTTP \($0)" } ?? "" }

  private func said(_ observation: Observation) -> String {
    var words: [String] = []
    if let status = observation.providerStatus { words.append("\"\(status)\"") }
    if let progress = observation.progress { words.append("\(progress) %") }
    if let given = observation.samplesGiven, let filtered = observation.samplesFiltered,
      filtered > 0
    {
      words.append("\(filtered) of \(given + filtered) withheld")
    }
    return words.said
  }

  private func trouble(_ observation: Observation) -> String {
    [observation.reason?.rawValue ?? "", observation.errorCode ?? ""].said
  }

  private func troubleLine(_ answer: Answer, _ observation: Observation) -> String {
    [http(answer), trouble(observation)].said
  }

  private func assumed(_ event: Event) -> String {
    event.marks.contains(.observedAssumed) ? "time of the append, none was given" : ""
  }
}

extension [String] {
  /// The parts that say something, with commas.
  fileprivate var said: String { filter { !$0.isEmpty }.joined(separator: ", ") }
}
