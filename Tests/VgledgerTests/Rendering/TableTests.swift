import Testing

@testable import vgledger

@Suite("tables and widths")
struct TableTests {
  private static func style(_ width: Int, isASCII: Bool = false) -> Style {
    Style(isTerminal: true, canAsk: false, width: width, isColored: false, isASCII: isASCII)
  }

  @Test(
    "A character is as wide as a terminal shows it",
    arguments: [
      ("a", 1), ("ä", 1), ("e\u{301}", 1), ("\u{301}", 0), ("日", 2), ("한", 2), ("ｶ", 1), ("Ａ", 2),
      ("、", 2), ("…", 1), ("█", 1), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1),
      ("❤\u{fe0f}", 2),
      ("नि", 1), ("日本語 text", 11), ("", 0),
    ])
  func widths(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  private static let hostile = [
    "日本語のプロンプト", "e\u{301}e\u{301}e\u{301}", "👩‍👩‍👧👍🏽🇩🇪", "a\u{1b}[31mb", "tab\tnewline\n",
    "veo-3.1-generate-preview-of-a-very-long-model-name", "한국어", "", "\u{202e}turned",
  ]

  /// A list of jobs whose cells are of every width.
  private static func table(isWide: Bool = false) -> Table {
    var table = Table(JobTable.columns, isWide: isWide)
    for row in hostile.indices {
      table.add(
        JobTable.columns.indices.map { .init(hostile[(row + $0) % hostile.count]) })
    }
    return table
  }

  @Test("No line is wider than the terminal", arguments: [40, 60, 80, 100, 140])
  func fits(width: Int) {
    for isASCII in [false, true] {
      let lines = Self.table().lines(Self.style(width, isASCII: isASCII))
      #expect(lines.count == Self.hostile.count + 1)
      for line in lines { #expect(line.displayWidth <= width, "\(line)") }
    }
  }

  @Test("A wide table cuts nothing, whatever the terminal's width")
  func wide() {
    let lines = Self.table(isWide: true).lines(Self.style(40))
    for cell in Self.hostile { #expect(lines.contains { $0.contains(cell.escaped) }) }
  }

  @Test("Columns go in the documented order, and id, state, took and cost never")
  func dropping() {
    func table() -> Table {
      var table = Table(JobTable.columns)
      table.add([
        "●", "v7k2q9a", "running", "veo-3.1-generate-001", "acme/spring-spot", "shot=sc010 take=3",
        "8s 1080p", "~1m31s", "~40s-1m20s", "3.20", "10m ago", "", "", "",
      ])
      return table
    }
    let order = ["LEFT", "LABELS", "PROJECT", "ASKED", "WHEN", "MODEL"]
    var dropped: [String] = []
    for width in stride(from: 140, through: 20, by: -1) {
      let lines = table().lines(Self.style(width))
      let head = lines[0].split(separator: " ").map(String.init)
      for name in order where !head.contains(name) && !dropped.contains(name) {
        dropped.append(name)
      }
      if width >= 40 {
        for name in ["ID", "STATE", "TOOK", "COST"] { #expect(head.contains(name), "\(width)") }
        #expect(lines[1].contains("v7k2q9a"), "\(width)")
      }
      #expect(lines.allSatisfy { $0.displayWidth <= width })
    }
    #expect(dropped.filter { order.contains($0) } == Array(order.prefix(dropped.count)))
    #expect(!dropped.isEmpty)
  }

  @Test("Numbers stand on the right, no line ends in spaces, and a header can be left away")
  func layout() {
    let columns: [Table.Column] = [
      .init(name: "NAME"), .init(name: "N", alignment: .right), .init(name: "LAST"),
    ]
    var table = Table(columns)
    table.add(["a", "1", ""])
    table.add(["日本", "1000", "x"])
    #expect(table.lines(Self.style(80)) == ["NAME     N  LAST", "a        1", "日本  1000  x"])
    table.hasHeader = false
    #expect(table.lines(Self.style(80)) == ["a        1", "日本  1000  x"])
  }

  @Test("Cuts are marked, and never inside a wide character")
  func clipping() {
    #expect("日本語".clipped(to: 4) == "日…")
    #expect("日本語".clipped(to: 5) == "日本…")
    #expect("日本語".clipped(to: 6) == "日本語")
    #expect("abc".clipped(to: 2, ellipsis: "~") == "a~")
    #expect("abc".clipped(to: 0) == "")
  }

  @Test(
    "A column that can be cut is, before others are dropped, and grows again with the room",
    arguments: [
      (40, "A       B         DETAIL\naaaaaa  bbbbbbbb  dddddddddddddddddddd"),
      (30, "A       B         DETAIL\naaaaaa  bbbbbbbb  ddddddddddd…"),
      (26, "A       B         DETAIL\naaaaaa  bbbbbbbb  ddddddd…"),
      (25, "A       DETAIL\naaaaaa  dddddddddddddddd…"),
      (20, "A       DETAIL\naaaaaa  ddddddddddd…"),
    ])
  func cutting(width: Int, expected: String) {
    var table = Table([
      .init(name: "A"), .init(name: "B", rank: 1), .init(name: "DETAIL", widthLeast: 8),
    ])
    table.add(["aaaaaa", "bbbbbbbb", "dddddddddddddddddddd"])
    #expect(table.lines(Self.style(width)).joined(separator: "\n") == expected)
  }
}
