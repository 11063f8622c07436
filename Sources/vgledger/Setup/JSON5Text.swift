internal import FoundationEssentials

/// The text of a JSON5 file that one value is changed in; comments and layout stay.
///
/// It finds its way in text that the decoder has accepted; anything else is ``Unreadable``.
struct JSON5Text {
  struct Unreadable: Error {}

  private struct Member {
    let name: String
    let nameStart: Int
    let value: Range<Int>
  }

  private struct Object {
    let open: Int
    var members: [Member] = []
    /// The place of the comma after the last member, where there is one.
    var lastComma: Int?
    var close: Int
  }

  private(set) var bytes: [UInt8]

  /// `bytes`: of a whole file; one of blanks and comments alone gets an empty object.
  init(_ bytes: [UInt8]) throws(Unreadable) {
    self.bytes = bytes
    if try blankEnd(0) == bytes.count {
      if let last = bytes.last, last != 0x0a { self.bytes.append(0x0a) }
      self.bytes += Array("{\n}\n".utf8)
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Gives a setting a value, and makes the objects around it where they are missing.
  ///
  /// - Parameters:
  ///   - path: Names from the outside in; at least one.
  ///   - value: As JSON.
  /// - Throws: ``Unreadable``, also where something on the way is no object.
  mutating func set(_ path: [String], to value: String) throws(Unreadable) {
    var object = try object(at: try blankEnd(0))
    for (depth, name) in path.enumerated() {
      let isLast = depth == path.count - 1
      guard let member = object.members.last(where: { $0.name == name }) else {
        let style = isQuoted
        let inner = path[(depth + 1)...].reversed().reduce(value) { text, name in
          "{ \(Self.name(name, isQuoted: style)): \(text) }"
        }
        return insert("\(Self.name(name, isQuoted: style)): \(inner)", into: object)
      }
      if isLast {
        bytes.replaceSubrange(member.value, with: Array(value.utf8))
      } else {
        object = try self.object(at: member.value.lowerBound)
      }
    }
  }

  // MARK: - Writing

  private mutating func insert(_ member: String, into object: Object) {
    let closeLine = lineStart(of: object.close)
    let isCloseAlone = bytes[closeLine..<object.close].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    let isOfLines = isCloseAlone && closeLine > object.open
    guard let last = object.members.last else {
      if isOfLines {
        let indent = String(decoding: bytes[closeLine..<object.close], as: UTF8.self)
        insert("\(indent)  \(member)\(isQuoted ? "" : ",")\n", at: closeLine)
      } else if object.open == (try? blankEnd(0)) {
        insert("\n  \(member),\n", at: object.close)
      } else {
        insert(" \(member) ", at: object.close)
      }
      return
    }
    let trailing = object.lastComma != nil
    if isOfLines {
      let start = lineStart(of: last.nameStart)
      let indent = bytes[start..<last.nameStart].prefix { $0 == 0x20 || $0 == 0x09 }
      let line = String(decoding: indent, as: UTF8.self) + member + (isQuoted ? "" : ",") + "\n"
      insert(line, at: closeLine)
      if !trailing { insert(",", at: last.value.upperBound) }
    } else if let comma = object.lastComma {
      insert(" \(member),", at: comma + 1)
    } else {
      insert(", \(member)", at: last.value.upperBound)
    }
  }

  private mutating func insert(_ text: String, at place: Int) {
    bytes.insert(contentsOf: Array(text.utf8), at: place)
  }

  private func lineStart(of place: Int) -> Int {
    (bytes[..<place].lastIndex(of: 0x0a) ?? -1) + 1
  }

  /// Whether the file writes names with quotes, as plain JSON does.
  private var isQuoted: Bool {
    guard let start = try? blankEnd(0), let root = try? object(at: start),
      let first = root.members.first
    else { return false }
    return bytes[first.nameStart] == UInt8(ascii: "\"")
  }

  private static func name(_ name: String, isQuoted: Bool) -> String {
    let isPlain =
      name.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
          || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "_")
      }
    return isPlain && !isQuoted ? name : quoted(name)
  }

