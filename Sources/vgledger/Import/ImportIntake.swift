internal import Ledger
internal import Poller
internal import Providers

/// How far a source is believed.
enum ImportTrust: String, CaseIterable {
  /// Its answers are kept as claims, which change no state, and its declarations are left out.
  case low
  /// Its answers are taken as the provider's, at the times that it states.
  case normal
}

/// Makes drafts of records.
struct ImportIntake {
  let prompts: PromptPolicy
  let trust: ImportTrust
  /// The account of records that name none.
  let provider: String?
  /// When records that say nothing about it were observed.
  let observed: Moment?
  /// Knows more accounts after a line that binds one.
  private var intake: ObservationIntake
  private var accounts: Accounts { intake.accounts }

  init(
    accounts: Accounts, prompts: PromptPolicy, trust: ImportTrust, provider: String?,
    observed: Moment?
  ) {
    self.prompts = prompts
    self.trust = trust
    self.provider = provider
    self.observed = observed
    intake = ObservationIntake(accounts: accounts, prompts: prompts, source: .imported)
  }

  /// The drafts of one record, and the account that they belong to; a price belongs to none.
  ///
  /// - Throws: A ``Failure`` that says why it belongs to no job.
  mutating func drafts(
    _ record: ImportRecord
  ) throws -> (access: AccountAccess?, drafts: [EventDraft]) {
    if case .logged(let line) = record.kind { return try drafts(line) }
    var record = record
    record.line.account = record.line.account ?? provider
    record.line.observed = record.line.observed ?? observed
    let (access, draft) = try draft(record)
    guard case .job(let named) = draft.subject else { return (access, [draft]) }
    try intake.refuseOtherDialect(access, named.nativeID)
    if trust == .low { return (access, [claim(draft)]) }
    var drafts: [EventDraft] = []
    var declaration = named
    let declared = record.line.declared ?? record.declared
    declared.apply(to: &declaration, prompts)
    if !declared.isEmpty || draft.fact.kind == .jobTracked {
      drafts.append(
        EventDraft(
          subject: .job(declaration), source: .imported, observed: draft.observed,
          fact: .jobTracked(declaration)))
    }
    if draft.fact.kind != .jobTracked { drafts.append(priced(draft, record.statedCost)) }
    return (access, drafts)
  }

  /// What else our own export tells: accounts, declarations, deliveries, notes.
  private mutating func drafts(
    _ line: LoggedLine
  ) throws -> (access: AccountAccess?, drafts: [EventDraft]) {
    let found = try intake.drafts(line)
    guard trust == .low, !line.isAccount else { return found }
    return (
      found.access,
      try found.drafts.map { draft throws(Failure) in
        switch draft.fact.kind {
        case .webhookReceived, .webhookClaimed, .statusObserved, .jobRefused: claim(draft)
        case .jobTracked, .statusUnreachable, .assetSaved, .assetFailed, .jobAnnotated, .jobClosed,
          .ledgerCreated, .ledgerAccount, .ledgerKey, .ledgerPrice, .ledgerCheckpoint,
          .ledgerRedacted:
          throw Failure(
            .badData, "a \(draft.fact.kind.word) cannot be kept as a claim; it needs --trust normal"
          )
        }
      }
    )
  }

  private mutating func draft(
    _ record: ImportRecord
  ) throws(Failure) -> (access: AccountAccess, draft: EventDraft) {
    switch record.kind {
    case .answer, .logged: return try intake.draft(record.line)
    case .retold(let reading):
      let (access, id) = try identify(record.line)
      return (access, told(record.line, id, access, reading) { .statusObserved($0, $1) })
    case .declaration:
      let (access, id) = try identify(record.line)
      let declaration = id.declaration(account: access.account.name)
      return (
        access,
        EventDraft(
          subject: .job(declaration), source: .imported, observed: record.line.observed,
          fact: .jobTracked(declaration))
      )
    case .refused(let reading):
      let access = try accounts.named(
        record.line.account ?? Dialect.openAIVideos.builtInAccount ?? "sora")
      let name = BodyID.localName(record.line.body, record.line.observed)
      guard let id = JobID(name, dialect: access.account.dialect) else {
        throw Failure(.ourBug, "the local name '\(name)' is no id")
      }
      return (access, told(record.line, id, access, reading) { .jobRefused($0, $1) })
    }
  }

  private mutating func identify(
    _ line: ObservationLine
  ) throws(Failure) -> (access: AccountAccess, id: JobID) {
    guard let job = line.job else { throw Failure(.badData, "it names no job") }
    return try intake.identify(job, provider: line.account)
  }

  /// An answer that was read already; what must not be stored is cut as in any other.
  private func told(
    _ line: ObservationLine, _ id: JobID, _ access: AccountAccess, _ reading: Observation,
    _ fact: (Answer, Observation) -> Fact
  ) -> EventDraft {
    let answer = intake.reader.cut(
      Answer(httpStatus: line.httpStatus, headers: line.headers, body: line.body))
    return EventDraft(
      subject: .job(id.declaration(account: access.account.name)), source: .imported,
      observed: line.observed, fact: fact(answer, reading))
  }

  private func priced(_ draft: EventDraft, _ cost: StatedCost?) -> EventDraft {
    guard let cost else { return draft }
    var draft = draft
    switch draft.fact {
    case .statusObserved(let answer, var observation):
      observation.statedCost = observation.statedCost ?? cost
      draft.fact = .statusObserved(answer, observation)
    case .jobRefused, .webhookClaimed, .jobTracked, .statusUnreachable, .webhookReceived,
      .assetSaved, .assetFailed, .jobAnnotated, .jobClosed, .ledgerCreated, .ledgerAccount,
      .ledgerCheckpoint, .ledgerRedacted, .ledgerOther, .ledgerPrice:
      break
    }
    return draft
  }

  /// The answer as a claim: the job becomes known, and nothing else changes.
  private func claim(_ draft: EventDraft) -> EventDraft {
    var draft = draft
    switch draft.fact {
    case .statusObserved(let answer, let observation), .jobRefused(let answer, let observation):
      draft.fact = .webhookClaimed(
        Delivery(id: nil, sent: nil, type: "import", body: answer.body, cuts: answer.cuts),
        observation)
    case .webhookReceived(let delivery, let observation):
      draft.fact = .webhookClaimed(delivery, observation)
    case .webhookClaimed, .jobTracked, .statusUnreachable, .assetSaved, .assetFailed,
      .jobAnnotated, .jobClosed, .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint,
      .ledgerRedacted, .ledgerOther:
      break
    }
    return draft
  }
}
