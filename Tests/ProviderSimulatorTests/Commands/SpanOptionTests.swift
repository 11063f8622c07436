import Testing

@testable import ProviderSimulator

struct SpanOptionTests {
  @Test(
    "Reads a number with its unit",
    arguments: [
      ("250ms", 250), ("90s", 90_000), ("1.5m", 90_000), ("2h", 7_200_000), ("0s", 0),
    ])
  func reads(text: String, milliseconds: Int64) {
    #expect(SpanOption(argument: text)?.span == .milliseconds(milliseconds))
  }

  @Test("Refuses anything else", arguments: ["", "s", "5", "-5s", "5d", "1.2.3s", "1e9h", "5 s"])
  func refuses(text: String) {
    #expect(SpanOption(argument: text) == nil)
  }
}
