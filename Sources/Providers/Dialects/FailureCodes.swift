internal import Ledger

/// What the error codes of failed jobs mean, as far as they are not about safety.
enum FailureCodes {
  private static let reasons: [String: Reason] = [
    "server_error": .providerInternal, "internal_error": .providerInternal,
    "internal_server_error": .providerInternal, "rate_limit_exceeded": .rateLimited,
    "insufficient_quota": .quota, "invalid_request": .invalidRequest,
    "invalid_request_error": .invalidRequest, "invalid_api_key": .auth, "timeout": .deadline,
    "service_unavailable": .providerUnavailable,
  ]

  static func reason(_ code: String) -> Reason? { reasons[code.lowercased()] }

  /// Whether a text is a code and no sentence.
  static func isCode(_ text: String) -> Bool {
    text.utf8.count <= 80 && !text.contains(where: \.isWhitespace)
  }
}
