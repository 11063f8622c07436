internal import Ledger
internal import Providers

/// A job of a timeline as JSON and as columns.
enum TimelineFields {
  static let fields = [
    Field("key", .text, "Short key, the same in every ledger."),
    Field("id", .text, "The provider's own id."),
    Field("account", .text, "The account where it lives."),
    Field("model", .optional(.text), "The model that was asked."),
    Field("project", .optional(.text), "The project it belongs to."),
    Field("group", .optional(.text), "What --by groups it under."),
    Field("state", .word(JobState.allCases.map(\.word)), "Where it stands."),
    Field("reason", .optional(.text), "Stable class of why it failed or was filtered."),
    Field("submitted_at", .moment, "When it was submitted, or first seen."),
    Field(
      "submitted_from", .word(["client", "provider", "id", "first_seen"]),
      "Who says when it was submitted."),
    Field("queued_until", .optional(.moment), "When it began to run; the middle of what is known."),
    Field("finished_at_lo", .optional(.moment), "The earliest moment when it can have finished."),
    Field("finished_at_hi", .optional(.moment), "The latest moment when it can have finished."),
    Field("verdict_at", .optional(.moment), "When the ledger saw the verdict."),
    Field("last_seen_at", .moment, "When this ledger last heard of it."),
    Field("queued_ms", .optional(.whole), "Milliseconds accepted and not begun; the middle."),
    Field("running_ms", .optional(.whole), "Milliseconds being made; the middle."),
    Field("total_ms", .optional(.whole), "Milliseconds from submission to finish; the middle."),
    Field("lag_ms", .optional(.whole), "Milliseconds from finish until we noticed; the middle."),
  ]

  static func members(_ job: Job, group: String?) -> [(String, JSON)] {
    let phases = Phases(job)
    let submitted = job.submitted?.moment ?? job.firstSeen
    let queuedUntil = phases.queued.map { submitted.adding(milliseconds: $0.middle) }
    return [
      ("key", .string(job.key.text)),
      ("id", .string(job.nativeID)),
      ("account", .string(job.account)),
      ("model", .optional(job.model)),
      ("project", .optional(job.project)),
      ("group", .optional(group)),
      ("state", .string(job.state.word)),
      ("reason", .optional(job.reason?.rawValue)),
      ("submitted_at", JobFields.time(submitted)),
      ("submitted_from", .string((job.submittedFrom ?? .firstSeen).word)),
      ("queued_until", JobFields.time(queuedUntil)),
      ("finished_at_lo", JobFields.time(phases.finished?.lowerBound)),
      ("finished_at_hi", JobFields.time(phases.finished?.upperBound)),
      ("verdict_at", JobFields.time(job.verdictObserved)),
      ("last_seen_at", JobFields.time(job.lastSeen)),
      ("queued_ms", .optional(phases.queued?.middle)),
      ("running_ms", .optional(phases.running?.middle)),
      ("total_ms", .optional(phases.total?.middle)),
      ("lag_ms", .optional(phases.lag?.middle)),
    ]
  }
}

extension AnswerSchema {
  static let timeline = AnswerSchema(
    name: "timeline", title: "Jobs over time, oldest first.", kind: .report,
    fields: TimelineFields.fields,
    totals: [
      Field("matched", .whole, "Jobs that match, shown or not."),
      Field("jobs", .whole, "All jobs in the window."),
    ])
}
