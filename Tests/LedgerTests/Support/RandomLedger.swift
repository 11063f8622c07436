@testable import Ledger

/// Makes ledgers in which filters find something: few words in many combinations, every kind of
/// event, some values as extreme as a provider could send them.
struct RandomLedger {
  static let accounts = ["sora", "veo", "vertex", "gateway"]
  static let dialects = ["openai-videos", "gemini-operations", "vertex-operations"]
  static let models = [
    "veo-3.1-generate-001", "veo-3.1-fast-generate-001", "sora-2", "sora-2-pro", "veo-3.10",
  ]
  /// The last two are the same to a person, and other bytes.
  static let projects = ["acme", "acme/spot", "acmeville", "été", "e\u{301}te\u{301}"]
  static let sizes = ["1280x720", "1080x1920", "3840x2160", "odd"]
  static let resolutions = ["720p", "1080p", "4k"]
  static let people = ["ada", "render-bot@farm2"]
  static let labelNames = ["shot", "take"]
  static let labelValues = ["sc010", "sc010-a", "3"]
  static let prompts = ["A red car in the rain", "a blue car", "ein grüner Wagen"]
  static let codes = ["13", "moderation_blocked", "E\u{301}", "É"]
  static let costs = [
    "0", "0.80", "2.5", "9300000000.5", "-9223372036.854775808", "cheap", "1e400",
  ]
  static let currencies = ["USD", "usd", "credits", "$", nil]

  private var generator: SeededGenerator
  private let jobsMost: Int

  init(seed: UInt64, jobs: Int = 30) {
    generator = SeededGenerator(seed: seed)
    jobsMost = jobs
  }

