/// A part of a filter taken to pieces: key, operator, values; nothing is understood yet.
///
/// Works on scalars, not on characters: a quote before a combining mark is still a quote.
struct FilterWords {
  private typealias Scalars = Substring.UnicodeScalarView

  /// One of the values between commas.
  struct Value {
    var text = ""
    /// It stood in quotes, so that no sign in it has a meaning.
    var isQuoted = false
  }

  private(set) var isNegated = false
  let key: FilterKey
  /// The name of the label, where the key is one.
  let labelName: String
  /// `=`, not `:`.
  let isExact: Bool
  let values: [Value]

  init(_ input: FilterInput) throws(FilterProblem) {
    switch input {
    case .term(let text): try self.init(term: text)
    case .flag(let key, let value):
      try self.init(key: key, name: "", isExact: false, value: value[...].unicodeScalars)
    }
  }

  private init(term: String) throws(FilterProblem) {
    var rest = term[...].unicodeScalars
    var isNegated = false
    while rest.starts(with: "not:".unicodeScalars) {
      rest = rest.dropFirst(4)
      isNegated.toggle()
    }
    let label = "label.".unicodeScalars
    if rest.starts(with: label) {
      rest = rest.dropFirst(label.count)
      let name = try Self.labelName(&rest)
      guard let sign = rest.first, !name.isEmpty else { throw .noValue(example: "label.shot:a") }
      try self.init(key: .label, name: name, isExact: sign == "=", value: rest.dropFirst())
    } else {
      guard let place = rest.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
        throw FilterSuggestion.withoutKey(String(rest))
      }
      let word = String(rest[..<place])
      let value = rest[rest.index(after: place)...]
      guard let key = FilterKey(rawValue: word) else {
        throw FilterSuggestion.withoutKnownKey(word, String(value))
      }
      try self.init(key: key, name: "", isExact: rest[place] == "=", value: value)
    }
    self.isNegated = isNegated
  }

  private init(
    key: FilterKey, name: String, isExact: Bool, value: Scalars
  ) throws(FilterProblem) {
    self.key = key
    guard !value.isEmpty else { throw .noValue(example: key.example) }
    guard key == .label, name.isEmpty else {
      labelName = name
      self.isExact = isExact
      values = try Self.values(value, key)
      return
    }
    // `--label shot=sc010`, and `label:shot=sc010`.
    var rest = value
    labelName = try Self.labelName(&rest)
    guard rest.first != nil, !labelName.isEmpty else {
      throw .noValue(example: "label.\(String(value)):VALUE, or has:label")
    }
    self.isExact = rest.first == "="
    values = try Self.values(rest.dropFirst(), key)
  }

  /// Takes the name up to `:` or `=`; it may stand in quotes.
  private static func labelName(_ rest: inout Scalars) throws(FilterProblem) -> String {
    if rest.first == "\"" { return try quoted(&rest) }
    let name = rest.prefix { $0 != ":" && $0 != "=" }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private static func values(
    _ text: Scalars, _ key: FilterKey
  ) throws(FilterProblem) -> [Value] {
    var values: [Value] = []
    var rest = text
    while true {
      let isQuoted = rest.first == "\""
      let value: String
      if isQuoted {
        value = try quoted(&rest)
      } else {
        let taken = rest.prefix { $0 != "," }
        value = String(taken)
        rest = rest.dropFirst(taken.count)
      }
      guard !value.isEmpty else { throw .noValue(example: key.example) }
      values.append(Value(text: value, isQuoted: isQuoted))
      guard let next = rest.first else { return values }
      guard next == "," else { throw .badQuote }
      rest = rest.dropFirst()
    }
  }

  /// Takes a text in quotes, in which `\` stands before a quote or before itself.
  private static func quoted(_ rest: inout Scalars) throws(FilterProblem) -> String {
    rest = rest.dropFirst()
    var text = String.UnicodeScalarView()
    while let next = rest.popFirst() {
      if next == "\"" { return String(text) }
      if next == "\\" {
        guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else {
          throw .badQuote
        }
        text.append(escaped)
      } else {
        text.append(next)
      }
    }
    throw .badQuote
  }

  /// The one value of a window or a clock.
  func timeValue() throws(FilterProblem) -> String {
    guard !isNegated else { throw .negatedTime }
    guard values.count == 1 else { throw .oneTimeOnly }
    let value = values[0]
    if let first = value.text.first, first == ">" || first == "<" {
      throw FilterSuggestion.range(key.rawValue, value.text)
    }
    return value.text
  }
}

/// What a person may have meant by a part that is none of a filter.
enum FilterSuggestion {
  /// For a word without `:` and `=`.
  static func withoutKey(_ word: String) -> FilterProblem {
    if let place = word.firstIndex(where: { $0 == ">" || $0 == "<" }),
      let key = FilterKey(rawValue: String(word[..<place]))
    {
      return range(key.rawValue, String(word[place...]))
    }
    if JobState(word: word) != nil { return .noTerm(suggestion: "state:\(word)") }
    if FilterKey(rawValue: word) != nil { return .noTerm(suggestion: "\(word):VALUE") }
    if TimeWord(rawValue: word) != nil || DurationText(word) != nil {
      return .noTerm(suggestion: "since:\(word)")
    }
    return .noTerm(suggestion: "model:\(word), project:\(word), id:\(word) or prompt:\(word)")
  }

  /// For a word before `:` or `=` that is no key.
  static func withoutKnownKey(_ word: String, _ value: String) -> FilterProblem {
    let key = word.prefix { $0.isLetter || $0 == "." }
    guard FilterKey(rawValue: String(key)) != nil else {
      return .unknownKey(word, nearest: FilterKey.nearest(word))
    }
    switch word.dropFirst(key.count) {
    case "!": return .foreignSign("!=", instead: "not:\(key):\(value)")
    case ">", "<": return range(String(key), word.suffix(1) + value)
    default: return .unknownKey(word, nearest: FilterKey(rawValue: String(key)))
    }
  }

  /// For `>5m`, `<=5m`.
  static func range(_ key: String, _ value: String) -> FilterProblem {
    let bound = value.drop { $0 == ">" || $0 == "<" || $0 == "=" }
    let sign = String(value.prefix(1))
    guard key != "since", key != "until" else {
      return .foreignSign(sign, instead: (sign == ">" ? "since:" : "until:") + bound)
    }
    return .foreignSign(
      sign, instead: sign == ">" ? "\(key):\(bound).." : "\(key):..\(bound)")
  }
}
