import Ledger
import Testing

@Suite("Currencies")
struct CurrencyTests {
  @Test(
    "Codes are capital, words are small, signs are refused",
    arguments: [
      ("USD", "USD"), ("usd", "USD"), ("Eur", "EUR"), ("credits", "credits"),
      ("Credit", "credits"), ("flow-credits", "flow-credits"), ("units_2", "units_2"),
      ("$", nil), ("€", nil), ("", nil), ("U", nil), ("US$", nil), ("two words", nil),
      ("2credits", nil), (String(repeating: "a", count: 33), nil), ("grün", nil), ("ÄÖÜ", nil),
    ] as [(String, String?)])
  func words(text: String, expected: String?) {
    #expect(Currency(text)?.word == expected)
  }
}
