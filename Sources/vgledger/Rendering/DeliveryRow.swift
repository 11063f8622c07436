internal import Ledger
internal import Providers

/// A delivery as lists and reports tell it.
struct DeliveryRow {
  let event: Event
  let delivery: Delivery
  /// Its signature was not checked, or does not bind its body: it changes no state.
  let isClaimed: Bool
  let key: ShortKey?
  /// The account of its job.
  let account: String?

  /// `nil` for an event that is no delivery.
  init?(_ event: Event, _ key: ShortKey?, account: String?) {
    switch event.fact {
    case .webhookReceived(let delivery, _):
      self.delivery = delivery
      isClaimed = false
    case .webhookClaimed(let delivery, _):
      self.delivery = delivery
      isClaimed = true
    case .jobTracked, .jobRefused, .statusObserved, .statusUnreachable, .assetSaved, .assetFailed,
      .jobAnnotated, .jobClosed, .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint,
      .ledgerRedacted, .ledgerOther:
      return nil
    }
    self.event = event
    self.key = key
    self.account = account
  }

  static func isDelivery(_ event: Event) -> Bool {
    DeliveryRow(event, nil, account: nil) != nil
  }

  static let columns: [Table.Column] = [
    .init(name: "EVENT", alignment: .right),
    .init(name: "RECEIVED", rank: 2),
    .init(name: "TYPE"),
    .init(name: "ACCOUNT", rank: 4),
    .init(name: "JOB"),
    .init(name: "SAYS", rank: 3),
    .init(name: "DELIVERY", rank: 1, widthLeast: 12),
  ]

  static let fields = [
    Field("sequence", .whole, "Its place in the log."),
    Field("id", .optional(.text), "Its webhook-id."),
    Field("type", .optional(.text), "The event that it tells of."),
    Field("account", .optional(.text), "The account of the job."),
    Field("job", .optional(.text), "Short key of the job."),
    Field(
      "state", .optional(.word(JobState.allCases.map(\.word))), "The state that it says."),
    Field("is_claimed", .truth, "Whether nobody vouches for its body: it changes no state."),
    Field("source", .text, "How it came into the ledger."),
    Field("received_at", .optional(.moment), "When it came."),
    Field("sent_at", .optional(.moment), "When its sender says that it sent it."),
    Field("bytes", .whole, "Length of its body, as it is stored."),
  ]

  var members: [(String, JSON)] {
    [
      ("sequence", .number(String(event.sequence.rawValue))),
      ("id", .optional(delivery.id)),
      ("type", .optional(delivery.type)),
      ("account", .optional(account)),
      ("job", .optional(key?.whole)),
      ("state", .optional(event.fact.observation?.state?.word)),
      ("is_claimed", .boolean(isClaimed)),
      ("source", .string(event.source.word)),
      ("received_at", JobFields.time(event.observed)),
      ("sent_at", delivery.sent.map { JobFields.time($0.moment) } ?? .null),
      ("bytes", .number(String(delivery.body.count))),
    ]
  }

  func cells(_ times: TimeDisplay, hasWideIDs: Bool) -> [Table.Cell] {
    let says = event.fact.observation?.state?.word ?? ""
    return [
      .init("#\(event.sequence.rawValue)"),
      .init(times.text(event.observed)),
      .init(delivery.type ?? "?"),
      .init(account ?? ""),
      key.map { hasWideIDs ? Table.Cell($0.whole) : $0.cell } ?? "",
      .init(isClaimed ? "\(says), claimed" : says),
      .init(delivery.id ?? "?"),
    ]
  }
}

extension AnswerSchema {
  static let webhookList = AnswerSchema(
    name: "webhook-list", title: "Deliveries in log order.", kind: .list,
    fields: DeliveryRow.fields, totals: [Field("matched", .whole, "Deliveries that match.")])

  static let webhookShow = AnswerSchema(
    name: "webhook-show", title: "Deliveries with their bodies.", kind: .report,
    fields: DeliveryRow.fields + [Field("body", .text, "Its body, as it is stored.")])

  static let webhookSend = AnswerSchema(
    name: "webhook-send", title: "What became of deliveries that were sent.", kind: .report,
    fields: [
      Field("id", .text, "The webhook-id."),
      Field("type", .optional(.text), "The event that it tells of."),
      Field("http_status", .optional(.whole), "What it was answered; null without an answer."),
      Field("latency_ms", .optional(.whole), "Milliseconds until the answer came."),
      Field("error", .optional(.text), "Why no answer came."),
    ])
}
