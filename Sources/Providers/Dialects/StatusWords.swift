internal import Ledger

/// The status words of `/v1/videos` and of those who copy it.
///
/// Sources: OpenAI's specification has exactly queued, in_progress, completed and failed. Azure's
/// first Sora jobs: preprocessing, running, processing, succeeded, cancelled. LiteLLM: processing.
/// Batch text of OpenAI's guide: expired. Relays: NOT_START, SUBMITTED, SUCCESS, FAILURE and others.
/// Neighbours whose jobs gateways hand through: Kling, Luma, MiniMax, Runway, Replicate, fal, Bedrock.
enum StatusWords {
  static func state(of word: String) -> JobState? {
    switch plain(word) {
    case "queued", "queueing", "queuing", "in_queue", "pending", "submitted", "not_start",
      "throttled", "waiting", "preparing":
      .queued
    case "in_progress", "inprogress", "processing", "preprocessing", "running", "starting",
      "generating", "dreaming":
      .running
    case "completed", "succeeded", "succeed", "success": .succeeded
    case "failed", "failure", "fail", "error": .failed
    case "canceled", "cancelled", "aborted": .canceled
    case "expired": .expired
    default: nil
    }
  }

  /// Whether the word says that the job has ended, but not how: alone it is unknown, with a video
  /// beside it the job has succeeded (xAI's `done`).
  static func isEnd(_ word: String) -> Bool {
    ["done", "complete", "finished", "ready"].contains(plain(word))
  }

  /// The word in the member where it stands; only `status` is OpenAI's.
  static func word(in job: JSON) -> String? {
    ["status", "state", "task_status"].lazy.compactMap { job[$0]?.text }.first
  }

  private static func plain(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
    }
    return isPlain
      ? word
      : String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
  }
}
