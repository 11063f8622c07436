import Testing

@testable import vgledger

struct TextLayoutTests {
  @Test(
    "A line of facts breaks between facts, and inside one only where that alone is wider",
    arguments: [
      ("  all time · 400 jobs · log #3171", 40, ["  all time · 400 jobs · log #3171"]),
      ("  all time · 400 jobs · log #3171", 24, ["  all time · 400 jobs", "    log #3171"]),
      (
        "DURATION submit → finished · 186 done, 4 open", 28,
        ["DURATION submit → finished", "  186 done, 4 open"]
      ),
      ("one two three four five · six", 12, ["one two", "  three four", "  five · six"]),
      ("\u{1b}[2m  a · b\u{1b}[0m", 3, ["\u{1b}[2m  a\u{1b}[0m", "\u{1b}[2m    b\u{1b}[0m"]),
      ("", 10, [""]),
    ])
  func facts(line: String, width: Int, lines: [String]) {
    #expect(TextLayout.facts(line, width: width) == lines)
  }

  @Test("No line is wider than asked, where no word is", arguments: 14...60)
  func fits(width: Int) {
    let line = "  COST  17–23 Nov CET by finished · USD · 36 reported, 271 estimated · a b c d e"
    for line in TextLayout.facts(line, width: width) { #expect(line.displayWidth <= width) }
  }

  @Test("Words fill lines, and what begins with blanks is left as it is")
  func wrapped() {
    #expect(TextLayout.wrapped("one two three", width: 8) == ["one two", "three"])
    #expect(TextLayout.wrapped("one two three", width: 9, indent: 2) == ["one two", "  three"])
    #expect(TextLayout.wrapped("  $ a long example", width: 8) == ["  $ a long example"])
  }
}
