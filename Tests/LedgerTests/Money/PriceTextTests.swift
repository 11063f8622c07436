import Testing

@testable import Ledger

@Suite("Prices as people write them")
struct PriceTextTests {
  @Test(
    "Number, currency and unit may stand together or apart",
    arguments: [
      ("0.40 USD/s", nil, nil, "0.40 USD/s"), ("0.40/s", "USD", nil, "0.40 USD/s"),
      ("0.40USD/s", nil, nil, "0.40 USD/s"), ("0.40", "usd", "second", "0.40 USD/s"),
      ("1.20 eur / video", nil, nil, "1.20 EUR/video"),
      ("17.50/Mtoken", "USD", nil, "17.50 USD/Mtoken"),
      ("12credits/video", nil, nil, "12.00 credits/video"),
      ("0.40 USD/s", "USD", "s", "0.40 USD/s"), ("0/video", "USD", nil, "0.00 USD/video"),
    ] as [(String, String?, String?, String)])
  func reads(text: String, currency: String?, unit: String?, expected: String) throws {
    let price = try PriceText(text, currency: currency, unit: unit)
    #expect("\(price.amount.text) \(price.currency.word)/\(price.unit.sign)" == expected)
  }

  @Test(
    "What is missing or wrong is named with what to write",
    arguments: [
      ("0.40/s", nil, nil, .noCurrency(example: "0.40 USD/s")),
      ("$0.40/s", nil, nil, .noCurrency(example: "0.40 USD/s")),
      ("0.40 $/s", nil, nil, .unknownCurrency("$")),
      ("", nil, nil, .noNumber("")), ("cheap", nil, nil, .noNumber("cheap")),
      ("0.40 USD", nil, nil, .noUnit), ("0.40 USD/", nil, nil, .unknownUnit("")),
      ("0.40 USD/minute", nil, nil, .unknownUnit("minute")),
      ("0.40 USD/s", "EUR", nil, .twoCurrencies("USD", "EUR")),
      ("0.40 USD/s", nil, "video", .twoUnits("s", "video")),
      ("-1 USD/s", nil, nil, .noAmount("-1")), ("1.2.3 USD/s", nil, nil, .noAmount("1.2.3")),
      ("0.0000000001 USD/s", nil, nil, .noAmount("0.0000000001")),
    ] as [(String, String?, String?, PriceTextError)])
  func refuses(text: String, currency: String?, unit: String?, expected: PriceTextError) {
    #expect(throws: expected) { try PriceText(text, currency: currency, unit: unit) }
  }
}
