internal import Ledger

/// What `help TOPIC` explains beside the commands; all text comes from the values that count.
enum HelpTopic: String, CaseIterable {
  case exitCodes = "exit-codes"
  case filters
  case times
  case output
  case config
  case environment
  case money
  case states
  case json

  var title: String {
    switch self {
    case .exitCodes: "the exit codes that scripts can rely on"
    case .filters: "how to say which jobs are meant"
    case .times: "how to write times and lengths of time"
    case .output: "formats, colours, pipes"
    case .config: "files, profiles, and every setting"
    case .environment: "variables that count"
    case .money: "what a cost is, and what is unknown"
    case .states: "the states of a job"
    case .json: "the shape of JSON answers"
    }
  }

  /// The topic in lines of at most `width` columns.
  func text(width: Int) -> String {
    let lines = parts.flatMap { part -> [String] in
      switch part {
      case .words(let words): TextLayout.wrapped(words, width: width) + [""]
      case .rows(let rows): TextLayout.table(rows, width: width) + [""]
      case .literal(let lines): lines.map { "  " + $0 } + [""]
      }
    }
    return (["\(rawValue): \(title)", ""] + lines.dropLast()).joined(separator: "\n") + "\n"
  }

  /// A paragraph, a table of two columns, or lines to be typed.
  enum Part {
    case words(String)
    case rows([(String, String)])
    case literal([String])
  }

  var parts: [Part] {
    switch self {
    case .exitCodes: [.rows(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) })]
    case .filters: Self.filterParts
    case .times: Self.timeParts
    case .output: Self.outputParts
    case .config: Self.configParts
    case .environment: Self.environmentParts
    case .money: Self.moneyParts
    case .states: Self.stateParts
    case .json: Self.jsonParts
    }
  }
}

extension HelpTopic {
  private static var configParts: [Part] {
    [
      .words(
        "A setting is looked for in this order: option, environment variable, project file, "
          + "profile, your file, the system's file, what is built in. 'vgledger config show "
          + "--origin' says who won."),
      .rows([
        ("project file", "\(ProjectFile.name), here or in a folder above"),
        ("your file", "$VGLEDGER_CONFIG, else $XDG_CONFIG_HOME/vgledger/config.json5"),
        ("system's file", ConfigurationLayers.systemPath),
      ]),
      .words(
        "Files are JSON5: JSON with comments, plain names, commas at the end. 'vgledger config set "
          + "NAME VALUE' changes yours and keeps its comments."),
      .literal([
        "{", "  timezone: \"Europe/Berlin\",", "  accounts: {",
        "    veo: { key_command: [\"pass\", \"show\", \"gemini\"] },", "  },",
        "  profiles: { acme: { ledger: \"~/acme/ledger\" } },", "}",
      ]),
      .rows(
        Setting.all.map { setting in
          (
            setting.name,
            setting.meaning + " " + setting.values.capitalizedFirst
              + (setting.builtIn.map { "; built in: \($0)" } ?? "") + "."
          )
        }),
      .words("Of each account, as accounts.NAME.SETTING:"),
      .rows(
        Setting.ofAccount.map { ($0.name, $0.meaning + " " + $0.values.capitalizedFirst + ".") }),
      .words(
        "A profile (profiles.NAME) holds any of these but a project; --profile or "
          + "VGLEDGER_PROFILE chooses it. A project file holds project, labels and timezone only."),
    ]
  }

  private static var environmentParts: [Part] {
    [
      .rows(EnvironmentVariable.all.map { ($0.name, $0.meaning) }),
      .words("An empty variable counts as one that is not set."),
    ]
  }

  private static var stateParts: [Part] {
    [
      .rows(JobState.allCases.map { ($0.word, $0.explanation) }),
      .words("All but queued, running and unknown are verdicts: they end a job."),
    ]
  }

  private static var moneyParts: [Part] {
    [
      .words(
        "A cost is what the provider states, else quantity times the row of the price book that "
          + "holds for the job's model, account, size and sound when it ended. 'vgledger price show "
          + "MODEL' says which row wins; 'vgledger price set' declares one, for past jobs too."),
      .words(
        "Whether a job is charged is one thing, what it costs another. The provider's word comes "
          + "first, then a person's, then rules: videos that were given are charged; what the Gemini "
          + "API filtered is not. Of other failures nobody says, so their cost is unknown."),
      .rows([
        ("0.80", "known; 'show' says whether estimated or reported, and by which row"),
        ("~0.80", "an open job: what it will cost if it succeeds"),
        ("0.00", "known to be not charged"),
        ("?", "unknown, in JSON null; never zero. 'show' says why, and what to type"),
        ("≥ 9.60", "a total with unknown costs in it"),
      ]),
      .words(
        "Amounts are exact to a billionth; only screens round, to cents. Currencies are never added "
          + "together, and credits are one. docs/prices.md has every rule."),
      .words("budget.month is what may be spent in a calendar month: see 'vgledger help config'."),
    ]
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
