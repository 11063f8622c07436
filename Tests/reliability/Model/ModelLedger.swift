internal import Ledger

/// An event as the log must hold it.
struct ModelEvent {
  let job: ModelName?
  let fact: Fact
  let source: EventSource
  let observed: Moment
  let recorded: Moment
  let isAssumed: Bool
  let isConflict: Bool
}

/// What makes a job the same: two accounts can hand out one id.
struct ModelName: Hashable {
  let account: String
  let nativeID: String

  init(_ declaration: Declaration) {
    account = declaration.account
    nativeID = declaration.nativeID
  }
}

/// What must become of a draft.
enum ModelAnswer {
  case appended(UInt64)
  /// At one of these places.
  case alreadyThere([UInt64])
  case conflict(UInt64, with: [UInt64])

  func matches(_ appended: Appended) -> Bool {
    switch (self, appended) {
    case (.appended(let place), .appended(let sequence)): place == sequence.rawValue
    case (.alreadyThere(let places), .alreadyThere(let sequence)):
      places.contains(sequence.rawValue)
    case (.conflict(let place, let others), .conflict(let sequence, let existing)):
      place == sequence.rawValue && others.contains(existing.rawValue)
    case (.appended, _), (.alreadyThere, _), (.conflict, _): false
    }
  }
}

/// A ledger in memory, by the words of the documents: arrays, and one dictionary of jobs.
struct ModelLedger {
  struct Account: Hashable {
    var dialect: String
    var origin: String
    var place: UInt64
  }

  /// The event at place *n* is at index *n* − 1.
  private(set) var log: [ModelEvent]
  private(set) var jobs: [ModelName: ModelJob] = [:]
  private(set) var accounts: [String: Account] = [:]
  private(set) var pricePlaces: [UInt64] = []

  /// `creation`: what `create` has written.
  init(creation: ModelEvent) { log = [creation] }

  private var next: UInt64 { UInt64(log.count) + 1 }

  /// Appends all of the drafts or none.
  ///
  /// - Returns: What must become of each; `nil` where an account's name stands for another place,
  ///   so that nothing is written.
  mutating func append(_ drafts: [EventDraft], now: Moment) -> [ModelAnswer]? {
    var changed = self
    var answers: [ModelAnswer] = []
    for draft in drafts {
      guard let answer = changed.append(draft, now) else { return nil }
      answers.append(answer)
    }
    self = changed
    return answers
  }

  private mutating func append(_ draft: EventDraft, _ now: Moment) -> ModelAnswer? {
    guard case .job(let declaration) = draft.subject else { return appendOfLedger(draft, now) }
    let name = ModelName(declaration)
    guard let job = jobs[name] else {
      if case .jobTracked = draft.fact {} else { write(.jobTracked(declaration), draft, name, now) }
      return .appended(write(draft.fact, draft, name, now))
    }
    if case .jobTracked(let declared) = draft.fact, job.knows(declared) {
      return .alreadyThere(Array(job.places.prefix(1)))
    }
    let same = job.places.filter { isSame(draft, log[Int($0) - 1]) }
    guard same.isEmpty else { return .alreadyThere(same) }
    let others = job.places.filter { isConflict(draft, log[Int($0) - 1]) }
    let place = write(draft.fact, draft, name, now, isConflict: !others.isEmpty)
    return others.isEmpty ? .appended(place) : .conflict(place, with: others)
  }

  private mutating func appendOfLedger(_ draft: EventDraft, _ now: Moment) -> ModelAnswer? {
    if case .ledgerAccount(let binding) = draft.fact, let bound = accounts[binding.name] {
      if bound.origin != binding.origin, !binding.isRebind { return nil }
      if bound.origin == binding.origin, bound.dialect == binding.dialect {
        return .alreadyThere([bound.place])
      }
    }
    let same = pricePlaces.filter { isSame(draft, log[Int($0) - 1]) }
    guard same.isEmpty else { return .alreadyThere(same) }
    return .appended(write(draft.fact, draft, nil, now))
  }

  @discardableResult
  private mutating func write(
    _ fact: Fact, _ draft: EventDraft, _ job: ModelName?, _ now: Moment, isConflict: Bool = false
  ) -> UInt64 {
    let isUntold = draft.observed == nil && [.record, .imported].contains(draft.source)
    let event = ModelEvent(
      job: job, fact: fact, source: draft.source, observed: draft.observed ?? now, recorded: now,
      isAssumed: isUntold || draft.isObservedAssumed, isConflict: isConflict)
    let place = next
    log.append(event)
    if let job {
      jobs[job, default: ModelJob(account: job.account, nativeID: job.nativeID, first: event)]
        .take(event, at: place)
    }
    if case .ledgerAccount(let binding) = fact {
      accounts[binding.name] = Account(
        dialect: binding.dialect, origin: binding.origin, place: place)
    }
    if case .ledgerPrice = fact { pricePlaces.append(place) }
    return place
  }

  /// Whether the event is the draft's: "Idempotent append has three answers".
  private func isSame(_ draft: EventDraft, _ event: ModelEvent) -> Bool {
    let isHandedIn = draft.source == .record || draft.source == .imported
    switch (draft.fact, event.fact) {
    case (.statusObserved(let answer, _), .statusObserved(let known, _)):
      guard isHandedIn, answer.body == known.body else { return false }
      guard let observed = draft.observed, !draft.isObservedAssumed else { return true }
      return observed == event.observed && answer.httpStatus == known.httpStatus
    case (.webhookReceived(let delivery, _), .webhookReceived(let known, _)):
      return delivery.id == known.id && delivery.body == known.body
    case (.webhookClaimed(let delivery, _), .webhookClaimed(let known, _)):
      return delivery.body == known.body
    case (.jobTracked, _), (.statusUnreachable, _), (.jobAnnotated, _), (.jobClosed, _),
      (.ledgerPrice, _):
      return draft.source == .imported && draft.fact == event.fact
        && (draft.observed == nil || draft.observed == event.observed)
    case (.statusObserved, _), (.webhookReceived, _), (.webhookClaimed, _), (.jobRefused, _),
      (.assetSaved, _), (.assetFailed, _), (.ledgerCreated, _), (.ledgerAccount, _),
      (.ledgerCheckpoint, _), (.ledgerRedacted, _), (.ledgerOther, _):
      return false
    }
  }

  /// The same `webhook-id` with another body.
  private func isConflict(_ draft: EventDraft, _ event: ModelEvent) -> Bool {
    guard case .webhookReceived(let delivery, _) = draft.fact,
      case .webhookReceived(let known, _) = event.fact
    else { return false }
    return delivery.id == known.id && delivery.body != known.body
  }
}
