/// What is going to happen to a simulated job.
///
/// | fate | OpenAI Videos | Gemini operations | Vertex operations |
/// |---|---|---|---|
/// | `success` | `completed` | `done` with samples | `done` with videos |
/// | `slow_success` | three times as long, half of it `queued` | three times as long | the same |
/// | `moderation_blocked` | `failed`, code `moderation_blocked` | filtered, support code | the same |
/// | `filtered` | `failed`, code `content_policy_violation` | filtered, no code | the same |
/// | `partial` | `completed`: a job has one video at most | one sample fewer than asked | the same |
/// | `empty_done` | `completed`, but no content | `done`, empty response | the same |
/// | `failed` | `failed`, code `video_generation_failed` | `done`, error 13 | the same |
/// | `rate_limited` | 2 × 429, then as `success` | the same | the same |
/// | `server_errors` | 3 × 500, then as `success` | the same | the same |
/// | `html_error` | 2 × 502 with a page, then as `success` | the same | the same |
/// | `cut_body` | 1 × half a body, then as `success` | the same | the same |
/// | `not_found` | 404 for ever, though created | the same | the same |
/// | `retired` | 404 for ever: model no longer available | the same | the same |
/// | `canceled` | `canceled`, a relay's word | `done`, error 1 | the same |
/// | `expired` | `completed`, later `expired` | `done`; later the file is 404 | later error, no `done` |
/// | `string_numbers` | numbers as strings, `seconds` as a number | the filter count as a string | the same |
/// | `unknown_word` | `dreaming_deeply`, then `completed` | the word in `metadata`, then `done` | the same |
enum Fate: String, CaseIterable, Sendable {
  case success
  case slowSuccess = "slow_success"
  case moderationBlocked = "moderation_blocked"
  case filtered
  case partial
  case emptyDone = "empty_done"
  case failed
  case rateLimited = "rate_limited"
  case serverErrors = "server_errors"
  case htmlError = "html_error"
  case cutBody = "cut_body"
  case notFound = "not_found"
  case retired
  case canceled
  case expired
  case stringNumbers = "string_numbers"
  case unknownWord = "unknown_word"
}

/// How a job ends, in words that fit every dialect.
enum Ending: Equatable, Sendable {
  case videos
  /// One video was withheld by a safety filter, the others were given.
  case videosButOne
  case nothing
  /// Stopped by a safety filter, which names a code where the dialect knows one.
  case blocked
  /// Stopped by a safety filter that gives its reason in words only.
  case filtered
  case failed
  case canceled
}

/// The provider's words for a failure or a filter.
struct EndWords: Equatable, Sendable {
  /// A code of OpenAI's kind, or a number of google.rpc.Code.
  var code = ""
  var text: String
}

/// What a poll meets in place of the job's state.
enum PollTrouble: Equatable, Sendable {
  case rateLimited
  case serverError
  case htmlPage
  case cutBody
  case notFound
  case retired
}

extension Fate {
  var ending: Ending {
    switch self {
    case .success, .slowSuccess, .rateLimited, .serverErrors, .htmlError, .cutBody, .notFound,
      .retired, .expired, .stringNumbers, .unknownWord:
      .videos
    case .partial: .videosButOne
    case .emptyDone: .nothing
    case .moderationBlocked: .blocked
    case .filtered: .filtered
    case .failed: .failed
    case .canceled: .canceled
    }
  }

  /// The trouble for a poll that `pollsBefore` others went before.
  func trouble(pollsBefore: Int) -> PollTrouble? {
    switch self {
    case .rateLimited: pollsBefore < 2 ? .rateLimited : nil
    case .serverErrors: pollsBefore < 3 ? .serverError : nil
    case .htmlError: pollsBefore < 2 ? .htmlPage : nil
    case .cutBody: pollsBefore < 1 ? .cutBody : nil
    case .notFound: .notFound
    case .retired: .retired
    case .success, .slowSuccess, .moderationBlocked, .filtered, .partial, .emptyDone, .failed,
      .canceled, .expired, .stringNumbers, .unknownWord:
      nil
    }
  }

  /// Whether the provider denies the job, whatever is asked about it.
  var isDenied: Bool { self == .notFound || self == .retired }
}
