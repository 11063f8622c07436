internal import Ledger

extension JobFields {
  /// The fields of ``members(_:)``, in the same order.
  static let fields: [Field] =
    identityFields + askedFields + timeFields + phaseFields + restFields

  private static let identityFields = [
    Field("key", .text, "Short key, the same in every ledger."),
    Field("id", .text, "The provider's own id."),
    Field("account", .text, "The account where it lives."),
    Field("dialect", .text, "The wire shape that the account speaks."),
    Field("number", .whole, "The sequence of its first event."),
    Field("state", .word(JobState.allCases.map(\.word)), "Where it stands."),
    Field("verdict", .truth, "Whether the state ends the job."),
    Field("provider_status", .optional(.text), "The provider's own word, as sent."),
    Field("progress", .optional(.whole), "Percent, as the newest answer says."),
    Field("reason", .optional(.text), "Stable class of why it failed or was filtered."),
    Field("error_code", .optional(.text), "The provider's code."),
    Field("error_message", .optional(.text), "The provider's text."),
    Field("http_status", .optional(.whole), "HTTP status of the newest answer."),
  ]

  private static let askedFields = [
    Field("model", .optional(.text), "The model that was asked."),
    Field("seconds", .optional(.number), "Length of video asked for."),
    Field("size", .optional(.text), "Size asked for, such as 1280x720."),
    Field("resolution", .optional(.text), "Resolution asked for, such as 720p."),
    Field("audio", .optional(.truth), "Whether sound was asked for."),
    Field("samples_asked", .optional(.whole), "Videos asked for."),
    Field("samples_given", .optional(.whole), "Videos given."),
    Field("samples_filtered", .optional(.whole), "Videos withheld by a filter."),
    Field("project", .optional(.text), "The project it belongs to."),
    Field("labels", .map(.text), "Labels by their names."),
    Field("prompt", .optional(.text), "The prompt, where the privacy setting keeps it."),
    Field("prompt_sha256", .optional(.text), "SHA-256 of the prompt, hexadecimal."),
  ]

  private static let timeFields = [
    Field("submitted_at", .optional(.moment), "When it was submitted."),
    Field(
      "submitted_from", .word(["client", "provider", "id", "first_seen"]),
      "Who says when it was submitted."),
    Field("first_seen_at", .optional(.moment), "When this ledger first heard of it."),
    Field("last_seen_at", .optional(.moment), "When this ledger last heard of it."),
    Field("finished_at", .optional(.moment), "When it finished; the middle of what is known."),
    Field("finished_at_lo", .optional(.moment), "The earliest moment when it can have finished."),
    Field("finished_at_hi", .optional(.moment), "The latest moment when it can have finished."),
    Field("finished_from", .optional(.text), "Who says when it finished."),
    Field("verdict_at", .optional(.moment), "When the ledger saw the verdict."),
  ]

  private static let phaseFields = [
    ("queued", "accepted and not begun"), ("running", "being made"),
    ("total", "from submission to finish"), ("lag", "from finish until we noticed"),
    ("fetch", "from notice until the video was saved"),
  ].flatMap { name, meaning in
    [
      Field("\(name)_ms", .optional(.whole), "Milliseconds \(meaning); the middle of its bounds."),
      Field("\(name)_lo_ms", .optional(.whole), "At least so many milliseconds \(meaning)."),
      Field("\(name)_hi_ms", .optional(.whole), "At most so many milliseconds \(meaning)."),
    ]
  }

  private static let restFields = [
    Field("assets", .list(.object(assetFields)), "Its results, and what was saved of them."),
    Field("cost", .optional(.decimal), "What it cost; unknown is null, never 0."),
    Field("currency", .optional(.text), "The currency of the cost."),
    Field(
      "cost_basis", .optional(.word(["estimated", "reported", "invoiced"])),
      "Where the cost comes from."),
    Field("list_price", .optional(.decimal), "What it costs by the price book, charged or not."),
    Field("list_currency", .optional(.text), "The currency of the list price."),
    Field("price_id", .optional(.text), "The row of the price book that holds for it."),
    Field("charged", .word(["yes", "no", "unknown"]), "Whether it is charged for."),
    Field("charged_by", .optional(.text), "Who says so."),
    Field("polls", .whole, "Status questions, answered or not."),
    Field("deliveries", .whole, "Webhook deliveries."),
    Field("events", .whole, "All events of the job."),
    Field("first_sequence", .whole, "Place of its first event in the log."),
    Field("last_sequence", .whole, "Place of its newest event in the log."),
    Field(
      "anomalies", .list(.word(Anomaly.allCases.map(\.rawValue).sorted())),
      "What contradicts itself."),
  ]

  private static let assetFields = [
    Field("variant", .text, "Which result: video, thumbnail, …"),
    Field("uri", .optional(.text), "Where the provider keeps it."),
    Field("expires_at", .optional(.moment), "Until when it can be fetched."),
    Field("saved_path", .optional(.text), "Where it was saved."),
    Field("bytes", .optional(.whole), "Its length."),
    Field("sha256", .optional(.text), "SHA-256 of its content, hexadecimal."),
    Field("content_type", .optional(.text), "Its media type, as the provider said."),
  ]
}

extension AnswerSchema {
  static let list = AnswerSchema(
    name: "list", title: "Jobs that match, newest first.", kind: .list, fields: JobFields.fields,
    totals: [
      Field("matched", .whole, "Jobs that match, shown or not."),
      Field("jobs", .whole, "All jobs of the ledger."),
    ])

  static let show = AnswerSchema(
    name: "show", title: "Jobs with their whole stories.", kind: .report,
    fields: JobFields.fields + [
      Field("timeline", .list(.object(EventLine.timelineFields)), "Its story, repeats folded."),
      Field("reason_meaning", .optional(.text), "The class of the reason in words."),
      Field(
        "usual_ms", .optional(.whole),
        "Milliseconds from submission to finish of half of the newest jobs of its kind."),
      Field("usual_running_ms", .optional(.whole), "Milliseconds for which half of them ran."),
      Field("usual_jobs", .whole, "How many jobs of its kind that rests on."),
      Field("takes", .whole, "Other newest jobs of the same prompt and settings that ended."),
      Field("takes_with_videos", .whole, "Those of them that gave videos."),
      Field(
        "event_log", .list(.object(EventLine.fields)),
        "Its events in log order; with --events or --raw.", isExtra: true),
    ])

  static let wait = AnswerSchema(
    name: "wait", title: "Jobs as they ended, then those that are still open.", kind: .report,
    fields: JobFields.fields,
    totals: [
      Field("waited", .whole, "Jobs that were waited for."),
      Field("ended", .whole, "Those that ended, or did what was waited for."),
    ])

  static let status = AnswerSchema(
    name: "status", title: "A job, just after its provider was asked.", kind: .single,
    fields: JobFields.fields + [
      Field("elapsed_ms", .whole, "Milliseconds from submission until the finish, or until now."),
      Field("expected_ms", .optional(.whole), "Milliseconds until half of its kind are done."),
      Field("expected_p90_ms", .optional(.whole), "Milliseconds until nine in ten are done."),
      Field("expected_jobs", .optional(.whole), "Finished jobs of its kind behind this."),
      Field("answered", .truth, "Whether the provider answered."),
      Field("answer_http_status", .optional(.whole), "HTTP status of this answer."),
      Field("answer_latency_ms", .optional(.whole), "Milliseconds until the answer came."),
      Field("answer_sequence", .whole, "Place of this answer in the log."),
    ])
}
