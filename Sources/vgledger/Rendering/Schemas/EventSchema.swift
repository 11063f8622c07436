internal import Ledger

extension EventLine {
  /// The fields of ``members(_:key:raw:)``, in the same order.
  static let fields = [
    Field("sequence", .whole, "Its place in the log."),
    Field("kind", .text, "What kind of event it is."),
    Field("source", .text, "How it came into the ledger."),
    Field("job", .optional(.text), "Short key of its job."),
    Field("job_number", .optional(.whole), "Number of its job."),
    Field("recorded_at", .optional(.moment), "When it was appended, by our clock."),
    Field("observed_at", .optional(.moment), "When the fact was observed."),
    Field("observed_assumed", .truth, "Whether the time of observation is only assumed."),
    Field("conflict", .truth, "Whether another event has its identity and other content."),
    Field(
      "state", .optional(.word(JobState.allCases.map(\.word))), "The state that the answer says."),
    Field("http_status", .optional(.whole), "HTTP status of the answer."),
    Field("latency_ms", .optional(.whole), "Milliseconds until the answer came."),
    Field("request_id", .optional(.text), "The provider's id of the request."),
    Field("detail", .text, "What it says, in a few words."),
    Field("body", .optional(.text), "The body as it was received; with --raw.", isExtra: true),
  ]

  static let timelineFields = [
    Field("at", .optional(.moment), "When it happened."),
    Field("until", .optional(.moment), "When it was last so, or must have happened."),
    Field("word", .text, "What happened."),
    Field("detail", .text, "More about it."),
    Field("source", .text, "How it is known."),
    Field("first_sequence", .optional(.whole), "Place of the first event behind the line."),
    Field("last_sequence", .optional(.whole), "Place of the last event behind the line."),
    Field("events", .whole, "Events folded into the line."),
  ]

  static let columns: [Table.Column] = [
    .init(name: "EVENT", alignment: .right),
    .init(name: "OBSERVED", rank: 3),
    .init(name: "KIND"),
    .init(name: "SOURCE", rank: 1),
    .init(name: "JOB", rank: 4),
    .init(name: "DETAIL", widthLeast: 20),
  ]
}

extension AnswerSchema {
  static let log = AnswerSchema(
    name: "log", title: "Events in log order, each checked against its hash.", kind: .list,
    fields: EventLine.fields,
    totals: [
      Field("matched", .whole, "Events that were asked for."),
      Field("events", .whole, "All events of the ledger."),
    ])
}
