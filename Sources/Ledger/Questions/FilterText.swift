extension Filter {
  /// The filter in its canonical form, which reads back as an equal filter.
  ///
  /// Times are RFC 3339 in UTC, so that it means the same tomorrow and in another zone.
  public var text: String { inputs.joined(separator: " ") }

  /// The terms of ``text``, one each.
  public var inputs: [String] {
    terms.map(\.text)
      + [
        window.from.map { "since:" + $0.rfc3339 }, window.until.map { "until:" + $0.rfc3339 },
        clock.map { "clock:" + $0.rawValue },
      ].compactMap(\.self)
  }

  /// The terms of a text, which spaces outside quotes divide.
  public static func terms(in text: String) -> [String] {
    var terms: [String] = []
    var term = String.UnicodeScalarView()
    var isQuoted = false
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == " ", !isQuoted {
        if !term.isEmpty { terms.append(String(term)) }
        term.removeAll()
        continue
      }
      if scalar == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && scalar == "\\" && !isEscaped
      term.append(scalar)
    }
    if !term.isEmpty { terms.append(String(term)) }
    return terms
  }
}

extension FilterTerm {
  /// `not:state:failed,filtered`.
  public var text: String { (isNegated ? "not:" : "") + condition.text }
}

extension Condition {
  /// The condition as a term: key, operator, values.
  public var text: String {
    switch self {
    case .id(let matches): Self.names("id", matches)
    case .state(let states): Self.words("state", JobState.allCases, states, \.word)
    case .provider(let matches): Self.names("provider", matches)
    case .model(let matches): Self.names("model", matches)
    case .project(let matches): Self.names("project", matches)
    case .label(let name, let matches): Self.names("label." + Self.quoted(name), matches)
    case .reason(let matches): Self.names("reason", matches)
    case .charged(let words): Self.words("charged", ChargeWord.allCases, words, \.rawValue)
    case .asset(let words): Self.words("asset", AssetWord.allCases, words, \.rawValue)
    case .source(let sources): Self.words("source", EventSource.allCases, sources, \.word)
    case .by(let matches): Self.names("by", matches)
    case .phase(let phase, let ranges):
      Self.ranges(phase.rawValue, ranges, single: "=") { DurationText.text(milliseconds: $0) }
    case .cost(let ranges):
      Self.ranges("cost", ranges) { DecimalText.text($0, digits: Self.costDigits) }
    case .videoLength(let ranges):
      Self.ranges("seconds", ranges) { DecimalText.text(Int128($0), digits: 3) }
    case .size(let matches): "size:" + matches.map(\.text).joined(separator: ",")
    case .prompt(let matches):
      "prompt" + (matches.allSatisfy(\.isExact) ? "=" : ":")
        + matches.map { Self.quoted($0.text) }.joined(separator: ",")
    case .hash(let matches): "hash:" + matches.map(\.digits).joined(separator: ",")
    case .sequence(let ranges): Self.ranges("seq", ranges) { String($0.rawValue) }
    case .has(let words): Self.words("has", HasWord.allCases, words, \.rawValue)
    }
  }

  private static func names(_ key: String, _ matches: [NameMatch]) -> String {
    key + (matches.allSatisfy { $0.rule == .exactly } ? "=" : ":")
      + matches.map { quoted($0.text) }.joined(separator: ",")
  }

  private static func words<Word: Hashable>(
    _ key: String, _ all: [Word], _ chosen: Set<Word>, _ word: (Word) -> String
  ) -> String {
    key + ":" + all.filter(chosen.contains).map(word).joined(separator: ",")
  }

  /// Ranges; single values only go behind `single`, where that is another operator.
  private static func ranges<Bound>(
    _ key: String, _ ranges: [ValueRange<Bound>], single: String = ":", _ text: (Bound) -> String
  ) -> String {
    let isSingle = ranges.contains { $0.low == $0.high }
    return key + (isSingle ? single : ":")
      + ranges.map { range in
        guard range.low != range.high else { return range.low.map(text) ?? ".." }
        return (range.low.map(text) ?? "") + ".." + (range.high.map(text) ?? "")
      }.joined(separator: ",")
  }

  /// The value in quotes where a sign in it would have a meaning.
  private static func quoted(_ value: String) -> String {
    let signs: Set<Unicode.Scalar> = [",", "\"", "\\", ":", "=", "*", "<", ">"]
    guard
      value.isEmpty
        || value.unicodeScalars.contains(where: { signs.contains($0) || $0.properties.isWhitespace }
        )
    else { return value }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
