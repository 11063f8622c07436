internal import Ledger

/// How things look here: colours, marks, width.
struct Style {
  enum Paint: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case dim = "2"
    case bold = "1"
    case underline = "4"
  }

  /// Standard output is a terminal.
  let isTerminal: Bool
  /// A person can answer: standard input is a terminal too.
  let canAsk: Bool
  let width: Int
  let isColored: Bool
  let isASCII: Bool

  func paint(_ text: String, _ paint: Paint) -> String {
    isColored ? "\u{1b}[\(paint.rawValue)m\(text)\u{1b}[0m" : text
  }

  func paint(_ text: String, as state: JobState) -> String { paint(text, Self.paint(of: state)) }

  /// Red only for what failed, yellow for what was withheld; always with the word beside it.
  static func paint(of state: JobState) -> Paint {
    switch state {
    case .running, .queued: .blue
    case .succeeded: .green
    case .partial, .filtered, .expired: .yellow
    case .failed, .lost: .red
    case .canceled, .gone, .unknown: .dim
    }
  }

  /// Our own line with our own signs in ASCII, where only that can be shown.
  ///
  /// Not for text from outside, which is shown as it is.
  func signs(_ text: String) -> String {
    guard isASCII else { return text }
    let signs = [("·", "-"), ("–", "-"), ("—", "-"), ("→", "->"), ("≥", ">="), ("…", "..")]
    return signs.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  /// One character before a job's key; the word always stands beside it.
  func mark(_ state: JobState) -> String {
    switch state {
    case .queued: isASCII ? "o" : "○"
    case .running: isASCII ? "*" : "●"
    case .succeeded: isASCII ? "+" : "✓"
    case .partial: isASCII ? "~" : "◐"
    case .filtered, .failed: isASCII ? "x" : "✗"
    case .canceled, .expired, .lost, .gone: isASCII ? "-" : "–"
    case .unknown: "?"
    }
  }

  /// A bar of eighths: `low` full, then up to `high` shaded, out of `whole`.
  func bar(low: Int64, high: Int64, of whole: Int64, width: Int) -> String {
    guard whole > 0, width > 0 else { return "" }
    let full = Int(Double(width) * Double(low) / Double(whole))
    let end = max(full, Int((Double(width) * Double(high) / Double(whole)).rounded(.up)))
    let solid = String(repeating: isASCII ? "#" : "█", count: min(full, width))
    let shade = String(
      repeating: isASCII ? ":" : "▓", count: max(0, min(end, width) - min(full, width)))
    return solid + shade
  }
}

extension Style {
  init(_ options: GlobalOptions, _ environment: [String: String]) {
    let isTerminal = Terminal.isTerminal(Terminal.standardOutput)
    let columns = isTerminal ? Terminal.columns() : nil
    self.init(
      isTerminal: isTerminal,
      canAsk: isTerminal && Terminal.isTerminal(Terminal.standardInput) && !options.noInput
        && environment["CI"]?.isEmpty ?? true,
      width: max(40, columns ?? environment["COLUMNS"].flatMap(Int.init) ?? 100),
      isColored: Self.isColored(options.color, environment, isTerminal: isTerminal),
      isASCII: options.ascii || !Self.isUTF8(environment))
  }

  /// Whether there is colour: the first of the option, `VGLEDGER_COLOR`, `NO_COLOR`,
  /// `CLICOLOR_FORCE` or `FORCE_COLOR`, `CLICOLOR` and `TERM` that says something, else whether a
  /// terminal reads it.
  static func isColored(
    _ choice: ColorChoice, _ environment: [String: String], isTerminal: Bool
  ) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    switch environment["VGLEDGER_COLOR"].flatMap(ColorChoice.init) {
    case .always: return true
    case .never: return false
    case .auto, nil: break
    }
    func forces(_ name: String) -> Bool { !["", "0"].contains(environment[name] ?? "") }
    if !(environment["NO_COLOR"] ?? "").isEmpty { return false }
    if forces("CLICOLOR_FORCE") || forces("FORCE_COLOR") { return true }
    if environment["CLICOLOR"] == "0" || environment["TERM"] == "dumb" { return false }
    return isTerminal
  }

  /// Whether the locale's characters are those of UTF-8; so taken where no locale is named at all, as
  /// in most containers.
  static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    // language_TERRITORY.codeset@modifier; a name without a dot is the codeset alone.
    guard let codeset = locale?.split(separator: ".").last?.prefix(while: { $0 != "@" })
    else { return true }
    return ["utf-8", "utf8"].contains(codeset.lowercased())
  }
}
