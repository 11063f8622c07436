internal import Ledger

/// An answer that is no answer about the job: an HTTP error, or an error body in its place.
struct ErrorAnswer {
  let httpStatus: Int?
  let json: JSON?

  /// The state stays as it is, unless the answer says that no answer will ever come.
  var observation: Observation {
    var observation = Observation(state: nil)
    let error = errorObject
    observation.errorCode = code(error)
    observation.errorText = text(error)
    observation.retryAfterMilliseconds = retryAfter(error)
    if isRetirement {
      observation.state = .gone
      observation.reason = .modelRetired
    } else {
      observation.reason = reason
      observation.isDenial = isDenial
    }
    return observation
  }

  /// The error in its wrappings: `{"error":…}`, the same in an array of one, or flat.
  private var errorObject: JSON? {
    let whole: JSON? = json?.elements?.count == 1 ? json?.elements?.first : json
    return whole?["error"] ?? whole
  }

  private func code(_ error: JSON?) -> String? {
    guard let error, error.isObject, !isJob else { return nil }
    if let status = error["status"]?.text { return status }
    return error["code"]?.textOrNumber ?? error["type"]?.text
  }

  private func text(_ error: JSON?) -> String? {
    guard let error else { return nil }
    let names = ["message", "msg", "detail", "details", "error"]
    return error.text ?? names.lazy.compactMap { error[$0]?.text }.first
  }

  /// Waits that stand in the body: a relay's `retryAfter` seconds, Google's `RetryInfo`, and the
  /// headers that OpenAI's SDK knows inside an error.
  private func retryAfter(_ error: JSON?) -> Int64? {
    let details = error?["details"]?.elements ?? []
    let delays = details.compactMap { $0["retryDelay"]?.text }
    if let delay = delays.first, delay.hasSuffix("s"), let seconds = Double(delay.dropLast()) {
      return Self.milliseconds(seconds)
    }
    let plain =
      error?.first("retryAfter", "retry_after") ?? json?.first("retryAfter", "retry_after")
    return plain?.double.flatMap(Self.milliseconds)
  }

  private static func milliseconds(_ seconds: Double) -> Int64? {
    seconds >= 0 && seconds <= 86_400 ? Int64((seconds * 1000).rounded(.up)) : nil
  }

  private var words: String { text(errorObject)?.lowercased() ?? "" }

  /// The model or the whole API is retired (Veo's retired models: 404, "is no longer available").
  private var isRetirement: Bool {
    guard let httpStatus, httpStatus == 404 || httpStatus == 410 else { return false }
    // "This video is no longer available" speaks of one video.
    let subjects = ["model", "api", "service", "endpoint", "sora", "veo"]
    guard subjects.contains(where: words.contains) else { return false }
    let signs = [
      "no longer available", "has been retired", "is retired", "has been shut down",
      "was shut down", "has been discontinued", "has been sunset",
    ]
    return signs.contains(where: words.contains)
  }

  /// A 404 in the provider's own words.
  ///
  /// A page of a proxy, an empty answer, a body that looks like a job, and a server that does not
  /// know the path are no denials.
  private var isDenial: Bool {
    guard let httpStatus, httpStatus == 404 || httpStatus == 410, !isJob else { return false }
    guard code(errorObject) != nil || text(errorObject) != nil else { return false }
    let signs = ["invalid url", "no route matched", "route not found", "cannot get /"]
    return !signs.contains(where: words.contains) && code(errorObject) != "unknown_url"
      && json?["detail"]?.text != "Not Found"
  }

  /// A job in the place of an error.
  private var isJob: Bool {
    guard let json, json["status"]?.text != nil, json["error"] == nil else { return false }
    return json["message"] == nil || json.first("id", "task_id") != nil
  }

  private var reason: Reason {
    let code = code(errorObject) ?? ""
    if let blocked = SafetyReason.reason(ofCode: code) { return blocked }
    let details = errorObject?["details"]?.elements ?? []
    if details.contains(where: { $0["reason"]?.text == "API_KEY_INVALID" }) { return .auth }
    switch httpStatus {
    case 401: return .auth
    case 402: return .quota
    case 403: return words.contains("quota") || code.contains("quota") ? .quota : .auth
    case 404, 410: return .notFound
    case 408, 504: return .deadline
    case 429: return code == "insufficient_quota" ? .quota : .rateLimited
    case let status? where status >= 500:
      return status == 502 || status == 503 ? .providerUnavailable : .providerInternal
    case let status? where status >= 400: return .invalidRequest
    default: return json == nil ? .unreadable : .other
    }
  }
}
