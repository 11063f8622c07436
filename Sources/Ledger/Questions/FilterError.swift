/// Why a part of a filter cannot be understood, or can never match.
public struct FilterError: Error, Hashable, Sendable {
  /// The term or the flag as it was written.
  public let place: String
  public let problem: FilterProblem

  /// One line: where, what is wrong, and what to write instead.
  ///
  /// Repeats what was written: escape it before a terminal shows it.
  public var message: String { "\(place): \(problem.message)" }
}

/// What is wrong with a part of a filter.
public enum FilterProblem: Error, Hashable, Sendable {
  case unknownKey(String, nearest: FilterKey?)
  /// No key at all; `suggestion` is a term that may have been meant.
  case noTerm(suggestion: String)
  /// No value, or none between two commas.
  case noValue(example: String)
  /// A word that is none of those that there are.
  case unknownWord(String, known: [String])
  /// No value of that key; `expected` has examples.
  case badValue(String, expected: String)
  /// Signs that a shell takes for itself, or that other tools use for ranges and patterns.
  case foreignSign(String, instead: String)
  /// The low end of a range is above its high end.
  case reversedRange(String)
  /// A length of time alone, where only a range makes sense.
  case needsRange(key: String, String)
  /// A quote without its end, or with something behind it.
  case badQuote
  /// Windows of time and the clock can neither be negated nor have several values.
  case oneTimeOnly
  case negatedTime
  case time(TimeError)

  public var message: String {
    switch self {
    case .unknownKey(let key, let nearest):
      "there is no key '\(key)'"
        + (nearest.map { ", did you mean \($0.rawValue)? Keys" } ?? "; keys")
        + " are " + FilterKey.allCases.map(\.rawValue).joined(separator: " ")
    case .noTerm(let suggestion): "is no term, which is a key and a value; write \(suggestion)"
    case .noValue(let example): "a value is missing; write \(example)"
    case .unknownWord(let word, let known):
      "there is no '\(word)'"
        + (NearestMatch.of(word, in: known).map { ", did you mean \($0)? Known" } ?? "; known")
        + " are " + known.joined(separator: ", ")
    case .badValue(let value, let expected): "'\(value)' can never match; write \(expected)"
    case .foreignSign(let sign, let instead):
      "'\(sign)' has no meaning here, and a shell takes it for itself; write \(instead)"
    case .reversedRange(let value):
      "nothing lies in '\(value)': its low end is above its high end"
    case .needsRange(let key, let value):
      "\(value) alone is hardly ever met; write \(key):\(value).. for that or more, "
        + "\(key):..\(value) for that or less, \(key)=\(value) for exactly that"
    case .badQuote: "a quoted value ends with its quote, and \\\" stands for one inside"
    case .oneTimeOnly: "takes one value; for a stretch of time write period:a..b"
    case .negatedTime: "time and clock cannot be negated; use since: and until:"
    case .time(let error): error.message
    }
  }
}
