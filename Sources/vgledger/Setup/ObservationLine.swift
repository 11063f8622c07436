internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// One saved answer, as `import --from observations` and `record` take it.
struct ObservationLine {
  var account: String?
  var job: String?
  var observed: Moment?
  var httpStatus: Int?
  var headers = AnswerHeaders()
  var declared: DeclaredFacts?
  var latencyMilliseconds: Int64?
  var body: [UInt8]
  /// What was cut out of the body before it was saved.
  var cuts: BodyCuts = []
  /// Nobody knows when the answer came; ``observed`` is only when it was saved.
  var isObservedAssumed = false
  /// The answer refused a create call.
  var isRefusal = false

  init(body: [UInt8]) { self.body = body }

  /// Why a line cannot be used.
  struct Unusable: Error {
    let why: String
  }

  /// Reads a line of JSON: `account`, `job`, `observed_at`, `http_status`, `headers`, `declared`,
  /// `body` or `body_base64`.
  init(_ json: JSON) throws(Unusable) {
    body = try Self.body(json)
    cuts = BodyCuts(words: json["cuts"]?.elements?.compactMap(\.text) ?? [])
    latencyMilliseconds = json["latency_ms"]?.integer
    isObservedAssumed = json["observed_assumed"]?.truth ?? false
    isRefusal = json["kind"]?.text == EventKind.jobRefused.word
    account = json.first("account", "provider")?.text
    job = json["job"]?.text
    if let status = json["http_status"] {
      guard let number = status.integer, (100...599).contains(number) else {
        throw Unusable(why: "http_status is no HTTP status")
      }
      httpStatus = Int(number)
    }
    if case .object(let members)? = json["headers"] {
      headers = AnswerHeaders(
        members.compactMap { member in
          member.value.textOrNumber.map { (name: member.name, value: $0) }
        })
    }
    observed = try Self.observed(json["observed_at"])
    declared = try json["declared"].map(DeclaredFacts.init)
  }

  /// The body of a line, byte for byte.
  static func body(_ json: JSON) throws(Unusable) -> [UInt8] {
    let body: [UInt8]
    if let text = json["body_base64"]?.text {
      guard let data = Data(base64Encoded: text) else {
        throw Unusable(why: "body_base64 is not base 64")
      }
      body = Array(data)
    } else if case .string(let text)? = json["body"] {
      body = Array(text.utf8)
    } else if json["redacted"]?.truth == true {
      throw Unusable(why: "its body was redacted")
    } else {
      throw Unusable(why: "it has no body; write it as a string, as received")
    }
    guard body.count <= Ledger.bodyBytesMax else {
      throw Unusable(why: "its body has \(body.count) bytes, more than a ledger takes")
    }
    return body
  }

  /// The time of a line; `nil` where it has none.
  static func observed(_ json: JSON?) throws(Unusable) -> Moment? {
    guard let json else { return nil }
    return try observed(json, "observed_at")
  }

  /// The moment that a member states; `name`: the member's.
  static func observed(_ json: JSON, _ name: String) throws(Unusable) -> Moment {
    if let text = json.text, let moment = Moment(rfc3339: text) { return moment }
    if let number = json.double, let moment = TimeText.unix(number) { return moment }
    throw Unusable(why: "\(name) is no time: write RFC 3339, or Unix seconds or milliseconds")
  }
}

extension ObservationLine {
  fileprivate var answer: Answer {
    Answer(
      httpStatus: httpStatus, headers: headers, latencyMilliseconds: latencyMilliseconds,
      body: body, cuts: cuts)
  }
}

/// Makes drafts of saved answers: finds account and job, reads the body, applies the privacy
/// setting.
struct ObservationIntake {
  private(set) var accounts: Accounts
  let prompts: PromptPolicy
  let source: EventSource
  /// What is said about a job beside its id, where it is new.
  var declare: (inout Declaration) -> Void = { _ in }
  /// Cuts our own keys: an account that is learned brings none.
  let reader: AnswerReader
  private var identified = IdentifiedJobs()

  init(accounts: Accounts, prompts: PromptPolicy, source: EventSource) {
    self.accounts = accounts
    self.prompts = prompts
    self.source = source
    reader = AnswerReader(prompts: prompts, keys: accounts.all.values.flatMap(\.knownKeys))
  }

