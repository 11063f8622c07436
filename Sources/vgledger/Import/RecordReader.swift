/// A record's bytes, or why there are none.
enum RecordPiece: Equatable {
  /// `line`: the number of the line in which it begins, from 1.
  case record(line: Int, bytes: [UInt8])
  case unusable(line: Int, why: String)
}

/// Cuts a file into records, in bounded memory: what is too long or cut short is told, and what
/// comes after it is read.
struct RecordReader {
  private let recordBytesMax: Int
  private let refill: () throws -> [UInt8]
  private var scanner: RecordScanner
  private var buffer: [UInt8]
  /// Where the record begins, and how far it was looked at.
  private var start = 0
  private var cursor = 0
  private var line = 1
  private var recordLine = 1
  private var isTooLong = false
  private var isAtEnd = false

  /// - Parameters:
  ///   - container: How records lie in the file.
  ///   - beginning: What was read of the file already.
  ///   - recordBytesMax: Longer records are not kept.
  ///   - refill: The file's next bytes; none at its end.
  init(
    _ container: RecordContainer, beginning: [UInt8], recordBytesMax: Int,
    refill: @escaping () throws -> [UInt8]
  ) {
    scanner = RecordScanner(container)
    buffer = beginning
    self.recordBytesMax = recordBytesMax
    self.refill = refill
    if buffer.starts(with: [0xef, 0xbb, 0xbf]) {
      start = 3
      cursor = 3
    }
  }

  /// The next record that is not blank; `nil` at the end of the file.
  mutating func next() throws -> RecordPiece? {
    while !isAtEnd {
      if let piece = scan() { return piece }
      if cursor - start > recordBytesMax { isTooLong = true }
      if isTooLong { start = cursor }
      buffer.removeSubrange(..<start)
      cursor -= start
      start = 0
      let fresh = try refill()
      guard !fresh.isEmpty else {
        isAtEnd = true
        return last()
      }
      buffer.append(contentsOf: fresh)
    }
    return nil
  }

  /// The next record that ends within the buffer.
  private mutating func scan() -> RecordPiece? {
    while cursor < buffer.count {
      if scanner.isInLine {
        // Nothing in a line is looked at, so its end is searched for at once.
        cursor = buffer[cursor...].firstIndex(of: 0x0a) ?? buffer.count
        guard cursor < buffer.count else { break }
      }
      let byte = buffer[cursor]
      switch scanner.take(byte) {
      case .outside: start = cursor + 1
      case .begins:
        start = cursor
        recordLine = line
      case .inside: break
      case .ends:
        cursor += 1
        return piece(upTo: cursor)
      case .endsBefore:
        let end = cursor
        cursor += 1
        if byte == 0x0a { line += 1 }
        let piece = piece(upTo: end)
        start = cursor
        return piece
      }
      if byte == 0x0a { line += 1 }
      cursor += 1
    }
    return nil
  }

  private mutating func piece(upTo end: Int) -> RecordPiece {
    defer {
      start = end
      isTooLong = false
    }
    guard !isTooLong, end - start <= recordBytesMax else {
      return .unusable(line: recordLine, why: "it is longer than \(Words.bytes(recordBytesMax))")
    }
    return .record(line: recordLine, bytes: Array(buffer[start..<end]))
  }

  private mutating func last() -> RecordPiece? {
    switch scanner.end {
    case .nothing: nil
    case .record: piece(upTo: buffer.count)
    case .cutShort(let what):
      .unusable(
        line: recordLine,
        why: isTooLong
          ? "it is longer than \(Words.bytes(recordBytesMax)) and never ends"
          : "the file ends within \(what) that begins here")
    }
  }
}

/// Where records begin and end, byte by byte.
struct RecordScanner {
  enum Step: Equatable {
    case outside
    case begins
    case inside
    /// With this byte.
    case ends
    /// Before this byte, which belongs to no record.
    case endsBefore
  }

  enum End: Equatable {
    case nothing
    case record
    case cutShort(String)
  }

