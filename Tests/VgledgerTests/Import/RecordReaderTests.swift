import Testing

@testable import vgledger

@Suite("Cutting a file into records")
struct RecordReaderTests {
  /// All pieces of a text that comes in pieces of that size.
  private func pieces(
    _ container: RecordContainer, _ text: String, size: Int, most: Int = 1000
  ) throws -> [RecordPiece] {
    var rest = Array(text.utf8)[...]
    var reader = RecordReader(container, beginning: [], recordBytesMax: most) {
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    var pieces: [RecordPiece] = []
    while let piece = try reader.next() { pieces.append(piece) }
    return pieces
  }

  private func record(_ line: Int, _ text: String) -> RecordPiece {
    .record(line: line, bytes: Array(text.utf8))
  }

  @Test("Lines, whatever the pieces", arguments: [1, 2, 3, 7, 100])
  func lines(size: Int) throws {
    #expect(
      try pieces(.lines, "\n {\"a\":1}\r\n\n  \nb c\nlast", size: size)
        == [record(2, "{\"a\":1}\r"), record(5, "b c"), record(6, "last")])
    #expect(try pieces(.lines, " \n\n", size: size).isEmpty)
  }

  @Test("Values and the elements of arrays, over lines or in one", arguments: [1, 2, 3, 7, 100])
  func values(size: Int) throws {
    let text = "[{\"a\":\n\"}\\\"]\"}, [1,2] ,\n\"x]\",null]\n{\"b\":{}} {} 12"
    #expect(
      try pieces(.values, text, size: size)
        == [
          record(1, "{\"a\":\n\"}\\\"]\"}"), record(2, "[1,2]"), record(3, "\"x]\""),
          record(3, "null"), record(4, "{\"b\":{}}"), record(4, "{}"), record(4, "12"),
        ])
  }

  @Test("Rows with quoted line ends and doubled quotes", arguments: [1, 2, 3, 7, 100])
  func rows(size: Int) throws {
    let semicolons = RecordContainer.rows(separator: UInt8(ascii: ";"))
    #expect(
      try pieces(semicolons, "a;b\r\n\r\n\"1\n2\";\"x\"\"\n\"\n5\" tv;c\n", size: size)
        == [record(1, "a;b\r"), record(3, "\"1\n2\";\"x\"\"\n\""), record(6, "5\" tv;c")])
  }

  @Test(
    "What the end of the file cuts short is told with the line where it begins",
    arguments: [
      (RecordContainer.values, "{}\n[{}, {\"a\":1", 2, "the value"),
      (.values, "[{},\n", 1, "the array"),
      (.rows(separator: 0x2c), "a,b\n1,\"x\ny", 2, "a quoted cell of the row"),
    ])
  func cutShort(container: RecordContainer, text: String, line: Int, what: String) throws {
    let expected = RecordPiece.unusable(
      line: line, why: "the file ends within \(what) that begins here")
    #expect(try pieces(container, text, size: 4).last == expected)
  }

  @Test("A record that is too long is told, in whatever pieces, and the next one is read")
  func tooLong() throws {
    let long = String(repeating: "x", count: 5000)
    for size in [10, 999, 10_000] {
      #expect(
        try pieces(.lines, "a\n\(long)\nb\n", size: size)
          == [
            record(1, "a"), .unusable(line: 2, why: "it is longer than 1.0 kB"), record(3, "b"),
          ])
      #expect(
        try pieces(.values, "[{\"a\":\"\(long)\"},\n{}]", size: size)
          == [.unusable(line: 1, why: "it is longer than 1.0 kB"), record(2, "{}")])
    }
  }

  @Test("A byte order mark is no part of the first record")
  func byteOrderMark() throws {
    var reader = RecordReader(
      .lines, beginning: [0xef, 0xbb, 0xbf] + Array("a\n".utf8), recordBytesMax: 10, refill: { [] })
    #expect(try reader.next() == record(1, "a"))
  }
}
