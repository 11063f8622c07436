import Testing

@testable import Ledger

struct NoteLinesTests {
  @Test("Lines come one after another, and a last one without its newline is refused")
  func lines() throws {
    var lines = NoteLines(Array("a\n\nb c\nd".utf8), number: 3)
    var found: [String] = []
    for _ in 0..<3 { found.append(try lines.next()) }
    #expect(found == ["a", "", "b c"])
    #expect(lines.number == 6)
    #expect(lines.rest == Array("d".utf8))
    #expect(throws: ProofError.malformed(line: 6)) { _ = try lines.next() }
    #expect(!lines.isAtEnd)
  }

  @Test("A line that is no UTF-8 is refused")
  func notText() {
    var lines = NoteLines([0xff, 0x0a])
    #expect(throws: ProofError.notText) { _ = try lines.next() }
  }

  @Test(
    "Numbers have one form",
    arguments: [
      ("0", 0), ("7", 7), ("18446744073709551615", .max), ("", nil), ("00", nil), ("01", nil),
      ("+1", nil), ("-0", nil), (" 1", nil), ("1 ", nil), ("18446744073709551616", nil), ("٣", nil),
    ] as [(String, UInt64?)])
  func numbers(text: String, number: UInt64?) {
    #expect(UInt64(plainDecimal: text) == number)
  }

  @Test("Letters that only look the same are not the same bytes")
  func sameBytes() {
    #expect("é" == "e\u{301}")
    #expect(!"é".isSameBytes(as: "e\u{301}"))
    #expect("é".isSameBytes(as: "é"))
    #expect("a\tb".hasControls)
    #expect(!"é\u{7f}".hasControls)
  }
}
