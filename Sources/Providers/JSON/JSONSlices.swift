/// Where the parts of a JSON text lie in its bytes: an answer inside another document is stored as
/// it stands there, byte for byte.
///
/// Looks one level deep and takes only texts that ``JSONReader`` has read; of any other text the
/// slices mean nothing, though they stay within its bounds.
public enum JSONSlices {
  /// The elements of an array, in order; none of any other value.
  public static func elements(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var scanner = SliceScanner(text)
    guard scanner.take(UInt8(ascii: "[")) else { return [] }
    var elements: [ArraySlice<UInt8>] = []
    while let element = scanner.value() {
      elements.append(element)
      guard scanner.take(UInt8(ascii: ",")) else { break }
    }
    return elements
  }

  /// The value of the last member of that name, as ``JSON`` reads it.
  ///
  /// - Returns: `nil` where the text is no object, or has no such member.
  public static func value(_ name: String, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var scanner = SliceScanner(text)
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    var found: ArraySlice<UInt8>?
    while let quoted = scanner.value(), scanner.take(UInt8(ascii: ":")),
      let value = scanner.value()
    {
      if JSONReader.read(Array(quoted))?.textEvenEmpty == name { found = value }
      guard scanner.take(UInt8(ascii: ",")) else { break }
    }
    return found
  }
}

extension JSON {
  fileprivate var textEvenEmpty: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

/// Steps from value to value.
private struct SliceScanner {
  private let text: ArraySlice<UInt8>
  private var offset: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    offset = text.startIndex
    if text.starts(with: [0xef, 0xbb, 0xbf]) { offset += 3 }
  }

  private mutating func skipSpace() {
    while offset < text.endIndex, text[offset] <= 0x20 { offset += 1 }
  }

  /// Takes the byte, if it comes next after white space.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < text.endIndex, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// The next value: a string, a container with all inside it, or a word up to the next mark.
  mutating func value() -> ArraySlice<UInt8>? {
    skipSpace()
    let start = offset
    var depth = 0
    while offset < text.endIndex {
      switch text[offset] {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return start == offset ? nil : text[start..<offset] }
        depth -= 1
        offset += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20:
        guard depth > 0 else { return start == offset ? nil : text[start..<offset] }
        offset += 1
        continue
      default:
        offset += 1
        continue
      }
      if depth == 0 { return text[start..<offset] }
    }
    return start == offset ? nil : text[start..<offset]
  }

  private mutating func skipString() {
    offset += 1
    while offset < text.endIndex, text[offset] != UInt8(ascii: "\"") {
      offset += text[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = min(offset + 1, text.endIndex)
  }
}
