internal import Ledger

/// The status words of `/v1/videos` and of those who copy it.
///
/// Sources: OpenAI's specification has exactly queued, in_progress, completed and failed. Azure's
/// first Sora jobs: preprocessing, running, processing, succeeded, cancelled. LiteLLM: processing.
/// Batch text of OpenAI's guide: expired. Relays: NOT_START, SUBMITTED, SUCCESS, FAILURE and others.
/// A word that is not here is unknown: `complete`, `done` and `finished` may mean anything.
enum StatusWords {
  static func state(of word: String) -> JobState? {
    switch word.lowercased().replacing("-", with: "_") {
    case "queued", "queueing", "in_queue", "pending", "submitted", "not_start", "throttled":
      .queued
    case "in_progress", "processing", "preprocessing", "running", "starting", "generating":
      .running
    case "completed", "succeeded", "success": .succeeded
    case "failed", "failure", "fail", "error": .failed
    case "canceled", "cancelled": .canceled
    case "expired": .expired
    default: nil
    }
  }
}
