import Testing

@testable import vgledger

struct ShortKeyTests {
  private static func style(isColored: Bool) -> Style {
    Style(isTerminal: true, canAsk: false, width: 80, isColored: isColored, isASCII: false)
  }

  @Test(
    "As much is shown as names the job, at least seven characters; what must be typed is underlined",
    arguments: [
      (4, "v7k2q9a", "\u{1b}[4mv7k2\u{1b}[0mq9a"),
      (7, "v7k2q9a", "\u{1b}[4mv7k2q9a\u{1b}[0m"),
      (9, "v7k2q9abc", "\u{1b}[4mv7k2q9abc\u{1b}[0m"),
      (17, "v7k2q9abcdefghjkm", "\u{1b}[4mv7k2q9abcdefghjkm\u{1b}[0m"),
    ])
  func shown(uniqueLength: Int, text: String, painted: String) {
    let key = ShortKey(whole: "v7k2q9abcdefghjkm", uniqueLength: uniqueLength)
    #expect(key.text == text)
    #expect(key.cell.painted(key.text, Self.style(isColored: true)) == painted)
    #expect(key.cell.painted(key.text, Self.style(isColored: false)) == text)
  }

  @Test("A cell that is cut underlines no more than it shows")
  func cut() {
    let cell = ShortKey(whole: "v7k2q9abcdefghjkm", uniqueLength: 9).cell
    #expect(cell.painted("v7k…", Self.style(isColored: true)) == "\u{1b}[4mv7k…\u{1b}[0m")
  }
}