  private enum Place: Equatable {
    case outside
    case line
    /// A cell of a row that may still begin with a quote.
    case cellStart
    case cell
    case quoted
    /// Behind a quote in a quoted cell: its end, or half of a doubled one.
    case quote
    case word
    case string
    case container(depth: Int)
    case stringInside(depth: Int)
  }

  private let container: RecordContainer
  private var place = Place.outside
  private var isEscaped = false
  private var isInArray = false

  init(_ container: RecordContainer) { self.container = container }

  /// Whether all up to the line's end belongs to the record.
  var isInLine: Bool { place == .line }

  mutating func take(_ byte: UInt8) -> Step {
    switch container {
    case .lines: takeOfLine(byte)
    case .rows(let separator): takeOfRow(byte, separator)
    case .values: takeOfValue(byte)
    }
  }

  /// What stands open at the end of the file.
  var end: End {
    switch place {
    case .outside: isInArray ? .cutShort("the array") : .nothing
    case .line, .cellStart, .cell, .quote: .record
    case .word: isInArray ? .cutShort("the array") : .record
    case .quoted: .cutShort("a quoted cell of the row")
    case .string, .container, .stringInside: .cutShort("the value")
    }
  }

  private mutating func takeOfLine(_ byte: UInt8) -> Step {
    guard byte != 0x0a else {
      defer { place = .outside }
      return place == .outside ? .outside : .endsBefore
    }
    if place == .line { return .inside }
    guard byte > 0x20 else { return .outside }
    place = .line
    return .begins
  }

  private mutating func takeOfRow(_ byte: UInt8, _ separator: UInt8) -> Step {
    if place == .quoted {
      if byte == UInt8(ascii: "\"") { place = .quote }
      return .inside
    }
    if byte == 0x0a {
      defer { place = .outside }
      return place == .outside ? .outside : .endsBefore
    }
    if place == .outside, byte == 0x0d { return .outside }
    let step: Step = place == .outside ? .begins : .inside
    let mayOpen = place == .outside || place == .cellStart || place == .quote
    if byte == UInt8(ascii: "\""), mayOpen {
      place = .quoted
    } else {
      place = byte == separator ? .cellStart : .cell
    }
    return step
  }

  private mutating func takeOfValue(_ byte: UInt8) -> Step {
    switch place {
    case .container(let depth): return takeInside(byte, depth)
    case .stringInside(let depth):
      if isStringEnd(byte) { place = .container(depth: depth) }
      return .inside
    case .string:
      guard isStringEnd(byte) else { return .inside }
      place = .outside
      return .ends
    case .word:
      let isEnd = byte <= 0x20 || byte == UInt8(ascii: ",")
      if isEnd { place = .outside }
      if byte == UInt8(ascii: "]"), isInArray {
        isInArray = false
        place = .outside
      }
      return place == .outside ? .endsBefore : .inside
    case .outside, .line, .cellStart, .cell, .quoted, .quote: return takeOutside(byte)
    }
  }

  private mutating func takeOutside(_ byte: UInt8) -> Step {
    switch byte {
    case 0...0x20, UInt8(ascii: ","): return .outside
    case UInt8(ascii: "[") where !isInArray:
      isInArray = true
      return .outside
    case UInt8(ascii: "]") where isInArray:
      isInArray = false
      return .outside
    case UInt8(ascii: "{"), UInt8(ascii: "["): place = .container(depth: 1)
    case UInt8(ascii: "\""): place = .string
    default: place = .word
    }
    return .begins
  }

  private mutating func takeInside(_ byte: UInt8, _ depth: Int) -> Step {
    switch byte {
    case UInt8(ascii: "\""): place = .stringInside(depth: depth)
    case UInt8(ascii: "{"), UInt8(ascii: "["): place = .container(depth: depth + 1)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      place = depth > 1 ? .container(depth: depth - 1) : .outside
      if depth == 1 { return .ends }
    default: break
    }
    return .inside
  }

  private mutating func isStringEnd(_ byte: UInt8) -> Bool {
    if isEscaped {
      isEscaped = false
      return false
    }
    isEscaped = byte == UInt8(ascii: "\\")
    return byte == UInt8(ascii: "\"")
  }
}
