internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// A line of `export observations`: its `kind` says what it is, and without one it is an answer.
enum LoggedLine {
  case answer(ObservationLine)
  case account(AccountBinding, observed: Moment?)
  case price(PriceDeclaration, observed: Moment?, isObservedAssumed: Bool)
  case statement(StatementLine)

  /// Reads a line; `docs/observations.md` has its members.
  init(_ json: JSON) throws(ObservationLine.Unusable) {
    guard let word = json["kind"]?.text else {
      self = .answer(try ObservationLine(json))
      return
    }
    switch EventKind(word: word) {
    case .statusObserved, .jobRefused: self = .answer(try ObservationLine(json))
    case .ledgerAccount:
      guard let name = json["account"]?.text, let dialect = json["dialect"]?.text,
        let origin = json["base_url"]?.text
      else { throw .init(why: "it needs account, dialect and base_url") }
      self = .account(
        AccountBinding(
          name: name, dialect: dialect, origin: origin, isRebind: json["rebind"]?.truth ?? false),
        observed: try ObservationLine.observed(json["observed_at"]))
    case .ledgerPrice:
      self = .price(
        try Self.price(json), observed: try ObservationLine.observed(json["observed_at"]),
        isObservedAssumed: json["observed_assumed"]?.truth ?? false)
    case .jobTracked, .statusUnreachable, .webhookReceived, .webhookClaimed, .assetSaved,
      .assetFailed, .jobAnnotated, .jobClosed:
      self = .statement(try StatementLine(json))
    case .ledgerCreated, .ledgerKey, .ledgerCheckpoint, .ledgerRedacted, nil:
      throw .init(why: "there is no kind '\(word.escaped.clipped(to: 40))' of a line")
    }
  }
}

extension LoggedLine {
  /// Whether it binds an account.
  var isAccount: Bool {
    switch self {
    case .account: true
    case .answer, .price, .statement: false
    }
  }

  /// The price that a line declares; its times are moments, so no zone matters.
  private static func price(_ json: JSON) throws(ObservationLine.Unusable) -> PriceDeclaration {
    let row = PriceRowText { name in
      let value = json[name == "source" ? "price_source" : name]
      return value?.textOrNumber ?? value?.truth.map { $0 ? "true" : "false" }
    }
    let times = TimeContext(now: Moment(rawValue: 0), zone: .utc)
    do throws(PriceRowError) {
      return PriceDeclaration(
        try row.terms(times, source: "no source given"), by: json["by"]?.text)
    } catch {
      throw .init(why: error.description.escaped)
    }
  }
}

/// What a line says about a job that is no answer to a status question.
struct StatementLine {
  let account: String
  let job: String
  let observed: Moment?
  let isObservedAssumed: Bool
  let statement: Statement

  enum Statement {
    /// What the line declares, over what the id itself tells.
    case tracked(JSON)
    case delivery(Delivery, isClaim: Bool)
    /// A fact that is stored as the line has it.
    case fact(Fact)
  }

  init(_ json: JSON) throws(ObservationLine.Unusable) {
    guard let account = json["account"]?.text, let job = json["job"]?.text else {
      throw .init(why: "it needs account and job")
    }
    self.account = account
    self.job = job
    observed = try ObservationLine.observed(json["observed_at"])
    isObservedAssumed = json["observed_assumed"]?.truth ?? false
    statement = try Self.statement(json)
  }

  private static func statement(_ json: JSON) throws(ObservationLine.Unusable) -> Statement {
    let fields = LineFields(json: json)
    switch json["kind"]?.text.flatMap(EventKind.init(word:)) {
    case .jobTracked: return .tracked(json)
    case .webhookReceived: return .delivery(try delivery(fields), isClaim: false)
    case .webhookClaimed: return .delivery(try delivery(fields), isClaim: true)
    case .statusUnreachable:
      let word = try fields.text("cause")
      guard let cause = Unreachable.Cause(rawValue: word) else {
        throw .init(why: "there is no cause '\(word.escaped.clipped(to: 40))'")
      }
      return .fact(
        .statusUnreachable(
          Unreachable(
            cause: cause, latencyMilliseconds: json["latency_ms"]?.integer,
            detail: json["detail"]?.text)))
    case .assetSaved:
      guard let sha256 = [UInt8](hexadecimal: try fields.text("sha256")), sha256.count == 32,
        let bytes = json["bytes"]?.integer, bytes >= 0
      else { throw .init(why: "it needs bytes and a sha256 of 64 digits") }
      return .fact(
        .assetSaved(
          SavedAsset(
            variant: try fields.text("variant"), index: try fields.index(),
            path: try fields.text("path"), bytes: UInt64(bytes), sha256: sha256,
            contentType: json["content_type"]?.text)))
    case .assetFailed:
      return .fact(
        .assetFailed(
          AssetFailure(
            variant: try fields.text("variant"), index: try fields.index(),
            why: try fields.text("why"))))
    case .jobAnnotated: return .fact(.jobAnnotated(annotation(fields)))
    case .jobClosed:
      let word = try fields.text("state")
      guard let state = JobState(word: word), state.isVerdict else {
        throw .init(why: "'\(word.escaped.clipped(to: 40))' is no state that ends a job")
      }
      return .fact(
        .jobClosed(Closing(state: state, why: try fields.text("why"), by: json["by"]?.text)))
    case .statusObserved, .jobRefused, .ledgerCreated, .ledgerAccount, .ledgerKey, .ledgerPrice,
      .ledgerCheckpoint, .ledgerRedacted, nil:
      throw .init(why: "it is no statement about a job")
    }
  }

