/// What is going to happen to a simulated job; ``sentence`` says it in words, ``script`` in terms of
/// answers.
enum Fate: String, CaseIterable, Sendable {
  // How it ends.
  case success
  case slowSuccess = "slow_success"
  case moderationBlocked = "moderation_blocked"
  case filtered
  case partial
  case emptyDone = "empty_done"
  case failed
  case canceled
  case expired
  case unknownEnd = "unknown_end"
  case lateContent = "late_content"
  // How it goes on.
  case queuedForAnHour = "queued_for_an_hour"
  case stuckAt99 = "stuck_at_99"
  case progressBack = "progress_back"
  case unknownWord = "unknown_word"
  case stringNumbers = "string_numbers"
  case clockAhead = "clock_ahead"
  case clockBehind = "clock_behind"
  // What status questions meet.
  case rateLimited = "rate_limited"
  case rateLimitedBare = "rate_limited_bare"
  case rateLimitedMilliseconds = "rate_limited_ms"
  case pollAfterChanges = "poll_after_changes"
  case serverErrors = "server_errors"
  case htmlError = "html_error"
  case unauthorized
  case cutBody = "cut_body"
  case slowFirstByte = "slow_first_byte"
  case resetBody = "reset_body"
  case wrongLength = "wrong_length"
  case closedEarly = "closed_early"
  case hugeBody = "huge_body"
  case statusRedirect = "status_redirect"
  case notFound = "not_found"
  case retired
  // What downloads meet.
  case resetDownload = "reset_download"
  case changedDownload = "changed_download"
  case noRanges = "no_ranges"
  case shortDownload = "short_download"
  case emptyDownload = "empty_download"
  case jsonDownload = "json_download"
  case slowDownload = "slow_download"
  case downloadElsewhere = "download_elsewhere"
  case privateRedirect = "private_redirect"
  case redirectLoop = "redirect_loop"
  case expiringURL = "expiring_url"
  // What webhooks meet.
  case duplicateDelivery = "duplicate_delivery"
  case earlyDelivery = "early_delivery"
  case lateDelivery = "late_delivery"
  case reorderedDelivery = "reordered_delivery"
  case forgedDelivery = "forged_delivery"
  case noDelivery = "no_delivery"
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

extension Fate {
  var ending: Ending { script.ending }

  /// The trouble for a poll that `pollsBefore` others went before.
  func trouble(pollsBefore: Int) -> PollTrouble? {
    guard let polls = script.polls else { return nil }
    return polls.times.map { pollsBefore < $0 } ?? true ? polls.trouble : nil
  }

  /// Whether the provider denies the job, whatever is asked about it.
  var isDenied: Bool { self == .notFound || self == .retired }
}
