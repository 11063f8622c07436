internal import Ledger

extension HelpTopic {
  static var filterParts: [Part] {
    [
      .words(
        "A job is named by any of these; where several are meant, they stand one after another."),
      .rows([
        ("video_…", "the provider's id, whole"),
        ("models/…/operations/…", "an operation, or only what follows operations/"),
        ("https://…", "a whole address (status, track)"),
        ("v7k2q9…", "the ledger's key"),
        ("v7k2", "any prefix of four characters or more that only one job has"),
        ("@last, @-2", "the newest job, the one before it"),
        ("-", "names on standard input, one a line"),
      ]),
      .words("'vgledger list --state' takes one or more of these, with commas between:"),
      .rows([("state", JobState.allCases.map(\.word).joined(separator: ", "))]),
    ]
  }

  static var timeParts: [Part] {
    [
      .words("A moment:"),
      .rows([
        ("2026-11-23T14:02:07Z", "RFC 3339, also with an offset such as +01:00"),
        ("@1763900000", "Unix seconds; milliseconds where the number is too large for them"),
      ]),
      .words("A length of time:"),
      .rows([("500ms 90s 15m 36h 7d", "milliseconds, seconds, minutes, hours, days")]),
      .words(
        "--tz ZONE, VGLEDGER_TZ and the setting timezone say in which zone times are shown; "
          + "machine formats are always in UTC. --now TIME and VGLEDGER_NOW fix what counts as now."
      ),
    ]
  }

  static var outputParts: [Part] {
    [
      .words("-o, --output says how an answer is written; --json is the same as -o json:"),
      .rows(OutputFormat.allCases.map { ($0.rawValue, "") }),
      .words(
        "On a terminal lists are tables fitted to its width. In a pipe they are tab separated, "
          + "with a header, whole ids and times in UTC."),
      .words(
        "Standard output carries the answer alone; notes and warnings go to standard error, and -q "
          + "silences notes. What providers say is shown with control characters escaped."),
      .words(
        "Colour: --color, VGLEDGER_COLOR, NO_COLOR, then CLICOLOR_FORCE or FORCE_COLOR, then "
          + "CLICOLOR=0 and TERM=dumb, then whether it is a terminal. A word always stands beside a colour. "
          + "--ascii, or a locale without UTF-8, swaps marks and bars."),
    ]
  }

  static var jsonParts: [Part] {
    [
      .words("An answer is one object:"),
      .rows([
        ("schema", "vgledger.COMMAND/N; N changes when anything but an addition does"),
        ("meta", "the tool, the ledger, its newest event (seq), what counted as now"),
        ("data", "the rows, or the one thing asked for"),
        ("totals", "sums over the rows, or null"),
      ]),
      .words("With -o jsonl each row stands alone in its line, with its schema."),
      .words(
        "Times are RFC 3339 in UTC with milliseconds, durations whole milliseconds (_ms), with "
          + "bounds where only polling saw them (_lo_ms, _hi_ms). Money is a decimal text. Unknown is "
          + "null, never 0. 'vgledger help --json' describes all commands and options."),
    ]
  }
}

/// A variable that the program reads.
struct EnvironmentVariable {
  let name: String
  let meaning: String

  static let all = [
    Self(name: "VGLEDGER_DIR", meaning: "The ledger's folder; --ledger wins."),
    Self(
      name: "VGLEDGER_CONFIG", meaning: "Your configuration file, in the place of the usual one."),
    Self(name: "VGLEDGER_PROFILE", meaning: "The profile; --profile wins."),
    Self(name: "VGLEDGER_TZ", meaning: "The zone in which times are shown; --tz wins."),
    Self(name: "VGLEDGER_NOW", meaning: "The moment taken for now; --now wins."),
    Self(name: "OPENAI_API_KEY", meaning: "The key of account sora."),
    Self(name: "OPENAI_BASE_URL", meaning: "Where account sora is."),
    Self(name: "GEMINI_API_KEY", meaning: "The key of account veo; else GOOGLE_API_KEY."),
    Self(name: "GOOGLE_API_KEY", meaning: "The key of account veo."),
    Self(name: "GOOGLE_GEMINI_BASE_URL", meaning: "Where account veo is."),
    Self(name: "GOOGLE_VERTEX_ACCESS_TOKEN", meaning: "The key of account vertex."),
    Self(
      name: "GOOGLE_APPLICATION_CREDENTIALS",
      meaning: "A service account's key file, for account vertex without another key."),
    Self(name: "GOOGLE_VERTEX_BASE_URL", meaning: "Where account vertex is."),
    Self(
      name: "GOOGLE_STORAGE_BASE_URL",
      meaning: "Where results in Cloud Storage are fetched with a token of Vertex."),
    Self(
      name: "https_proxy, HTTPS_PROXY, http_proxy",
      meaning: "The proxy of requests to https and to http addresses: http://HOST:PORT."),
    Self(name: "no_proxy, NO_PROXY", meaning: "Hosts, domains and networks without a proxy, or *."),
    Self(name: "VGLEDGER_COLOR", meaning: "auto, always or never, as --color says."),
    Self(name: "NO_COLOR", meaning: "No colour, when it is not empty."),
    Self(name: "CLICOLOR_FORCE, FORCE_COLOR", meaning: "Colour also in a pipe."),
    Self(name: "CLICOLOR", meaning: "0: no colour."),
    Self(name: "COLUMNS", meaning: "The width of what is written into a pipe; else 100."),
    Self(name: "LC_ALL, LC_CTYPE, LANG", meaning: "Without UTF-8: marks and bars in ASCII."),
    Self(name: "TZ", meaning: "The local zone, where nothing else says one."),
    Self(name: "CI", meaning: "Nothing is asked, as with --no-input."),
    Self(name: "XDG_CONFIG_HOME, XDG_DATA_HOME", meaning: "Where configuration and ledger lie."),
    Self(name: "SHELL", meaning: "The shell of 'completion install'."),
    Self(name: "USER, LOGNAME", meaning: "Who adds notes, labels and jobs."),
  ]
}

extension JobState {
  /// What it means for the job.
  var explanation: String {
    switch self {
    case .queued: "accepted, not begun"
    case .running: "being made"
    case .succeeded: "finished, with every video that was asked for, as far as that is known"
    case .partial: "some videos were given, others withheld or missing"
    case .filtered: "no video, because of a safety filter"
    case .failed: "ended with an error"
    case .canceled: "stopped on request"
    case .expired: "the provider says that its videos can no longer be fetched"
    case .lost: "the provider denies knowing the job, again and again, before a verdict"
    case .gone: "the provider or the model is retired, so no answer will ever come"
    case .unknown: "just tracked, or an answer that cannot be read; polling goes on"
    }
  }
}
