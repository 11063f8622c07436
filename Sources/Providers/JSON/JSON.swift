/// A JSON value as others sent it; numbers keep their digits.
public enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// The number's text, such as `42`, `0.5` or `1e3`.
  case number(String)
  case string(String)
  case array([JSON])
  /// In the order of the text; a name may come twice, and then the last one counts.
  case object([Member])

  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: JSON
  }

  /// The member of that name; `nil` where this is no object, the name is missing, or it is `null`.
  public subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self,
      let value = members.last(where: { $0.name == name })?.value, value != .null
    else { return nil }
    return value
  }

  /// The first of these names that is there.
  public func first(_ names: String...) -> JSON? {
    for name in names {
      if let value = self[name] { return value }
    }
    return nil
  }

  public var isObject: Bool {
    if case .object = self { true } else { false }
  }

  public var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string that is not empty: relays send `""` for `null`.
  public var text: String? {
    if case .string(let text) = self, !text.isEmpty { text } else { nil }
  }

  /// The text of a string or the digits of a number.
  public var textOrNumber: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let digits): digits
    case .null, .boolean, .array, .object: nil
    }
  }

  /// The number, or the number that a string spells: relays send one for the other.
  public var double: Double? {
    textOrNumber.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The whole number, or the one that a string spells; `nil` for a fraction.
  public var integer: Int64? {
    guard let text = textOrNumber else { return nil }
    return Int64(text) ?? Double(text).flatMap(Int64.init(exactly:))
  }

  /// The truth value, or the one that a string spells.
  public var truth: Bool? {
    switch self {
    case .boolean(let truth): truth
    case .string("true"): true
    case .string("false"): false
    case .null, .number, .string, .array, .object: nil
    }
  }
}
