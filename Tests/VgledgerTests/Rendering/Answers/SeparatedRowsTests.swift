import Foundation
import Providers
import Testing

@testable import vgledger

@Suite("CSV, TSV and Markdown")
struct SeparatedRowsTests {
  /// Cells that tell good writers from bad ones.
  private static let cells = [
    "", "plain", "a,b", "say \"yes\"", "\"", "two\nlines", "carriage\r\nreturn", "\r", "tab\there",
    " space before", "space after ", "=1+1", "-1.5", "-x", "+49", "@sum", "'quoted", "日本語", "👩‍👩‍👧",
    "e\u{301}", "\u{feff}a mark", "\u{feff}", "back\\slash", "\\n", "\\\u{301}", "\u{7f}\u{1b}[31m",
    "\u{202e}turned", "null", "[1,2]", ",", "\n",
  ]

  private static func csv(_ rows: [[JSON]], isSafe: Bool) -> String {
    let fields = rows.first?.indices.map { "field\($0)" } ?? []
    let encoding = CommaSeparatedRows(fields: fields, isSafe: isSafe)
    return encoding.head()
      + rows.enumerated().map { place, row in
        encoding.row(Array(zip(fields, row)), at: place)
      }.joined() + encoding.end(totals: .null, count: rows.count)
  }

  private static func readByPython(_ text: String) async throws -> [[String]] {
    let script = """
      import csv, io, json, sys
      text = sys.stdin.buffer.read().decode("utf-8-sig")
      rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
      print(json.dumps(rows))
      """
    let printed = try await Python.run(script, input: Data(text.utf8))
    return try JSONDecoder().decode([[String]].self, from: Data(printed.utf8))
  }

  @Test("Python's csv module reads every cell back as it was", arguments: [1, 2, 31])
  func roundTrip(columns: Int) async throws {
    let rows = stride(from: 0, to: Self.cells.count, by: columns).map { start in
      (0..<columns).map { Self.cells[(start + $0) % Self.cells.count] }
    }
    let text = Self.csv(rows.map { $0.map(JSON.string) }, isSafe: false)
    let read = try await Self.readByPython(text)
    #expect(Array(read.dropFirst()) == rows)
  }

  @Test("A byte order mark in the first cell stays data, with no header before it")
  func byteOrderMark() async throws {
    let encoding = CommaSeparatedRows(fields: ["a", "b"], hasHeader: false, isSafe: false)
    let text = encoding.head() + encoding.row([("a", .string("\u{feff}x")), ("b", .null)], at: 0)
    #expect(try await Self.readByPython(text) == [["\u{feff}x", ""]])
  }

  @Test("Real answers come back through Python too")
  func realAnswer() async throws {
    let tool = try Tool()
    _ = try await tool.run("track", History.sora)
    let note = "a, \"b\"\nc\td =1+1 日本 👍🏽 \u{feff}\\"
    _ = try await tool.run("note", "@last", note)
    let result = try await tool.run("log", "-o", "csv", "--no-csv-safe", "--fields", "kind,detail")
    let rows = try await Self.readByPython(result.output)
    #expect(rows.first == ["kind", "detail"])
    #expect(rows.last == ["job.annotated", note])
    #expect(Set(rows.map(\.count)) == [2])
  }

  @Test(
    "With --csv-safe a cell that a spreadsheet would calculate gets an apostrophe; numbers do not",
    arguments: [
      ("=1+1", "'=1+1"), ("+49", "'+49"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
      ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("-x", "'-x"), ("-1+1", "'-1+1"),
      ("-1.5", "-1.5"), ("-12", "-12"), ("-", "'-"), ("-.", "'-."), ("-1.2.3", "'-1.2.3"),
      ("＝1", "'＝1"), ("a=1", "a=1"), ("'x", "'x"), ("", "\"\""),
    ])
  func safety(cell: String, written: String) {
    #expect(Self.csv([[.string(cell)]], isSafe: true) == "field0\n\(written)\n")
  }

  @Test("Numbers, truths, lists and objects are no formulas; unknown and empty are empty")
  func shapes() {
    let row: [JSON] = [
      .number("-1"), .boolean(true), .null, .array([]), .members([]),
      .members([("a", .string("b,\"c"))]),
    ]
    #expect(
      Self.csv([row], isSafe: true)
        == "field0,field1,field2,field3,field4,field5\n-1,true,,,,\"{\"\"a\"\":\"\"b,\\\"\"c\"\"}\"\n"
    )
  }

  @Test("A terminal gets no control characters in CSV")
  func terminal() {
    let encoding = CommaSeparatedRows(fields: ["a"], isSafe: false, isForTerminal: true)
    #expect(encoding.row([("a", .string("\u{1b}[2J"))], at: 0) == "\\u{1b}[2J\n")
  }

  @Test("Tab separated: one line a row, one tab a gap, and every cell can be read back")
  func tabs() throws {
    let fields = Self.cells.indices.map { "f\($0)" }
    let encoding = TabSeparatedRows(fields: fields)
    let row = encoding.row(Array(zip(fields, Self.cells.map(JSON.string))), at: 0)
    #expect(row.unicodeScalars.filter { $0 == "\n" }.count == 1)
    let cells = row.unicodeScalars.dropLast().split(
      separator: "\t", omittingEmptySubsequences: false
    ).map { String($0) }
    #expect(cells.map(Self.unescaped) == Self.cells)
    #expect(encoding.head() == fields.joined(separator: "\t") + "\n")
  }

  @Test("Lists and objects in TSV can be read back as well")
  func tabsOfObjects() throws {
    let value = JSON.members([("a\\b", .string("x\ty\n\u{202e}\u{9b}"))])
    let encoding = TabSeparatedRows(fields: ["a"])
    let cell = String(encoding.row([("a", value)], at: 0).dropLast())
    #expect(cell == cell.escaped)
    #expect(JSONReader.read(Array(Self.unescaped(cell).utf8)) == value)
  }

  /// What docs/output.md says of reading a cell of TSV.
  private static func unescaped(_ cell: String) -> String {
    var text = ""
    var rest = cell.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let letter = rest.popFirst() else {
        text.unicodeScalars.append(scalar)
        continue
      }
      switch letter {
      case "n": text += "\n"
      case "r": text += "\r"
      case "t": text += "\t"
      case "u":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(digits.count + 2)
        if let value = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(value) {
          text.unicodeScalars.append(scalar)
        }
      default: text.unicodeScalars.append(letter)
      }
    }
    return text
  }

  @Test(
    "Markdown shows what is there: no cell ends early, and none becomes markup",
    arguments: [
      ("a|b", #"a\|b"#), ("two\nlines", "two<br>lines"), ("two\r\nlines", "two<br>lines"),
      ("<b>", "&lt;b>"), ("a & b", "a &amp; b"), ("*x* `y` [z](u)", #"\*x\* \`y\` \[z\](u)"#),
      ("~x~", #"\~x\~"#), ("\\", #"\\"#), ("\u{1b}[31m", #"\u{1b}\[31m"#), ("日本", "日本"),
    ])
  func markdown(text: String, shown: String) {
    let encoding = MarkdownRows(fields: ["a", "n"], areNumeric: [false, true])
    #expect(encoding.head() == "| a | n |\n| --- | ---: |\n")
    #expect(
      encoding.row([("a", .string(text)), ("n", .number("1"))], at: 0) == "| \(shown) | 1 |\n")
  }
}
