import Foundation
import Testing

@Suite("price")
struct PriceTests {
  private func tool() throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-11-24T03:00:00Z"
    return tool
  }

  @Test("Without a ledger the prices that are brought along are listed")
  func list() async throws {
    let tool = try tool()
    let result = try await tool.run("price", "list", "--model", "veo-3.1-lite", "-o", "table")
    #expect(
      result
        == Tool.Result(
          status: 0,
          output: """
            MODEL                  WHERE   SIZE   SOUND       PRICE  FROM        UNTIL       \
            ROW
            veo-3.1-lite-generate  gemini  720p   any    0.05 USD/s  2026-03-31  2026-10-23  \
            p173eafa140
            veo-3.1-lite-generate  gemini  1080p  any    0.08 USD/s  2026-03-31  2026-10-23  \
            p85f7f83f22
            veo-3.1-lite-generate  vertex  720p   on     0.05 USD/s  2026-04-10  –           \
            pb2c9196b0d
            veo-3.1-lite-generate  vertex  720p   off    0.03 USD/s  2026-04-10  –           \
            pe43613837e
              4 of 47 prices · book 2026-11-24 23e30922

            """, errors: ""))
    #expect(
      try await tool.run("price", "list", "--at", "2020-01-01", "-o", "table")
        == Tool.Result(status: 0, output: "", errors: "vgledger: no price matches, of 47\n"))
    let rows = try await tool.run("price", "-o", "jsonl")
    #expect(rows.output.split(separator: "\n").count == 47)
    #expect(!FileManager.default.fileExists(atPath: tool.ledger))
  }

  @Test("A price is declared once, with its dates, and wins over those brought along")
  func set() async throws {
    let tool = try tool()
    let words = ["price", "set", "sora-2", "0.40EUR/s", "--from", "2026-11", "--until", "2026-11"]
    let first = try await tool.run(words)
    #expect(
      first
        == Tool.Result(
          status: 0,
          output: "p548ec551b3  0.40 EUR/s for sora-2 anywhere, from 2026-11-01 until 2026-12-01  "
            + "recorded #2\n", errors: "vgledger: made a new ledger in \(tool.ledger)\n"))
    let second = try await tool.run(words)
    #expect(
      second.output == first.output.replacing("recorded #2", with: "said so already"))
    let shown = try await tool.run("price", "show", "sora-2-2025-12-08")
    #expect(
      shown
        == Tool.Result(
          status: 0,
          output: """
            STANDING  MODEL   WHERE     SIZE  SOUND            PRICE  FROM        UNTIL       ROW
            wins      sora-2  anywhere  any   any         0.40 EUR/s  2026-11-01  2026-12-01  \
            p548ec551b3
            over      sora-2  openai    720p  any         0.10 USD/s  2025-10-06  2026-09-25  \
            p692f5f7dc0
            over      sora-2  openai    720p  any, batch  0.05 USD/s  2026-03-28  2026-09-25  \
            p01b7cce230
              p548ec551b3  tester #2: no source given

            """, errors: ""))
    let gone = try await tool.run("price", "show", "sora-2", "--at", "2026-10-01")
    #expect(gone.status == 0)
    #expect(
      gone.errors
        == "vgledger: no price of sora-2 holds at 2026-10-01; what it costs then is '?'\n")
    #expect(
      try await tool.run("price", "show", "sora-3")
        == Tool.Result(
          status: 0, output: "",
          errors: "vgledger: there is no price of 'sora-3'; did you mean sora-2? Else declare one "
            + "with 'vgledger price set'\n"))
    // What was declared later was not known then.
    let before = try await tool.run("price", "list", "--as-of", "1", "-o", "jsonl")
    #expect(before.output.split(separator: "\n").count == 47)
  }

  @Test(
    "A price that cannot be meant is refused, with what to write",
    arguments: [
      (
        ["m", "0.40/s"],
        64, "a price needs its currency; write '0.40 USD/s', or add --currency USD"
      ),
      (
        ["m", "$0.40/s"],
        64, "a price needs its currency; write '0.40 USD/s', or add --currency USD"
      ),
      (
        ["m", "0.40USD"],
        64, "a price needs its unit; write 0.40 USD/s, 1.20 USD/video or 17.50 USD/Mtoken"
      ),
      (
        ["m", "1USD/s", "--account", "x"], 64,
        "there is no account 'x'; known are sora, veo, vertex"
      ),
      (
        ["m", "1USD/s", "--account", "veo", "--provider", "gemini"],
        64, "a price holds at an account or at a provider; give one of them"
      ),
      (
        ["m", "1USD/s", "--from", "2026-11", "--until", "2026-10"],
        64, "the price would end before it begins; swap or change from and until"
      ),
    ] as [([String], Int32, String)])
  func refused(words: [String], status: Int32, why: String) async throws {
    let tool = try tool()
    #expect(
      try await tool.run(["price", "set"] + words)
        == Tool.Result(status: status, output: "", errors: "vgledger: \(why)\n"))
    #expect(!FileManager.default.fileExists(atPath: tool.ledger))
  }

  @Test("Exported prices make the same book in another ledger, and a second import adds nothing")
  func exchange() async throws {
    let (first, second) = (try tool(), try tool())
    for price in ["0.10USD/s", "0.20USD/s", "0.10USD/s"] {
      #expect(try await first.run("price", "set", "m", price, "--source", "a|b").status == 0)
    }
    #expect(
      try await first.run("price", "set", "m", "12credits/video", "--account", "veo").status == 0)
    let exported = try await first.run("export", "prices")
    #expect(exported.status == 0)
    #expect(exported.output.split(separator: "\n").count == 51)
    let rehearsed = try await second.run(
      "price", "import", "-", "--dry-run", input: exported.output)
    #expect(rehearsed.output == "would add 4, had 47, rejected 0\n")
    #expect(!FileManager.default.fileExists(atPath: second.ledger))
    let added = try await second.run("price", "import", "-", input: exported.output)
    #expect(added.output == "added 4, had 47, rejected 0\n")
    #expect(added.status == 0)
    #expect(try await second.run("export", "prices").output == exported.output)
    let again = try await second.run("price", "import", "-", input: exported.output)
    #expect(again.output == "added 0, had 51, rejected 0\n")
    #expect(try await second.run("export", "prices").output == exported.output)
  }

  @Test("Declared prices travel with the observations")
  func observations() async throws {
    let (first, second) = (try tool(), try tool())
    for price in ["0.10USD/s", "0.20USD/s", "0.10USD/s"] {
      #expect(try await first.run("price", "set", "m", price, "--no-audio").status == 0)
    }
    let lines = try await first.run("export", "observations").output
    #expect(lines.split(separator: "\n").count == 3)
    #expect(
      lines.hasPrefix(
        #"{"kind":"ledger.price","observed_at":"2026-11-24T03:00:00.000Z","model":"m","#
          + #""audio":false,"batch":false,"unit":"second","amount":"0.10","currency":"USD","#
          + #""price_source":"no source given","by":"tester","source":"person","sequence":2,"#))
    let added = try await second.run("import", "-", input: lines)
    #expect(added.status == 0, "\(added)")
    let again = try await second.run("import", "-", input: lines)
    #expect(again.output == "added 0, already there 3, conflicts 0, rejected 0\n")
    let bad = try await second.run(
      "import", "--from", "observations", "-",
      input: #"{"kind":"ledger.price","model":"m","amount":"1","unit":"s"}"# + "\n")
    #expect(bad.status == 65)
    #expect(
      bad.errors.hasPrefix(
        "vgledger: line 1: a price needs its currency; write '1 USD/s', or add --currency USD\n"))
  }

  @Test("A table is read by its header, and rows that are no price are told")
  func table() async throws {
    let tool = try tool()
    let text =
      "Model;Price;From;Audio\nx;\"0.40 USD/s\";2026-01-01;yes\ny;0.40;;\nz;1/video;;loud\n"
    let result = try await tool.run("price", "import", "-", "-q", input: text)
    #expect(result.status == 65)
    #expect(result.output == "added 1, had 0, rejected 2\n")
    let rest = try await tool.run(
      "price", "import", "-", "--currency", "EUR", "--source", "contract", input: text)
    #expect(
      rest
        == Tool.Result(
          status: 65, output: "added 1, had 0, rejected 2\n",
          errors: """
            vgledger: line 3: a price needs its unit; write 0.40 USD/s, 1.20 USD/video or 17.50 \
            USD/Mtoken
            vgledger: line 4: audio 'loud' is neither yes nor no
            vgledger: 2 rows are no price; the others went in

            """))
    for (input, why) in [
      ("", "the file holds no price"),
      (
        "a,b\n1,2\n",
        "the first line names no columns model and amount; write them, or JSON lines as 'export "
          + "prices' does"
      ),
      (
        "model,amount\n\"x,1\n",
        "the prices cannot be read: row 2 (line 2): a quoted cell is never closed"
      ),
    ] {
      #expect(
        try await tool.run("price", "import", "-", input: input)
          == Tool.Result(status: 65, output: "", errors: "vgledger: \(why)\n"))
    }
    #expect(try await tool.run("price", "import", "/no/such").status == 66)
  }

  @Test("Two days are compared")
  func diff() async throws {
    let tool = try tool()
    let result = try await tool.run("price", "diff", "2026-03-28", "2026-03-31", "-o", "table")
    #expect(
      result
        == Tool.Result(
          status: 0,
          output: """
            CHANGE  MODEL                  WHERE   SIZE   SOUND  BEFORE       AFTER  SINCE
            new     veo-3.1-lite-generate  gemini  720p   any         –  0.05 USD/s  2026-03-31
            new     veo-3.1-lite-generate  gemini  1080p  any         –  0.08 USD/s  2026-03-31
              2 changes between 2026-03-28 and 2026-03-31 · book 2026-11-24 23e30922

            """, errors: ""))
    #expect(
      try await tool.run("price", "diff")
        == Tool.Result(
          status: 0, output: "",
          errors: "vgledger: no price changed between 2026-10-24T03:00:00.000Z and "
            + "2026-11-24T03:00:00.000Z\n"))
    let reversed = try await tool.run("price", "diff", "2026-05-01", "2026-04-01")
    #expect(reversed.status == 64)
    let json = try await tool.run("price", "diff", "2026-04-07", "2026-04-08", "-o", "jsonl")
    #expect(json.status == 0)
    #expect(json.output.contains(#""change":"new","model":"veo-3.1-fast-generate""#))
  }
}
