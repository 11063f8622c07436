/// Reads JSON strictly by RFC 8259, without ever failing in another way than by `nil`.
///
/// Why our own: bodies must be cut without re-serialising them, which needs positions in the bytes
/// (`BodyCutting.swift`), and this runs for every answer; `docs/decisions/0002-json.md`.
public struct JSONReader {
  /// Deeper nesting is refused, so that a hostile body cannot use up the stack.
  public static let depthMax = 64

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that the bytes spell, with nothing but white space around it.
  ///
  /// - Returns: `nil` for anything that is not one whole JSON value.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func read(_ bytes: [UInt8]) -> JSON? {
    var reader = JSONReader(bytes)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { reader.offset = 3 }
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.offset == bytes.count ? value : nil
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func take(word: StaticString, _ value: JSON) -> JSON? {
    for character in word.description.utf8 {
      guard take(character) else { return nil }
    }
    return value
  }

  private mutating func value(depth: Int) -> JSON? {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return depth < Self.depthMax ? object(depth: depth + 1) : nil
    case UInt8(ascii: "["): return depth < Self.depthMax ? array(depth: depth + 1) : nil
    case UInt8(ascii: "\""): return string().map(JSON.string)
    case UInt8(ascii: "t"): return take(word: "true", .boolean(true))
    case UInt8(ascii: "f"): return take(word: "false", .boolean(false))
    case UInt8(ascii: "n"): return take(word: "null", .null)
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSON? {
    offset += 1
    var members: [JSON.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard let name = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")), let value = value(depth: depth) else { return nil }
      members.append(JSON.Member(name: name, value: value))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func array(depth: Int) -> JSON? {
    offset += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      guard let value = value(depth: depth) else { return nil }
      elements.append(value)
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func number() -> JSON? {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), digits() == 0 { return nil }
    if take(UInt8(ascii: ".")), digits() == 0 { return nil }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if digits() == 0 { return nil }
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    return offset - start
  }

  private mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = offset
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        defer { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
      case UInt8(ascii: "\\"): return escapedString(from: start)
      case 0..<0x20: return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// Goes on with a string in which an escape was found.
  private mutating func escapedString(from start: Int) -> String? {
    var text: [UInt8] = []
    text.reserveCapacity(2 * (offset - start) + 256)
    var plainStart = start
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        text.append(contentsOf: bytes[plainStart..<offset])
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: bytes[plainStart..<offset])
        offset += 1
        guard escape(into: &text) else { return nil }
        plainStart = offset
      case 0..<0x20: return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// Appends what the escape stands for; `false` where it is none.
  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard let byte = current else { return false }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x8)
    case UInt8(ascii: "f"): text.append(0xc)
    case UInt8(ascii: "n"): text.append(0xa)
    case UInt8(ascii: "r"): text.append(0xd)
    case UInt8(ascii: "t"): text.append(0x9)
    case UInt8(ascii: "u"):
      guard let scalar = unicodeEscape() else { return false }
      text.append(contentsOf: String(scalar).utf8)
    default: return false
    }
    return true
  }

  /// Half of a surrogate pair alone becomes U+FFFD, as most readers do.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let first = hexadecimalUnit() else { return nil }
    guard first & 0xfc00 == 0xd800 else { return Unicode.Scalar(first) ?? "\u{fffd}" }
    let afterFirst = offset
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hexadecimalUnit(),
      second & 0xfc00 == 0xdc00
    else {
      offset = afterFirst
      return "\u{fffd}"
    }
    return Unicode.Scalar(0x10000 + (first & 0x3ff) << 10 + second & 0x3ff) ?? "\u{fffd}"
  }

  private mutating func hexadecimalUnit() -> UInt32? {
    guard offset + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[offset..<offset + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    offset += 4
    return unit
  }
}
