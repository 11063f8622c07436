internal import Ledger

/// Drafts from seeded numbers, of so few jobs, moments and bodies that they often meet again.
struct ModelDrafts {
  static let accounts = ["sora", "veo", "gate"]
  static let projects = ["acme", "acme/spot", "north"]
  static let start: Int64 = 1_750_000_000_000
  /// The moments of answers: more than ten minutes, so that denials can add up.
  static let span: Int64 = 40 * 60_000

  var random: SeededGenerator
  /// What was drawn before; some of it comes again.
  private var earlier: [EventDraft] = []

  init(random: SeededGenerator) { self.random = random }

  mutating func next() -> EventDraft {
    if let again = earlier.randomElement(using: &random), draw(6) == 0 {
      return draw(2) == 0 ? again : changed(again)
    }
    let draft = fresh()
    earlier.append(draft)
    return draft
  }

  private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func moment() -> Moment {
    let step = Int64.random(in: 0...(Self.span / 60_000), using: &random)
    return Moment(rawValue: Self.start + step * 60_000)
  }

  private mutating func declaration() -> Declaration {
    Declaration(
      account: Self.accounts[draw(Self.accounts.count)], nativeID: "video_\(draw(4))",
      dialect: "openai-videos")
  }

  private mutating func described() -> Declaration {
    var declaration = declaration()
    if draw(2) == 0 { declaration.model = "sora-\(draw(2))" }
    if draw(2) == 0 { declaration.project = Self.projects[draw(3)] }
    if draw(3) == 0 { declaration.labels = [Label(name: "team", value: "\(draw(2))")] }
    if draw(3) == 0 {
      declaration.submitted = StatedMoment(moment(), width: 1)
      declaration.submittedFrom = .client
    }
    return declaration
  }

  private mutating func observation() -> Observation {
    guard draw(4) > 0 else {
      var trouble = Observation()
      trouble.isDenial = draw(3) > 0
      return trouble
    }
    let states: [JobState] = [
      .queued, .running, .running, .succeeded, .failed, .filtered, .canceled, .expired, .unknown,
      .gone,
    ]
    return Observation(state: states[draw(states.count)])
  }

  /// The words of an answer follow from what it says, and a number beside them.
  private func body(_ observation: Observation, _ number: Int) -> [UInt8] {
    Array("{\"\(observation.state?.word ?? "error") \(observation.isDenial)\": \(number)}".utf8)
  }

  private mutating func delivery(_ observation: Observation, hasID: Bool) -> Delivery {
    Delivery(
      id: hasID ? "hook_\(draw(2))" : nil, sent: nil, type: "video.completed",
      body: body(observation, draw(2)))
  }

  private mutating func fresh() -> EventDraft {
    let observation = observation()
    let isImported = draw(2) == 0
    let observed = draw(4) == 0 ? nil : moment()
    switch draw(22) {
    case 0...2:
      let declaration = described()
      return EventDraft(
        subject: .job(declaration), source: isImported ? .imported : .person, observed: observed,
        fact: .jobTracked(declaration))
    case 3...11:
      let sources: [EventSource] = [.poll, .record, .imported]
      let answer = Answer(
        httpStatus: [200, 404, nil][draw(3)], latencyMilliseconds: Int64(draw(3)),
        body: body(observation, draw(3)))
      return EventDraft(
        subject: .job(described()), source: sources[draw(3)], observed: observed,
        isObservedAssumed: observed != nil && draw(12) == 0,
        fact: .statusObserved(answer, observation))
    case 12...14:
      let delivery = delivery(observation, hasID: true)
      return EventDraft(
        subject: .job(declaration()), source: .webhook, observed: observed,
        fact: .webhookReceived(delivery, observation))
    case 15:
      let delivery = delivery(observation, hasID: isImported)
      return EventDraft(
        subject: .job(declaration()), source: .record, observed: observed,
        fact: .webhookClaimed(delivery, observation))
    case 16, 17:
      return EventDraft(
        subject: .job(declaration()), source: isImported ? .imported : .person,
        observed: observed, fact: .jobAnnotated(annotation()))
    case 18:
      let states: [JobState] = [.lost, .gone, .canceled, .failed]
      return EventDraft(
        subject: .job(declaration()), source: isImported ? .imported : .person,
        observed: observed, fact: .jobClosed(Closing(state: states[draw(4)], why: "no answer")))
    case _: return ofLedger(isImported: isImported)
    }
  }

  private mutating func annotation() -> Annotation {
    var annotation = Annotation()
    switch draw(4) {
    case 0: annotation.note = "note \(draw(3))"
    case 1: annotation.labels = [Label(name: "team", value: "\(draw(2))")]
    case 2: annotation.removedLabels = ["team"]
    case _: annotation.project = Self.projects[draw(3)]
    }
    return annotation
  }

  private mutating func ofLedger(isImported: Bool) -> EventDraft {
    if draw(2) == 0 {
      let binding = AccountBinding(
        name: Self.accounts[draw(3)], dialect: "openai-videos",
        origin: "https://\(draw(2)).example/v1", isRebind: draw(2) == 0)
      return EventDraft(subject: .ledger, source: .person, fact: .ledgerAccount(binding))
    }
    let terms = PriceTerms(
      model: "sora-\(draw(2))", unit: .second, amount: Amount(units: Int128(draw(3)) * 100_000_000),
      currency: .usd, source: "a list")
    return EventDraft(
      subject: .ledger, source: isImported ? .imported : .person, observed: moment(),
      fact: .ledgerPrice(PriceDeclaration(terms)))
  }

  /// Nearly the same once more: at another moment, from another source.
  private mutating func changed(_ draft: EventDraft) -> EventDraft {
    var other = draft
    switch draft.source {
    case .record: other.source = .imported
    case .imported: other.source = draw(2) == 0 ? .record : .imported
    case .person, .poll, .webhook, .tool: break
    }
    if draw(2) == 0 { other.observed = draw(3) == 0 ? nil : moment() }
    return other
  }
}
