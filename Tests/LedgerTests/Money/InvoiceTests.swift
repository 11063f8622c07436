import Testing

@testable import Ledger

@Suite("Invoices")
struct InvoiceTests {
  private func invoice(_ text: String, _ currency: Currency? = nil) throws -> Invoice? {
    Invoice(
      try CommaSeparated.rows(of: text.utf8), currency: currency,
      TimeContext(now: Moment(rawValue: 1_790_000_000_000), zone: .utc))
  }

  @Test("Amounts, days and currencies are read by any of their usual headers")
  func headers() throws {
    let day = Moment(rfc3339: "2026-10-03T00:00:00Z")
    for text in [
      "Date,Description,Amount,Currency\n2026-10-03,Veo,1.20,usd\n",
      "line_item;start_time;amount_value;amount_currency\nVeo;1790985600;1.2;USD\n",
      "Usage start date\tSKU description\tCost ($)\n2026-10-03\tVeo\t1.20 USD\n",
    ] {
      let read = try #require(try invoice(text))
      #expect(read.rejections == [])
      #expect(
        read.lines == [
          Invoice.Line(
            moment: day, description: "Veo", amount: Amount(units: 1_200_000_000), currency: .usd)
        ])
    }
    #expect(try invoice("a,b\n1,2\n") == nil)
    #expect(try invoice("") == nil)
  }

  @Test("Lines that cannot be read are told with their place")
  func rejections() throws {
    let text = "day,cost\n2026-10-03,1\n2026-10-03,\"1,200.00 USD\"\n11/12,1 USD\n,2 USD\n,\n"
    let read = try #require(try invoice(text))
    #expect(read.lines.map(\.amount.text) == ["2.00"])
    #expect(read.rejections.map(\.line) == [2, 3, 4])
    #expect(read.rejections[0].why == "it names no currency; add --currency USD")
    #expect(
      read.rejections[1].why
        == "'1,200.00 USD' is no amount; write 1234.50 or '1234.50 USD'")
    #expect(try invoice(text, .usd)?.lines.count == 2)
  }

  @Test(
    "A line of an invoice names the longest model that stands in it",
    arguments: [
      ("Veo 3.1 Generate (720p, audio)", "veo-3.1-generate"),
      ("veo-3.1-fast-generate-001", "veo-3.1-fast-generate"), ("sora-2-pro video", "sora-2-pro"),
      ("sora-2, 720p", "sora-2"), ("Sora-20", nil), ("Storage", nil), ("", nil),
    ] as [(String, String?)])
  func names(description: String, expected: String?) {
    let models = ["veo-3.1-generate", "veo-3.1-fast-generate", "sora-2", "sora-2-pro"]
    #expect(ModelName.named(in: description, among: models) == expected)
  }

  @Test(
    "A version is what a price covers beyond the name",
    arguments: [
      ("veo-3.1-generate-001", "veo-3.1-generate"), ("sora-2-2025-12-08", "sora-2"),
      ("sora-2", "sora-2"), ("veo-3.1-fast-generate-preview", "veo-3.1-fast-generate"),
      ("Sora-2-Pro", "sora-2-pro"), ("x", "x"),
    ])
  func versions(model: String, expected: String) {
    #expect(ModelName.withoutVersion(model) == expected)
  }
}
