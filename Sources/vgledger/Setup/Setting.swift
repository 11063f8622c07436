internal import FoundationEssentials
internal import Ledger
internal import Poller

/// One setting: its name, what it means, and where it may stand.
///
/// `config`, `help config` and `help environment` are all made from this table.
struct Setting: Sendable {
  /// With points between, such as `poll.min`; `NAME` stands for a name of the user's choice.
  let name: String
  let meaning: String
  /// What may be written, in words.
  let values: String
  /// What counts where nobody says anything; `nil` for nothing.
  let builtIn: String?
  /// The option and the variable that win over files.
  var option: String?
  var variable: String?
  /// Also, or only, in a project file.
  var isOfProject = false
  var isOfFile = true
  /// The value in one layer, as it would be written.
  let read: @Sendable (Configuration) -> String?

  static let all = [
    Setting(
      name: "ledger", meaning: "The ledger's folder.", values: "a folder; ~/ is your home",
      builtIn: "~/.local/share/vgledger/main", option: "--ledger", variable: "VGLEDGER_DIR",
      read: \.ledger),
    Setting(
      name: "timezone", meaning: "The zone in which times are shown.",
      values: "UTC, local, or a name such as Europe/Berlin", builtIn: "local", option: "--tz",
      variable: "VGLEDGER_TZ", isOfProject: true, read: \.timezone),
    Setting(
      name: "privacy.prompts", meaning: "What is kept of prompts when events are written.",
      values: "full, hash or off", builtIn: "full", read: { $0.privacy?.prompts?.rawValue }),
    Setting(
      name: "poll.min", meaning: "Watch asks no job more often.", values: "a time such as 2s",
      builtIn: text(PollPlan.Limits().least), read: { $0.poll?.min.map(text) }),
    Setting(
      name: "poll.max", meaning: "Watch asks every open job at least so often.",
      values: "a time such as 60s", builtIn: text(PollPlan.Limits().most),
      read: { $0.poll?.max.map(text) }),
    Setting(
      name: "poll.pace", meaning: "A job costs about as many questions as asking it so often.",
      values: "a time such as 10s", builtIn: text(PollPlan.Limits().pace),
      read: { $0.poll?.pace.map(text) }),
    Setting(
      name: "poll.respect_hint", meaning: "Obey a provider's hint when to ask again.",
      values: "true or false", builtIn: "true",
      read: { $0.poll?.respectHint.map { $0 ? "true" : "false" } }),
    Setting(
      name: "poll.give_up_after", meaning: "A job without a verdict is closed as lost then.",
      values: "a time such as 6h or 2d", builtIn: text(PollPlan.Limits().giveUpAfter),
      read: { $0.poll?.giveUpAfter.map(text) }),
    Setting(
      name: "budget.month", meaning: "What may be spent in a calendar month.",
      values: "an amount such as 500.00 USD", builtIn: nil,
      read: { $0.budget?.month?.description }),
    Setting(
      name: "serve.listen", meaning: "Where serve listens.", values: "an address and port",
      builtIn: ListeningPlace.usual, option: "--listen", read: { $0.serve?.listen }),
    Setting(
      name: "serve.metrics", meaning: "Whether serve shows /metrics.", values: "true or false",
      builtIn: "true", option: "--metrics",
      read: { $0.serve?.metrics.map { $0 ? "true" : "false" } }),
    Setting(
      name: "checkpoint.every",
      meaning: "How often serve and watch put a signed checkpoint elsewhere.",
      values: "a time such as 1d", builtIn: text(Configuration.Checkpoints.usualInterval),
      read: { $0.checkpoint?.every.map(text) }),
    Setting(
      name: "checkpoint.to", meaning: "The folders that they put it into.",
      values: "a list of folders; ~/ is your home", builtIn: nil,
      read: { $0.checkpoint?.to?.joined(separator: ", ") }),
    Setting(
      name: "project", meaning: "The project of jobs that are tracked or recorded here.",
      values: "a name", builtIn: nil, option: "--project", isOfProject: true, isOfFile: false,
      read: \.project),
  ]

  /// The settings of one account, without `accounts.NAME.` before them.
  static let ofAccount = [
    Setting(
      name: "dialect", meaning: "What the account speaks.",
      values: "openai-videos, gemini-operations, vertex-operations, gemini-interactions, runway, "
        + "replicate, luma or fal", builtIn: nil,
      read: { _ in nil }),
    Setting(
      name: "base_url", meaning: "Where the account is; https, but for private addresses.",
      values: "an address", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "key_env", meaning: "The environment variable that holds the key.",
      values: "a variable's name", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "key_file", meaning: "A file with the key, which only you can read.",
      values: "a path; ~/ is your home", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "key_command", meaning: "A program whose first line of output is the key; no shell.",
      values: "a list of words, or plain words", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "service_account_file",
      meaning: "The key file of a Google Cloud service account, which only you can read.",
      values: "a path; ~/ is your home", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "retired", meaning: "From then on it is not asked; watch closes its jobs as gone.",
      values: "a day such as 2026-09-24", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "limit_concurrent", meaning: "Questions under way at the same time.",
      values: "a number", builtIn: String(AccountLimits().concurrent), read: { _ in nil }),
    Setting(
      name: "limit_per_second", meaning: "Questions a second in the long run.",
      values: "a number such as 2.5", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "limit_burst", meaning: "Questions that may be asked at once after a rest.",
      values: "a number", builtIn: String(AccountLimits().burst), read: { _ in nil }),
    Setting(
      name: "webhook_secret_env", meaning: "The variable with the secrets of its deliveries.",
      values: "a variable's name", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "webhook_secret_file", meaning: "A file with them, which only you can read.",
      values: "a path; ~/ is your home", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "webhook_secret_command",
      meaning: "A program whose first line of output has them; no shell.",
      values: "a list of words, or plain words", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "webhook_jwks", meaning: "Where the keys of signed tokens are.",
      values: "a file or an https address", builtIn: nil, read: { _ in nil }),
    Setting(
      name: "webhook_audience", meaning: "What those tokens must be made for.",
      values: "a text", builtIn: nil, read: { _ in nil }),
  ]

  /// A length of time as one writes it: `2s`, `500ms`.
  static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    return attoseconds == 0
      ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }
}

extension Configuration.AccountEntry {
  /// What the entry says, by the names of ``Setting/ofAccount``; never a key.
  var texts: [(name: String, text: String)] {
    let all: [(String, String?)] = [
      ("dialect", dialect), ("base_url", baseURL), ("key_env", keyEnvironment),
      ("key_file", keyFile), ("key_command", keyCommand?.joined(separator: " ")),
      ("service_account_file", serviceAccountFile), ("retired", retired?.rfc3339),
      ("limit_concurrent", limits.concurrent.map(String.init)),
      ("limit_per_second", limits.perSecond.map { "\($0)" }),
      ("limit_burst", limits.burst.map(String.init)),
      ("webhook_secret_env", webhook.secretEnvironment),
      ("webhook_secret_file", webhook.secretFile),
      ("webhook_secret_command", webhook.secretCommand?.joined(separator: " ")),
      ("webhook_jwks", webhook.keys),
      ("webhook_audience", webhook.audience),
    ]
    return all.compactMap { name, text in text.map { (name, $0) } }
  }
}
