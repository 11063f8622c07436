extension JSON {
  /// The value as JSON on one line; names keep their order.
  public var compactText: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// The value as JSON with a member a line.
  public var indentedText: String { indentedText(depth: 0) }

  /// The value with a member a line, as it stands inside `depth` objects or arrays.
  public func indentedText(depth: Int) -> String {
    var text = ""
    write(to: &text, indent: 2 * depth)
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let truth): text += truth ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let content): Self.write(content, to: &text)
    case .array(let elements):
      Self.write(elements, "[", "]", to: &text, indent: indent) { element, text, inner in
        element.write(to: &text, indent: inner)
      }
    case .object(let members):
      Self.write(members, "{", "}", to: &text, indent: indent) { member, text, inner in
        Self.write(member.name, to: &text)
        text += inner == nil ? ":" : ": "
        member.value.write(to: &text, indent: inner)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: Int?,
    _ write: (Element, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      write(element, &text, inner)
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  /// Control characters are escaped, so a line of JSON is always one line.
  private static func write(_ content: String, to text: inout String) {
    text += "\""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSON {
  /// An object of names and values, in that order.
  public static func members(_ members: [(String, JSON)]) -> JSON {
    .object(members.map { Member(name: $0.0, value: $0.1) })
  }

  /// The text, or `null`.
  public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// The number, or `null`.
  public static func optional(_ number: (some BinaryInteger)?) -> JSON {
    number.map { .number(String($0)) } ?? .null
  }

  /// The truth, or `null`.
  public static func optional(_ truth: Bool?) -> JSON { truth.map(JSON.boolean) ?? .null }
}
