import Testing

/// A command line whose answer is held against its schema.
struct SchemaCase: Sendable, CustomTestStringConvertible {
  /// What is there before the command runs.
  enum Setting {
    case nothing
    case emptyLedger
    /// Two jobs, one blocked, one finished, with a label and a note.
    case jobs
    /// A provider that answers with a finished job.
    case provider
    /// The same, before anybody has asked.
    case tracked
    /// A delivery that nobody checked, and a secret.
    case delivery
    /// Two jobs, and a copy in `broken` of which a record was altered.
    case broken
    /// Two jobs of whom the projections tell something else than the log.
    case reopened
    /// Two jobs, with a backup in `copy` and the log in `log.jsonl`.
    case copied
  }

  let schema: String
  let words: [String]
  var setting = Setting.jobs
  var input = ""
  var status: Int32 = 0

  var testDescription: String { "\(words.joined(separator: " ")), \(setting)" }

  static let fate = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1)

  /// At least one for every schema; a new schema needs a line here.
  static let all: [Self] = [
    Self(schema: "account", words: ["account"], setting: .nothing),
    Self(schema: "account", words: ["account"]),
    Self(schema: "at-risk", words: ["at-risk"], setting: .emptyLedger),
    Self(schema: "at-risk", words: ["at-risk"], setting: .provider),
    Self(schema: "config", words: ["config", "show"], setting: .nothing),
    Self(schema: "config", words: ["config", "get", "poll.min"], setting: .nothing),
    Self(schema: "config-path", words: ["config", "path", "-v"], setting: .nothing),
    Self(schema: "doctor", words: ["doctor"], setting: .nothing),
    Self(schema: "doctor", words: ["doctor"]),
    Self(schema: "import", words: ["import", "-"], setting: .emptyLedger, input: observation),
    Self(
      schema: "import", words: ["import", "-", "--dry-run"], setting: .nothing,
      input: observation + "{}\n", status: 65),
    Self(schema: "verify", words: ["verify"]),
    Self(schema: "verify", words: ["verify", "--quick"], setting: .emptyLedger),
    Self(schema: "checkpoint", words: ["checkpoint"]),
    Self(schema: "checkpoint", words: ["checkpoint", "--print-key"], setting: .emptyLedger),
    Self(schema: "proof", words: ["proof", "@last", "--to", "proofs"]),
    Self(schema: "redact", words: ["redact", "@last", "--bodies"]),
    Self(schema: "redact", words: ["redact", "@last", "--prompt", "--yes"]),
    Self(schema: "backup", words: ["backup", "copy"]),
    Self(schema: "restore", words: ["restore", "copy", "--check"], setting: .copied),
    Self(schema: "restore", words: ["restore", "copy", "--ledger", "new"], setting: .copied),
    Self(
      schema: "import-ledger",
      words: ["import", "--from", "ledger", "log.jsonl", "--ledger", "new"], setting: .copied),
    Self(schema: "salvage", words: ["salvage", "ledger", "--to", "saved"]),
    Self(schema: "salvage", words: ["salvage", "broken", "--to", "saved"], setting: .broken),
    Self(schema: "init", words: ["init", "--origin", "studio-a/main"], setting: .nothing),
    Self(schema: "label", words: ["label", "@last", "shot=2"]),
    Self(schema: "list", words: ["list"], setting: .emptyLedger),
    Self(schema: "list", words: ["list"]),
    Self(
      schema: "list",
      words: ["list", "since:2026-08", "model:sora", "--now", "2026-08-20T00:00:00Z"]),
    Self(schema: "list", words: ["list"], setting: .provider),
    Self(schema: "log", words: ["log"], setting: .emptyLedger),
    Self(schema: "log", words: ["log", "--raw"]),
    Self(schema: "log", words: ["log", "source:webhook"]),
    Self(schema: "note", words: ["note", "@last", "too", "dark"]),
    Self(schema: "price", words: ["price", "list"], setting: .emptyLedger),
    Self(schema: "price-show", words: ["price", "show", "sora-2"], setting: .emptyLedger),
    Self(schema: "price-set", words: ["price", "set", "m", "0.10 USD/s"], setting: .emptyLedger),
    Self(
      schema: "price-import", words: ["price", "import", "-", "--dry-run"], setting: .emptyLedger,
      input: #"{"model":"m","amount":"0.10","currency":"USD","unit":"second"}"# + "\n"),
    Self(
      schema: "price-diff", words: ["price", "diff", "2024-01-01", "2026-11-01"],
      setting: .emptyLedger),
    Self(schema: "rebuild", words: ["rebuild"]),
    Self(
      schema: "reconcile",
      words: ["reconcile", "--provider", "sora", "--period", "2026", "--invoice", "-"],
      input: "date,model,amount,currency\n2026-08-01,sora-2,0.80,USD\n"),
    Self(schema: "rebuild", words: ["rebuild", "--check"], setting: .emptyLedger),
    Self(schema: "rebuild-diff", words: ["rebuild", "--diff"], setting: .reopened, status: 1),
    Self(
      schema: "record", words: ["record", "--provider", "sora"], setting: .nothing,
      input: #"{"id":"\#(History.sora)","object":"video","status":"queued"}"#),
    Self(schema: "schema", words: ["schema"], setting: .nothing),
    Self(schema: "show", words: ["show", "@last", "@-2"]),
    Self(schema: "show", words: ["show", "@last", "@-2", "--events"]),
    Self(schema: "show", words: ["show", "@-2", "--raw"]),
    Self(schema: "stats", words: ["stats"], setting: .emptyLedger),
    Self(schema: "stats", words: ["stats", "--by", "model", "--min-n", "1"]),
    Self(schema: "failures", words: ["failures"], setting: .emptyLedger),
    Self(schema: "failures", words: ["failures"]),
    Self(schema: "cost", words: ["cost"], setting: .emptyLedger),
    Self(schema: "cost", words: ["cost", "--by", "month", "--cumulative"]),
    Self(schema: "cost", words: ["cost", "--by", "model", "--average"]),
    Self(schema: "cost", words: ["cost", "--by", "project", "--tree"]),
    Self(schema: "cost-wasted", words: ["cost", "--wasted"], setting: .emptyLedger),
    Self(schema: "cost-wasted", words: ["cost", "--wasted"]),
    Self(schema: "timeline", words: ["timeline"], setting: .emptyLedger),
    Self(schema: "timeline", words: ["timeline"]),
    Self(schema: "status", words: ["status", fate.id(0)], setting: .provider),
    Self(schema: "sync", words: ["sync"], setting: .emptyLedger),
    Self(schema: "sync", words: ["sync"], setting: .tracked),
    Self(schema: "webhook-list", words: ["webhook", "list"], setting: .emptyLedger),
    Self(schema: "webhook-list", words: ["webhook", "list"], setting: .delivery),
    Self(schema: "webhook-show", words: ["webhook", "show", "4"], setting: .delivery),
    Self(
      schema: "webhook-send",
      words: ["webhook", "send", "video.completed", "--to", "http://127.0.0.1:9/webhooks/openai"],
      setting: .delivery, status: 69),
    Self(schema: "wait", words: ["wait", "@-2"], status: 11),
    Self(schema: "track", words: ["track", History.sora, History.veo], setting: .nothing),
    Self(schema: "track", words: ["track", History.sora]),
  ]

  private static let observation =
    #"{"account":"sora","job":"\#(History.sora)","http_status":200,"body":"{\"status\":\"queued\"}"}"#
    + "\n"
}
