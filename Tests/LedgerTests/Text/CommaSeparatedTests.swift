import Ledger
import Testing

@Suite("Comma separated text")
struct CommaSeparatedTests {
  private func cells(_ text: String, separator: UInt8? = nil) throws -> [[String]] {
    try CommaSeparated.rows(of: text.utf8, separator: separator).map(\.cells)
  }

  @Test(
    "Cells are separated, quoted and ended as RFC 4180 says, and as spreadsheets write",
    arguments: [
      ("", []),
      ("\n\r\n\r", []),
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
      ("\u{FEFF}", []),
      ("a;b;c\n1,5;2;3\n", [["a", "b", "c"], ["1,5", "2", "3"]]),
      ("a\tb\n1,5\t2\n", [["a", "b"], ["1,5", "2"]]),
      ("\"a;b;c\",d\n", [["a;b;c", "d"]]),
      ("only\none\n", [["only"], ["one"]]),
      ("a,,\n,,\n", [["a", "", ""], ["", "", ""]]),
      ("\"\"\n", [[""]]),
      ("a,\"\"\n", [["a", ""]]),
      ("a,\"one\ntwo\r\nthree\"\nb,c\n", [["a", "one\ntwo\r\nthree"], ["b", "c"]]),
      ("\"say \"\"yes\"\"\",\"\"\"\"\n", [["say \"yes\"", "\""]]),
      ("5\" screen,b\n", [["5\" screen", "b"]]),
      ("a, \"b\"\n", [["a", " \"b\""]]),
      ("a,b\n\n\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("\na,b\n", [["a", "b"]]),
      ("\"a\nb\",c\n1,2", [["a\nb", "c"], ["1", "2"]]),
      ("grün,😀\n", [["grün", "😀"]]),
    ] as [(String, [[String]])])
  func reads(text: String, expected: [[String]]) throws {
    #expect(try cells(text) == expected)
  }

  @Test("A given separator is not looked for")
  func givenSeparator() throws {
    #expect(try cells("a;b,c\n", separator: UInt8(ascii: ",")) == [["a;b", "c"]])
  }

  @Test("Rows come out alike however the bytes are cut")
  func pieces() throws {
    let text = "\u{FEFF}a;\"b\r\nc\"\r\n\r\n1;\"say \"\"x\"\"\"\r\nlast;é"
    let whole = try CommaSeparated.rows(of: text.utf8)
    let bytes = Array(text.utf8)
    for size in 1...bytes.count {
      var reader = CommaSeparated()
      var rows: [CommaSeparated.Row] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        rows += try reader.read(bytes[start..<min(start + size, bytes.count)])
      }
      rows += try reader.finish()
      #expect(rows == whole, "pieces of \(size)")
    }
    #expect(whole.map(\.number) == [1, 2, 3])
    #expect(whole.map(\.line) == [1, 4, 5])
  }

  @Test("A line is counted once for LF, CRLF and CR", arguments: ["\n", "\r\n", "\r"])
  func lines(end: String) throws {
    let text = ["a", "", "\"b", "c\"", "d", ""].joined(separator: end)
    let rows = try CommaSeparated.rows(of: text.utf8)
    #expect(rows.map(\.line) == [1, 3, 5])
    #expect(rows.map(\.number) == [1, 2, 3])
  }

  @Test(
    "What cannot be read names its row and line",
    arguments: [
      ("a,b\n1,\"2\n3,4\n", .unterminatedQuote(row: 2, line: 2)),
      ("\"a", .unterminatedQuote(row: 1, line: 1)),
      ("a\n\n\"1\"x\n", .textAfterQuote(row: 2, line: 3)),
    ] as [(String, CommaSeparatedError)])
  func errors(text: String, expected: CommaSeparatedError) {
    #expect(throws: expected) { try CommaSeparated.rows(of: text.utf8) }
  }

  @Test("Bytes that are not UTF-8 are refused, not repaired")
  func notUTF8() {
    #expect(throws: CommaSeparatedError.notUTF8(row: 2, line: 2)) {
      try CommaSeparated.rows(of: Array("a\n".utf8) + [0xE9])
    }
    #expect(throws: CommaSeparatedError.utf16) {
      try CommaSeparated.rows(of: [0xFF, 0xFE, 0x61, 0x00])
    }
    #expect(throws: CommaSeparatedError.notUTF8(row: 1, line: 1)) {
      try CommaSeparated.rows(of: [0xEF, 0xBB])
    }
  }

  @Test("A quote that is never closed does not swallow a large file")
  func tooLong() {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    #expect(throws: CommaSeparatedError.rowTooLong(row: 2, line: 2)) {
      var reader = CommaSeparated()
      _ = try reader.read("a,b\n\"".utf8)
      for _ in 0..<17 { _ = try reader.read(piece) }
    }
  }

  @Test("Random cells survive writing and reading")
  func roundTrip() throws {
    let seed = UInt64.random(in: 0 ..< .max)
    var random = SplitMix(seed: seed)
    let alphabet = ["a", "\"", ",", ";", "\n", "\r\n", "é", " ", "\t", ""]
    for _ in 0..<500 {
      let table = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...5, using: &random))
            .map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
        }
      }
      let text = table.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }.joined(separator: "\r\n")
      #expect(try cells(text, separator: UInt8(ascii: ",")) == table, "seed \(seed)")
    }
  }
}

/// A small seeded generator, so that a failing run can be repeated.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
