/// One HTTP answer, as it came.
public struct Answer: Hashable, Sendable {
  /// `nil` where it is not known, as with some imports.
  public var httpStatus: Int?
  public var headers: AnswerHeaders
  /// From sending the question to the last byte; `nil` where nobody measured it.
  public var latencyMilliseconds: Int64?
  /// As received, but for what ``cuts`` names.
  ///
  /// Private.
  public var body: [UInt8]
  public var cuts: BodyCuts

  public init(
    httpStatus: Int?, headers: AnswerHeaders = AnswerHeaders(), latencyMilliseconds: Int64? = nil,
    body: [UInt8], cuts: BodyCuts = []
  ) {
    self.httpStatus = httpStatus
    self.headers = headers
    self.latencyMilliseconds = latencyMilliseconds
    self.body = body
    self.cuts = cuts
  }
}

/// The headers that are kept of an answer.
public struct AnswerHeaders: Hashable, Sendable {
  public var date: String?
  public var contentType: String?
  public var retryAfter: String?
  public var retryAfterMilliseconds: String?
  public var requestID: String?
  public var openAIPollAfterMilliseconds: String?

  public init() {}

  /// Picks the headers to keep; names are compared without regard to case.
  public init(_ headers: some Sequence<(name: String, value: String)>) {
    for (name, value) in headers {
      switch name.lowercased() {
      case "date": date = value
      case "content-type": contentType = value
      case "retry-after": retryAfter = value
      case "retry-after-ms": retryAfterMilliseconds = value
      case "x-request-id": requestID = value
      case "openai-poll-after-ms": openAIPollAfterMilliseconds = value
      default: continue
      }
    }
  }

  /// The headers that are there, by their names in lower case.
  public var named: [(name: String, value: String)] {
    let all = [
      ("date", date), ("content-type", contentType), ("retry-after", retryAfter),
      ("retry-after-ms", retryAfterMilliseconds), ("x-request-id", requestID),
      ("openai-poll-after-ms", openAIPollAfterMilliseconds),
    ]
    return all.compactMap { name, value in value.map { (name: name, value: $0) } }
  }
}

/// What was cut out of a body before it was stored; each cut leaves a mark in the body.
public struct BodyCuts: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Inline video bytes, replaced by their SHA-256 and length.
  public static let inlineVideo = Self(rawValue: 1)
  /// The prompt, by `privacy.prompts`.
  public static let prompt = Self(rawValue: 2)
  /// One of our own keys.
  public static let key = Self(rawValue: 4)

  private static let named = [("inline_video", inlineVideo), ("prompt", prompt), ("key", key)]

  /// What was cut, in words: `inline_video`, `prompt`, `key`.
  public var words: [String] {
    Self.named.compactMap { word, cut in contains(cut) ? word : nil }
  }

  /// The cuts that the words name; words without a meaning are passed over.
  public init(words: some Sequence<String>) {
    let words = Set(words)
    self.init(Self.named.compactMap { word, cut in words.contains(word) ? cut : nil })
  }
}

/// Why no answer came.
public struct Unreachable: Hashable, Sendable {
  public enum Cause: String, CaseIterable, Sendable {
    case nameResolution = "dns"
    case refused
    case reset
    case tls
    case timeout
    case tooLarge = "too_large"
    case other
  }

  public var cause: Cause
  public var latencyMilliseconds: Int64?
  /// One line in plain words.
  public var detail: String?

  public init(cause: Cause, latencyMilliseconds: Int64? = nil, detail: String? = nil) {
    self.cause = cause
    self.latencyMilliseconds = latencyMilliseconds
    self.detail = detail
  }
}

/// One webhook request, as received.
public struct Delivery: Hashable, Sendable {
  /// The `webhook-id` header; `nil` for a claimed delivery without one.
  public var id: String?
  /// The `webhook-timestamp` header's moment.
  public var sent: StatedMoment?
  /// The event type in the body, such as `video.completed`.
  public var type: String?
  /// Private.
  public var body: [UInt8]
  public var cuts: BodyCuts

  public init(
    id: String?, sent: StatedMoment?, type: String?, body: [UInt8], cuts: BodyCuts = []
  ) {
    self.id = id
    self.sent = sent
    self.type = type
    self.body = body
    self.cuts = cuts
  }
}