  private static func delivery(
    _ fields: LineFields
  ) throws(ObservationLine.Unusable) -> Delivery {
    Delivery(
      id: fields.json["delivery_id"]?.text, sent: try fields.stated("sent"), type: nil,
      body: try ObservationLine.body(fields.json),
      cuts: BodyCuts(words: fields.json["cuts"]?.elements?.compactMap(\.text) ?? []))
  }

  private static func annotation(_ fields: LineFields) -> Annotation {
    var annotation = Annotation()
    annotation.note = fields.json["note"]?.text
    annotation.project = fields.json["project"]?.text
    annotation.labels = fields.labels
    annotation.removedLabels = fields.json["removed_labels"]?.elements?.compactMap(\.text) ?? []
    annotation.isCharged = fields.json["charged"]?.truth
    annotation.by = fields.json["by"]?.text
    return annotation
  }
}

extension ObservationIntake {
  /// The events of a line, and the account that they belong to; a price belongs to none.
  ///
  /// An account that the configuration does not have is known from its line on.
  mutating func drafts(
    _ line: LoggedLine
  ) throws -> (access: AccountAccess?, drafts: [EventDraft]) {
    switch line {
    case .answer(let answer): return try drafts(answer)
    case .statement(let statement):
      let (access, draft) = try draft(statement)
      return (access, [draft])
    case .account(let binding, let observed):
      try learn(binding)
      let draft = EventDraft(
        subject: .ledger, source: source, observed: observed, fact: .ledgerAccount(binding))
      return (try accounts.named(binding.name), [draft])
    case .price(let price, let observed, let isObservedAssumed):
      let draft = EventDraft(
        subject: .ledger, source: source, observed: observed,
        isObservedAssumed: isObservedAssumed, fact: .ledgerPrice(price))
      return (nil, [draft])
    }
  }

  /// Makes a draft of a statement.
  ///
  /// A `webhook.received` line is taken at its word: the ledger that wrote it has checked the
  /// signature.
  mutating func draft(
    _ line: StatementLine
  ) throws -> (access: AccountAccess, draft: EventDraft) {
    let (access, id) = try identify(line.job, provider: line.account)
    var declaration = id.declaration(account: access.account.name)
    let fact: Fact
    switch line.statement {
    case .fact(let stated): fact = stated
    case .delivery(let delivery, let isClaim):
      let read = reader.read(delivery)
      fact =
        isClaim
        ? .webhookClaimed(read.delivery, read.event.observation)
        : .webhookReceived(read.delivery, read.event.observation)
    case .tracked(let json):
      try LineFields(json: json).apply(to: &declaration, prompts: prompts)
      fact = .jobTracked(declaration)
    }
    return (
      access,
      EventDraft(
        subject: .job(declaration), source: source, observed: line.observed,
        isObservedAssumed: line.isObservedAssumed, fact: fact)
    )
  }
}

/// Members of a line as values.
private struct LineFields {
  let json: JSON

  func text(_ name: String) throws(ObservationLine.Unusable) -> String {
    guard let text = json[name]?.text else { throw .init(why: "it needs \(name)") }
    return text
  }

  func index() throws(ObservationLine.Unusable) -> Int {
    let index = json["index"]?.integer ?? 0
    guard (0..<1_000_000).contains(index) else {
      throw .init(why: "its index is no place in a list")
    }
    return Int(index)
  }

  /// A time and the width of what it states: a whole second where the line does not say.
  func stated(_ name: String) throws(ObservationLine.Unusable) -> StatedMoment? {
    guard let moment = try ObservationLine.observed(json[name + "_at"]) else { return nil }
    return StatedMoment(moment, width: max(1, json[name + "_width_ms"]?.integer ?? 1000))
  }

  /// In the order of the line.
  var labels: [Label] {
    guard case .object(let members)? = json["labels"] else { return [] }
    return members.compactMap { member in
      member.value.textOrNumber.map { Label(name: member.name, value: $0) }
    }
  }

  /// Puts what the line declares over what is declared already.
  func apply(
    to declaration: inout Declaration, prompts: PromptPolicy
  ) throws(ObservationLine.Unusable) {
    if let submitted = try stated("submitted") {
      declaration.submitted = submitted
      let word = json["submitted_from"]?.text
      declaration.submittedFrom = SubmissionSource.allCases.first { $0.word == word } ?? .client
    }
    declaration.model = json["model"]?.text ?? declaration.model
    declaration.videoMilliseconds = json["video_ms"]?.integer
    declaration.size = json["size"]?.text
    declaration.resolution = json["resolution"]?.text
    declaration.audio = json["audio"]?.truth
    declaration.samplesAsked = json["samples_asked"]?.integer.flatMap { Int(exactly: $0) }
    declaration.prompt = prompt(prompts)
    declaration.project = json["project"]?.text
    declaration.labels = labels.sorted { $0.name < $1.name }
    declaration.by = json["by"]?.text
  }

  /// The prompt by our own setting, or what an earlier setting left of it.
  private func prompt(_ prompts: PromptPolicy) -> PromptRecord? {
    if let text = json["prompt"]?.text { return PromptRecord(text, policy: prompts) }
    guard prompts != .off, let text = json["prompt_sha256"]?.text,
      let sha256 = [UInt8](hexadecimal: text), sha256.count == 32
    else { return nil }
    return PromptRecord(
      sha256: sha256, characters: json["prompt_characters"]?.integer.flatMap { Int(exactly: $0) })
  }
}
