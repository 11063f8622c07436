internal import Ledger

/// The schemas of what commands say they did.
extension AnswerSchema {
  private static let appendedResult = Field(
    "result", .word(["appended", "already_there", "conflict"]), "What became of it.")
  private static let sequence = Field("sequence", .whole, "Place of its event in the log.")
  private static let key = Field("key", .text, "Short key of the job.")
  private static let id = Field("id", .text, "The provider's own id of the job.")
  private static let accountName = Field("account", .text, "The account.")

  static let account = AnswerSchema(
    name: "account", title: "Accounts, configured or bound in this ledger.", kind: .report,
    fields: [
      accountName,
      Field("dialect", .text, "The wire shape that it speaks."),
      Field("base_url", .optional(.text), "Where it is, as configured; null where it is not."),
      Field("bound_origin", .optional(.text), "The place that its name stands for here."),
      Field("has_key", .truth, "Whether a key is set."),
    ])

  static let config = AnswerSchema(
    name: "config", title: "Settings of this run.", kind: .report,
    fields: [
      Field("name", .text, "The setting."),
      Field("value", .optional(.text), "Its value; null where nobody sets it."),
      Field("origin", .text, "Where the value comes from."),
    ])

  static let configPath = AnswerSchema(
    name: "config-path", title: "Configuration files.", kind: .report,
    fields: [
      Field("path", .text, "Where the file is, or would be."),
      Field("exists", .truth, "Whether it is there."),
    ])

  private static let rejectionFields = [
    Field("file", .optional(.text), "The file; null for standard input."),
    Field("line", .optional(.whole), "Its line; null where the whole file cannot be used."),
    Field("reason", .text, "Why it cannot be used."),
  ]

  static let imported = AnswerSchema(
    name: "import", title: "What an import added.", kind: .report,
    fields: [
      Field("dry_run", .truth, "Whether nothing was written."),
      Field("added", .whole, "Records that were new; with a dry run, that would be."),
      Field("already_there", .whole, "Records that the ledger had already."),
      Field("conflicts", .list(.whole), "Places of events in conflict with others."),
      Field("rejected", .whole, "Records that could not be used."),
      Field("skipped", .whole, "Records about something else than videos."),
      Field("events", .whole, "Events appended: a record may be two."),
      Field("rejections", .list(.object(rejectionFields)), "What could not be used, and why."),
      Field("formats", .map(.whole), "Files read, by their format."),
    ])

  static let initialize = AnswerSchema(
    name: "init", title: "The ledger that was made.", kind: .report,
    fields: [
      Field("ledger", .text, "Its folder."),
      Field("origin", .optional(.text), "The name under which checkpoints are signed."),
      Field("ledger_id", .optional(.text), "Its random id, hexadecimal."),
      Field("public_key", .optional(.text), "The key that checks its signatures, hexadecimal."),
    ])

  static let label = AnswerSchema(
    name: "label", title: "The labels that were recorded.", kind: .report, fields: [key, sequence])

  static let note = AnswerSchema(
    name: "note", title: "The note that was recorded.", kind: .report, fields: [key, sequence])

  static let record = AnswerSchema(
    name: "record", title: "What became of a recorded answer.", kind: .report,
    fields: [
      key, id, accountName,
      Field("state", .word(JobState.allCases.map(\.word)), "Where the job stands now."),
      Field("kind", .text, "The kind of the event."),
      Field(
        "answer_state", .optional(.word(JobState.allCases.map(\.word))),
        "The state that the answer says."),
      appendedResult, sequence,
    ])

  static let rebuild = AnswerSchema(
    name: "rebuild", title: "What rebuild made, or where projections differ from the log.",
    kind: .report,
    fields: [
      Field("projection", .text, "The projection, or all of them."),
      Field("events", .whole, "Events that were folded."),
      Field("differences", .optional(.whole), "Entries that differ; null where none was compared."),
    ])

  static let rebuildDiff = AnswerSchema(
    name: "rebuild-diff", title: "The jobs that a fold of the log concludes otherwise.",
    kind: .report,
    fields: [key, id, accountName] + conclusion("before_", "the stored row")
      + conclusion("", "the log"),
    totals: [
      Field("events", .whole, "Events that were folded."),
      Field("changed", .whole, "Jobs that are concluded otherwise."),
    ])

  /// What is concluded about a job; all `null` where that source does not know the job.
  private static func conclusion(_ prefix: String, _ source: String) -> [Field] {
    [
      Field(
        prefix + "state", .optional(.word(JobState.allCases.map(\.word))),
        "Where it stands, says \(source)."),
      Field(prefix + "reason", .optional(.text), "Why, says \(source)."),
      Field(prefix + "charged", .optional(.truth), "Whether it is charged for, says \(source)."),
      Field(
        prefix + "cost", .optional(.text), "The provider's price and its currency, says \(source)."),
    ]
  }

  static let sync = AnswerSchema(
    name: "sync", title: "Jobs that changed while every open one was asked.", kind: .report,
    fields: [
      key, id, accountName,
      Field("before", .word(JobState.allCases.map(\.word)), "Where the job stood before."),
      Field("state", .word(JobState.allCases.map(\.word)), "Where it stands now."),
    ],
    totals: [
      Field("asked", .whole, "Questions asked."),
      Field("answered", .whole, "Those that a provider answered, errors included."),
      Field("changed", .whole, "Jobs that changed."),
      Field("listed", .optional(.whole), "Jobs in the providers' lists; null without --discover."),
      Field(
        "tracked", .optional(.whole), "Those that nobody had tracked; null without --discover."),
    ])

  static let track = AnswerSchema(
    name: "track", title: "Jobs that are followed now.", kind: .report,
    fields: [key, id, accountName, appendedResult, sequence])

  static let doctor = AnswerSchema(
    name: "doctor", title: "What was checked, and how it is.", kind: .report,
    fields: [
      Field("part", .text, "What was looked at."),
      Field("level", .word(["ok", "warning", "failed", "note"]), "How it is."),
      Field("text", .text, "What was found, and what to do."),
    ],
    totals: [
      Field("failed", .whole, "Checks that failed."),
      Field("warnings", .whole, "Warnings."),
      Field("ok", .whole, "Checks that passed."),
      Field("notes", .whole, "Things to know."),
    ])

  static let schemas = AnswerSchema(
    name: "schema", title: "The schemas of all answers.", kind: .report,
    fields: [
      Field("name", .text, "The command."),
      Field("word", .text, "The value of schema in its answers."),
      Field("title", .text, "What its answers are."),
    ])

  /// Every schema, in the order of the names.
  static let all =
    ([
      account, AtRiskScreen.schema, config, configPath, cost, costWasted, doctor,
      FailuresScreen.schema, imported,
      initialize, label, list, log, note, rebuild, rebuildDiff, record, schemas, show,
      StatsScreen.schema,
      status, sync, timeline, track, wait, webhookList, webhookSend, webhookShow,
    ] + money + integrity).sorted { $0.name < $1.name }
}
