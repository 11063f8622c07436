extension String {
  /// The text with everything escaped that a terminal would act on instead of showing it.
  ///
  /// Control characters, the invisible characters that turn the direction of text round, and
  /// characters of no visible form. What providers and files say is shown only through this.
  var escaped: String {
    guard unicodeScalars.contains(where: \.isUnsafeOnTerminal) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isUnsafeOnTerminal:
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The text cut to a width, with an ellipsis where something is missing.
  func clipped(to width: Int, ellipsis: String = "…") -> String {
    guard width > 0 else { return "" }
    return displayWidth <= width ? self : prefix(width: width - ellipsis.displayWidth) + ellipsis
  }

  private func prefix(width: Int) -> String {
    var used = 0
    var text = ""
    for character in self {
      used += character.displayWidth
      guard used <= width else { break }
      text.append(character)
    }
    return text
  }

  var firstLine: String { String(prefix { !$0.isNewline }) }

  /// The text without spaces at its ends.
  var trimmed: String { String(drop { $0 == " " }).trimmedAtEnd }

  /// The text without spaces at its end.
  var trimmedAtEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// Columns on a terminal.
  var displayWidth: Int {
    // Text of ASCII alone, without its control characters, is as wide as it is long.
    let isPlain = utf8.allSatisfy { (0x20..<0x7f).contains($0) }
    return isPlain ? utf8.count : reduce(0) { $0 + $1.displayWidth }
  }

  /// The text filled up with spaces to a width.
  func padded(to width: Int, onLeft: Bool = false) -> String {
    let missing = String(repeating: " ", count: max(0, width - displayWidth))
    return onLeft ? missing + self : self + missing
  }
}

extension Unicode.Scalar {
  fileprivate var isUnsafeOnTerminal: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }
}
