import Ledger
import Poller
import Testing

@Suite("What an answer asks for")
struct RetryHeadersTests {
  private static let now = Moment(secondsSince1970: 1_787_146_000)

  private func headers(_ retryAfter: String?, _ milliseconds: String? = nil) -> AnswerHeaders {
    var headers = AnswerHeaders()
    headers.retryAfter = retryAfter
    headers.retryAfterMilliseconds = milliseconds
    return headers
  }

  @Test(
    "Seconds, milliseconds, dates and the body are read; the longest wait counts",
    arguments: [
      ("5", nil, nil, 5000), ("1", "0", nil, 1000), (nil, "250", nil, 250),
      ("1.5", nil, nil, 1500), (nil, nil, Int64(34_400), 34_400), ("2", nil, Int64(9000), 9000),
      ("Wed, 19 Aug 2026 13:37:00 GMT", nil, nil, 620_000),
      ("Wed, 19 Aug 2020 13:37:00 GMT", nil, nil, 0),
      ("-5", nil, nil, 0), ("1e300", nil, nil, 86_400_000), ("999999999", nil, nil, 86_400_000),
    ] as [(String?, String?, Int64?, Int)])
  func retryAfter(seconds: String?, milliseconds: String?, body: Int64?, wait: Int) {
    #expect(
      RetryHeaders.retryAfter(headers(seconds, milliseconds), body: body, now: Self.now)
        == .milliseconds(wait))
  }

  @Test("Nothing said is nothing asked", arguments: ["", "soon", "nan", "Wed, 19 Agu 2026 x y z"])
  func nothing(text: String) {
    #expect(RetryHeaders.retryAfter(headers(text), body: nil, now: Self.now) == nil)
  }
}
