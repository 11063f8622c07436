internal import Ledger
internal import Providers

/// An event as a line of `log`, and as JSON.
enum EventLine {
  static func text(_ event: Event, _ style: Style) -> String {
    let place = "#\(event.sequence.rawValue)".padded(to: 7, onLeft: true)
    let kind = event.fact.kind.word.padded(to: 18)
    let source = event.source.word.padded(to: 7)
    return "  \(place)  \(Words.dateAndClock(event.observed))  \(kind)  \(source)  "
      + detail(event).escaped.clipped(to: max(20, style.width - 62))
  }

  /// One cell for each of ``columns``.
  ///
  /// `id`: the cell of its job's key.
  static func cells(_ event: Event, _ id: Table.Cell, _ times: TimeDisplay) -> [Table.Cell] {
    [
      .init("#\(event.sequence.rawValue)"), .init(times.text(event.observed)),
      .init(event.fact.kind.word), .init(event.source.word), id, .init(detail(event)),
    ]
  }

  /// What the event says, in a few words.
  static func detail(_ event: Event) -> String {
    switch event.fact {
    case .jobTracked(let declaration): declaration.nativeID
    case .jobRefused(let answer, let observation), .statusObserved(let answer, let observation):
      words([
        answer.httpStatus.map { "\($0)" }, observation.state?.word, observation.providerStatus,
        observation.progress.map { "\($0) %" }, observation.reason?.rawValue,
        observation.errorCode,
      ])
    case .statusUnreachable(let unreachable):
      words([unreachable.cause.rawValue, unreachable.detail])
    case .webhookReceived(let delivery, let observation),
      .webhookClaimed(let delivery, let observation):
      words([delivery.type, delivery.id, observation.state?.word])
    case .assetSaved(let saved): words([saved.variant, "\(saved.bytes) bytes", saved.path])
    case .assetFailed(let failure): words([failure.variant, failure.why])
    case .jobAnnotated(let annotation):
      words(
        [annotation.note, annotation.project] + annotation.labels.map(\.text)
          + annotation.removedLabels.map { "-\($0)" })
    case .jobClosed(let closing): words([closing.state.word, closing.why])
    case .ledgerCreated(let creation): creation.origin
    case .ledgerAccount(let binding): words([binding.name, binding.dialect, binding.origin])
    case .ledgerPrice(let price):
      words([price.terms.model, price.terms.text, price.terms.source, price.by])
    case .ledgerCheckpoint(let publication):
      words(["size \(publication.size)"] + publication.places)
    case .ledgerRedacted(let redaction):
      words(
        redaction.contents.map(\.rawValue).sorted()
          + ["\(redaction.records) records", redaction.why, redaction.by])
    case .ledgerOther: ""
    }
  }

  private static func words(_ words: [String?]) -> String {
    words.compactMap(\.self).joined(separator: "  ")
  }

  /// The body that came with the event; `nil` where it has none.
  static func body(_ event: Event) -> [UInt8]? {
    switch event.fact {
    case .jobRefused(let answer, _), .statusObserved(let answer, _): answer.body
    case .webhookReceived(let delivery, _), .webhookClaimed(let delivery, _): delivery.body
    case .jobTracked, .statusUnreachable, .assetSaved, .assetFailed, .jobAnnotated, .jobClosed,
      .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted,
      .ledgerOther:
      nil
    }
  }

  /// The event as JSON.
  ///
  /// `key`: the short key of its job, where it is known.
  ///
  /// `raw`: with the body as it was received.
  static func members(_ event: Event, key: String? = nil, raw: Bool = false) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("sequence", .number(String(event.sequence.rawValue))),
      ("kind", .string(event.fact.kind.word)),
      ("source", .string(event.source.word)),
      ("job", .optional(key)),
      ("job_number", .optional(event.job?.rawValue)),
      ("recorded_at", JobFields.time(event.recorded)),
      ("observed_at", JobFields.time(event.observed)),
      ("observed_assumed", .boolean(event.marks.contains(.observedAssumed))),
      ("conflict", .boolean(event.marks.contains(.conflict))),
      ("state", .optional(event.fact.observation?.state?.word)),
      ("http_status", .optional(answer(event)?.httpStatus)),
      ("latency_ms", .optional(answer(event)?.latencyMilliseconds)),
      ("request_id", .optional(answer(event)?.headers.requestID)),
      ("detail", .string(detail(event))),
    ]
    if raw {
      members.append(("body", .optional(body(event).map { String(decoding: $0, as: UTF8.self) })))
    }
    return members
  }

  private static func answer(_ event: Event) -> Answer? {
    switch event.fact {
    case .jobRefused(let answer, _), .statusObserved(let answer, _): answer
    case .jobTracked, .statusUnreachable, .webhookReceived, .webhookClaimed, .assetSaved,
      .assetFailed, .jobAnnotated, .jobClosed, .ledgerCreated, .ledgerAccount, .ledgerPrice,
      .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      nil
    }
  }

  /// A line of a timeline as JSON.
  static func object(_ line: TimelineLine) -> JSON {
    .members([
      ("at", JobFields.time(line.at)),
      ("until", JobFields.time(line.until)),
      ("word", .string(line.word)),
      ("detail", .string(line.detail)),
      ("source", .string(line.source)),
      ("first_sequence", .optional(line.first?.rawValue)),
      ("last_sequence", .optional(line.last?.rawValue)),
      ("events", .number(String(line.first == nil ? 0 : line.count))),
    ])
  }
}
