import Ledger
import Poller
import Testing

@Suite("Dates in HTTP headers")
struct HTTPDateTests {
  @Test(
    "A date of RFC 9110 is read",
    arguments: [
      ("Wed, 19 Aug 2026 14:34:28 GMT", 1_787_150_068), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Sun, 29 Feb 2032 23:59:59 GMT", 1_961_711_999),
    ])
  func reads(text: String, seconds: Int64) {
    #expect(HTTPDate.moment(of: text) == Moment(secondsSince1970: seconds))
  }

  @Test(
    "Anything else is no date",
    arguments: [
      "", "19 Aug 2026 14:34:28 GMT", "Wed, 19 Aug 2026 14:34:28 CET",
      "Wed, 32 Aug 2026 14:34:28 GMT",
      "Wed, 19 Aug 26 14:34:28 GMT", "Wed, 19 Aug 2026 1434:28 GMT",
    ])
  func refuses(text: String) {
    #expect(HTTPDate.moment(of: text) == nil)
  }
}