  /// Takes an account from a file, where the configuration does not have it.
  mutating func learn(_ binding: AccountBinding) throws(Failure) {
    accounts = try accounts.adding(binding)
    identified = IdentifiedJobs()
  }

  /// The account and id that are meant by an id and perhaps an account's name.
  mutating func identify(
    _ job: String, provider: String?
  ) throws(Failure) -> (access: AccountAccess, id: JobID) {
    try identified.identify(job, provider: provider, among: accounts)
  }

  /// Refuses an id of another wire shape, as ``Accounts/refuseOtherDialect(_:_:)`` does.
  mutating func refuseOtherDialect(_ access: AccountAccess, _ id: String) throws(Failure) {
    guard let shape = identified.shape(of: id) else { return }
    try Accounts.refuse(shape, of: id, for: access)
  }

  /// The events of a line: what it declares of the job, and the answer.
  ///
  /// - Throws: A ``Failure`` that says why the answer belongs to no job.
  mutating func drafts(
    _ line: ObservationLine
  ) throws(Failure) -> (access: AccountAccess, drafts: [EventDraft]) {
    let (access, draft) = try draft(line)
    guard let declared = line.declared, case .job(var declaration) = draft.subject else {
      return (access, [draft])
    }
    declared.apply(to: &declaration, prompts)
    let tracking = EventDraft(
      subject: .job(declaration), source: source, observed: line.observed,
      fact: .jobTracked(declaration))
    return (access, [tracking, draft])
  }

  /// - Throws: A ``Failure`` that says why the answer belongs to no job.
  mutating func draft(
    _ line: ObservationLine
  ) throws(Failure) -> (access: AccountAccess, draft: EventDraft) {
    if line.job == nil, let claimed = try claimed(line, reader) { return claimed }
    guard let (access, id) = try place(line) else { return try refused(line) }
    if line.isRefusal { return (access, refusal(id, access, line)) }
    let (answer, observation) = reader.read(
      line.answer, dialect: access.account.dialect, asked: id.text)
    return (access, draft(id, access, line, .statusObserved(answer, observation)))
  }

  private func draft(
    _ id: JobID, _ access: AccountAccess, _ line: ObservationLine, _ fact: Fact
  ) -> EventDraft {
    var declaration = id.declaration(account: access.account.name)
    declare(&declaration)
    return EventDraft(
      subject: .job(declaration), source: source, observed: line.observed,
      isObservedAssumed: line.isObservedAssumed, fact: fact)
  }

  /// A webhook body without its signature: kept as a claim, which changes no state.
  private func claimed(
    _ line: ObservationLine, _ reader: AnswerReader
  ) throws(Failure) -> (access: AccountAccess, draft: EventDraft)? {
    let read = reader.read(Delivery(id: nil, sent: nil, type: nil, body: line.body))
    guard let id = read.event.jobID else { return nil }
    let access = try accounts.named(
      line.account ?? id.dialect.builtInAccount ?? id.dialect.rawValue)
    return (
      access,
      draft(id, access, line, .webhookClaimed(read.delivery, read.event.observation))
    )
  }

  /// The account and the job: as the line says, else as the body says.
  private mutating func place(
    _ line: ObservationLine
  ) throws(Failure) -> (access: AccountAccess, id: JobID)? {
    if let job = line.job { return try identify(job, provider: line.account) }
    guard let name = BodyID.read(line.body) else { return nil }
    return try identify(name, provider: line.account)
  }

  /// A create call that was refused before an id existed gets a name of its own from its body.
  private func refused(
    _ line: ObservationLine
  ) throws(Failure) -> (access: AccountAccess, draft: EventDraft) {
    guard BodyID.isError(line.body), let account = line.account else {
      throw Failure(
        .badData, "the body names no job; give it with --job, and the account with --provider")
    }
    let access = try accounts.named(account)
    let name = BodyID.localName(line.body, line.observed)
    guard let id = JobID(name, dialect: access.account.dialect) else {
      throw Failure(.ourBug, "the local name '\(name)' is no id")
    }
    return (access, refusal(id, access, line))
  }

  private func refusal(
    _ id: JobID, _ access: AccountAccess, _ line: ObservationLine
  ) -> EventDraft {
    var (answer, observation) = reader.read(
      line.answer, dialect: access.account.dialect, asked: id.text)
    observation.state = observation.reason?.isSafety == true ? .filtered : .failed
    return draft(id, access, line, .jobRefused(answer, observation))
  }
}
