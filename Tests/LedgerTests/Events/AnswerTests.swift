import Testing

@testable import Ledger

struct AnswerTests {
  @Test("Only the chosen headers are kept, whatever their case; the last of a name counts")
  func headers() {
    let headers = AnswerHeaders([
      (name: "Date", value: "d"), (name: "CONTENT-TYPE", value: "c"),
      (name: "retry-after", value: "1"), (name: "Retry-After", value: "2"),
      (name: "retry-after-ms", value: "3"), (name: "X-Request-ID", value: "x"),
      (name: "openai-poll-after-ms", value: "4"), (name: "Authorization", value: "secret"),
      (name: "set-cookie", value: "secret"),
    ])
    var expected = AnswerHeaders()
    expected.date = "d"
    expected.contentType = "c"
    expected.retryAfter = "2"
    expected.retryAfterMilliseconds = "3"
    expected.requestID = "x"
    expected.openAIPollAfterMilliseconds = "4"
    #expect(headers == expected)
  }
}
