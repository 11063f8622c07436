public import Ledger

/// What an answer asks for about the next question.
public enum RetryHeaders {
  /// The wait that a refusal asks for.
  ///
  /// Read from `retry-after-ms`, from `retry-after` in seconds or as a date, and from the body. The
  /// longest one counts: a server that sends `1` and `0` means 1.
  public static func retryAfter(
    _ headers: AnswerHeaders, body milliseconds: Int64?, now: Moment
  ) -> Duration? {
    var waits: [Duration] = []
    if let number = number(headers.retryAfterMilliseconds) {
      waits.append(wait(milliseconds: number))
    }
    if let text = headers.retryAfter {
      if let seconds = number(text) {
        waits.append(wait(milliseconds: seconds * 1000))
      } else if let date = HTTPDate.moment(of: text) {
        waits.append(wait(milliseconds: Double(date.milliseconds(since: now))))
      }
    }
    if let milliseconds { waits.append(wait(milliseconds: Double(milliseconds))) }
    return waits.max()
  }

  /// The wait that OpenAI asks for while a job runs.
  public static func pollAfter(_ headers: AnswerHeaders) -> Duration? {
    number(headers.openAIPollAfterMilliseconds).map(wait)
  }

  private static func number(_ text: String?) -> Double? {
    text.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Nobody is obeyed for longer than a day.
  private static func wait(milliseconds: Double) -> Duration {
    .milliseconds(Int64(min(max(milliseconds, 0), 86_400_000)))
  }
}