  /// A text as a JSON string.
  static func quoted(_ text: String) -> String {
    let data = (try? JSONEncoder().encode([text])) ?? Data()
    return String(decoding: data.dropFirst().dropLast(), as: UTF8.self)
      .replacing("\\/", with: "/")
  }

  // MARK: - Reading

  private func object(at start: Int) throws(Unreadable) -> Object {
    guard byte(start) == UInt8(ascii: "{") else { throw Unreadable() }
    var object = Object(open: start, close: start)
    var place = try blankEnd(start + 1)
    while byte(place) != UInt8(ascii: "}") {
      let nameStart = place
      place = try nameEnd(place)
      let name = try name(in: nameStart..<place)
      place = try blankEnd(place)
      guard byte(place) == UInt8(ascii: ":") else { throw Unreadable() }
      let valueStart = try blankEnd(place + 1)
      place = try valueEnd(valueStart)
      object.members.append(Member(name: name, nameStart: nameStart, value: valueStart..<place))
      object.lastComma = nil
      place = try blankEnd(place)
      if byte(place) == UInt8(ascii: ",") {
        object.lastComma = place
        place = try blankEnd(place + 1)
      } else if byte(place) != UInt8(ascii: "}") {
        throw Unreadable()
      }
    }
    object.close = place
    return object
  }

  private func byte(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private func name(in range: Range<Int>) throws(Unreadable) -> String {
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard text.hasPrefix("\"") || text.hasPrefix("'") else { return text }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    guard let name = try? decoder.decode([String].self, from: Data("[\(text)]".utf8)).first else {
      throw Unreadable()
    }
    return name
  }

  private func nameEnd(_ start: Int) throws(Unreadable) -> Int {
    if let quote = byte(start), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      return try stringEnd(start)
    }
    return try wordEnd(start)
  }

  /// The end of a name without quotes, a number, or a word such as `true`.
  private func wordEnd(_ start: Int) throws(Unreadable) -> Int {
    var place = start
    while let byte = byte(place), byte > 0x20, !",:{}[]/\"'".utf8.contains(byte) { place += 1 }
    guard place > start else { throw Unreadable() }
    return place
  }

  private func stringEnd(_ start: Int) throws(Unreadable) -> Int {
    var place = start + 1
    while let byte = byte(place) {
      if byte == bytes[start] { return place + 1 }
      place += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    throw Unreadable()
  }

  private func valueEnd(_ start: Int) throws(Unreadable) -> Int {
    switch byte(start) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try stringEnd(start)
    case UInt8(ascii: "{"), UInt8(ascii: "["): break
    default: return try wordEnd(start)
    }
    var depth = 0
    var place = start
    while let byte = byte(place) {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        place += 1
        if depth == 0 { return place }
      case UInt8(ascii: "\""), UInt8(ascii: "'"): place = try stringEnd(place)
      default: place = max(place + 1, try blankEnd(place))
      }
    }
    throw Unreadable()
  }

  /// The first place that is neither blank nor comment.
  private func blankEnd(_ start: Int) throws(Unreadable) -> Int {
    var place = start
    while let byte = byte(place) {
      if [0x20, 0x09, 0x0a, 0x0d].contains(byte) {
        place += 1
      } else if byte == UInt8(ascii: "/"), self.byte(place + 1) == byte {
        while let next = self.byte(place), next != 0x0a { place += 1 }
      } else if byte == UInt8(ascii: "/"), self.byte(place + 1) == UInt8(ascii: "*") {
        place += 2
        while self.byte(place) != UInt8(ascii: "*") || self.byte(place + 1) != UInt8(ascii: "/") {
          guard place < bytes.count else { throw Unreadable() }
          place += 1
        }
        place += 2
      } else {
        return place
      }
    }
    return place
  }
}
