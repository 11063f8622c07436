/// The lines of a note or a proof, each ended by a newline.
struct NoteLines {
  private let bytes: [UInt8]
  private var offset = 0
  /// The number of the line that comes next, from 1.
  private(set) var number: Int

  /// `number`: that of the first line, where the bytes are a part of a file.
  init(_ bytes: [UInt8], number: Int = 1) {
    self.bytes = bytes
    self.number = number
  }

  var isAtEnd: Bool { offset == bytes.count }

  /// The bytes of all lines that are still to come.
  var rest: [UInt8] { Array(bytes[offset...]) }

  /// The next line, without its newline.
  ///
  /// - Throws: ``ProofError/malformed(line:)`` where there is none or its newline is missing, and
  ///   ``ProofError/notText`` where it is not UTF-8.
  mutating func next() throws(ProofError) -> String {
    guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw .malformed(line: number)
    }
    guard let line = String(validating: bytes[offset..<end], as: UTF8.self) else { throw .notText }
    offset = end + 1
    number += 1
    return line
  }
}

extension UInt64 {
  /// - Returns: `nil` unless the text is a number in decimal digits without leading zeros.
  init?(plainDecimal text: some StringProtocol) {
    guard let number = UInt64(text), String(number).utf8.elementsEqual(text.utf8) else {
      return nil
    }
    self = number
  }
}

extension StringProtocol {
  /// Whether both are the same bytes: `==` takes other bytes for the same letters.
  func isSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether there are characters below U+0020.
  var hasControls: Bool { utf8.contains { $0 < 0x20 } }
}

extension String {
  /// The same, quicker: a fold asks it of every word of every event.
  func isSameBytes(as other: String) -> Bool {
    let left = utf8Span.span
    let right = other.utf8Span.span
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