  /// A ledger with so many random drafts, appended one by one and in batches.
  mutating func ledger(drafts count: Int = 200) async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    var drafts = drafts(count)[...]
    while !drafts.isEmpty {
      let size = Bool.random(using: &generator) ? 1 : Int.random(in: 1...25, using: &generator)
      _ = try await temporary.ledger.append(Array(drafts.prefix(size)))
      drafts = drafts.dropFirst(size)
    }
    return temporary
  }

  mutating func drafts(_ count: Int) -> [EventDraft] { (0..<count).map { _ in draft() } }

  private mutating func one<Value>(of all: [Value]) -> Value {
    all[Int.random(in: all.indices, using: &generator)]
  }

  private mutating func perhaps<Value>(_ all: [Value]) -> Value? {
    Bool.random(using: &generator) ? one(of: all) : nil
  }

  private mutating func draft() -> EventDraft {
    let kind = Int.random(in: 0..<40, using: &generator)
    if kind == 0 { return price() }
    if kind == 1 {
      let account = one(of: Self.accounts)
      return .account(
        account, one(of: ["https://api.openai.com/v1", "https://gateway.example"]),
        isRebind: true)
    }
    let declaration = declaration()
    let source = one(of: EventSource.allCases)
    let observed: Moment? =
      kind == 2 ? nil : .at(.random(in: -3000...3000, using: &generator))
    return EventDraft(
      subject: .job(declaration), source: source, observed: observed,
      fact: fact(kind, declaration))
  }

  private mutating func fact(_ kind: Int, _ declaration: Declaration) -> Fact {
    switch kind {
    case 2..<8: .jobTracked(declaration)
    case 8..<11: .jobAnnotated(annotation())
    case 11: .jobClosed(Closing(state: one(of: [.gone, .canceled]), why: "decided", by: nil))
    case 12..<15:
      .assetSaved(
        SavedAsset(
          variant: one(of: ["video", "thumbnail"]), index: one(of: [0, 1]), path: "/v.mp4",
          bytes: 7, sha256: [UInt8](repeating: 7, count: 32), contentType: nil))
    case 15: .assetFailed(AssetFailure(variant: "video", index: 0, why: "HTTP 403"))
    case 16: .statusUnreachable(Unreachable(cause: .timeout))
    case 17..<20:
      .webhookReceived(
        Delivery(id: "wh_\(generator.next())", sent: nil, type: nil, body: []), observation())
    case 20: .jobRefused(Answer(httpStatus: 400, body: []), observation())
    default:
      .statusObserved(Answer(httpStatus: one(of: [nil, 200, 429, 500]), body: []), observation())
    }
  }

  private mutating func declaration() -> Declaration {
    let index = Int.random(in: 0..<jobsMost, using: &generator)
    var declaration = Declaration(
      account: Self.accounts[index % Self.accounts.count],
      nativeID: index % 3 == 0 ? "models/m/operations/op\(index)" : "video_\(index)",
      dialect: Self.dialects[index % Self.dialects.count])
    if Bool.random(using: &generator) {
      declaration.submitted = StatedMoment(
        .at(.random(in: -3000...3000, using: &generator)), width: one(of: [1, 1000]))
      declaration.submittedFrom = one(of: [.client, .id, .firstSeen])
    }
    declaration.model = perhaps(Self.models)
    declaration.videoMilliseconds = perhaps([4000, 8000, -1, .max])
    declaration.size = perhaps(Self.sizes)
    declaration.resolution = perhaps(Self.resolutions)
    declaration.audio = perhaps([true, false])
    declaration.samplesAsked = perhaps([1, 2, 4, 5_000_000_000, -5_000_000_000])
    declaration.project = perhaps(Self.projects)
    declaration.by = perhaps(Self.people)
    declaration.labels = perhaps(labels()).map { [$0] } ?? []
    declaration.prompt = perhaps(Self.prompts).flatMap {
      PromptRecord($0, policy: one(of: [.full, .hash]))
    }
    return declaration
  }

  private func labels() -> [Label] {
    Self.labelNames.flatMap { name in
      Self.labelValues.map { Label(name: name, value: $0) }
    }
  }

  private mutating func annotation() -> Annotation {
    var annotation = Annotation()
    annotation.note = perhaps(["keep"])
    annotation.project = perhaps(Self.projects)
    annotation.labels = perhaps(labels()).map { [$0] } ?? []
    annotation.removedLabels = perhaps(Self.labelNames).map { [$0] } ?? []
    annotation.isCharged = perhaps([true, false])
    annotation.by = perhaps(Self.people)
    return annotation
  }

  private mutating func observation() -> Observation {
    var observation = Observation(state: perhaps(JobState.allCases) ?? one(of: [.running, nil]))
    observation.providerStatus = perhaps(["in_progress"])
    observation.progress = perhaps([10, 90])
    observation.reason = perhaps([.safety, .outputAudioSafety, .rateLimited])
    observation.errorCode = perhaps(Self.codes)
    observation.errorText = perhaps(["no"])
    observation.model = perhaps(Self.models)
    observation.size = perhaps(Self.sizes)
    observation.samplesGiven = perhaps([0, 1, 2])
    observation.samplesFiltered = perhaps([0, 1])
    observation.created = perhaps([StatedMoment(.at(-100), width: 1000)])
    observation.completed = perhaps([
      StatedMoment(.at(50), width: 1000), StatedMoment(.at(200, 5), width: 1),
      StatedMoment(Moment(rawValue: .min), width: .max),
    ])
    if let expires = perhaps([nil, Moment.at(0), .at(9_999_999)]) {
      observation.assets = [
        Asset(uri: "https://a.example/1", expires: expires), Asset(variant: "thumbnail"),
      ]
    }
    observation.prompt = perhaps(Self.prompts).flatMap { PromptRecord($0, policy: .full) }
    observation.isCharged = perhaps([true, false, nil, nil]) ?? nil
    if let amount = perhaps(Self.costs) {
      observation.statedCost = StatedCost(amount: amount, currency: one(of: Self.currencies))
    }
    return observation
  }

  private mutating func price() -> EventDraft {
    var terms = PriceTerms(
      model: one(of: ["veo-3.1", "sora-2", "veo"]), unit: one(of: [.second, .video]),
      amount: Amount(units: .random(in: 0...900_000_000, using: &generator)),
      currency: one(of: [.usd, .usd, Currency("EUR") ?? .usd]), source: "contract")
    terms.from = perhaps([.at(-500), .at(0)])
    terms.until = perhaps([.at(100), .at(2000)])
    if Bool.random(using: &generator) { terms.scope = .account(one(of: Self.accounts)) }
    terms.resolution = perhaps(["720p", "1080p"]).flatMap { ResolutionClass($0) }
    terms.audio = perhaps([true, false])
    return EventDraft(
      subject: .ledger, source: .person, observed: .at(0),
      fact: .ledgerPrice(PriceDeclaration(terms, by: "ada")))
  }
}

extension Ledger {
  /// The jobs that the events up to that place tell, folded one by one.
  func foldedJobs(upTo last: LogSequence) throws -> [JobNumber: Job] {
    let snapshot = try snapshot()
    var jobs: [JobNumber: Job] = [:]
    var place = LogSequence(rawValue: 1)
    while place <= last, let event = try snapshot.event(at: place) {
      place = place.next
      guard let number = event.job else { continue }
      if case .jobTracked(let declaration) = event.fact, jobs[number] == nil {
        jobs[number] = Job(number: number, declaration: declaration, event: event)
      }
      jobs[number]?.apply(event)
    }
    return jobs
  }
}
