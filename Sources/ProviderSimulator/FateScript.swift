/// What a fate does to a job, in the terms that answers are made of.
struct FateScript: Equatable, Sendable {
  /// How a job gets to its end.
  enum Pace: Equatable, Sendable {
    case usual
    /// Three times as long, half of it queued.
    case slow
    case queuedForAnHour
    /// Never: it runs at 99 % for ever.
    case stuck
    /// Its progress falls once.
    case fallsBack
  }

  /// What so many polls meet, or all of them.
  struct Polls: Equatable, Sendable {
    var trouble: PollTrouble
    /// `nil`: for ever.
    var times: Int?
  }

  var ending = Ending.videos
  var pace = Pace.usual
  var polls: Polls?
  var download: DownloadTrouble?
  var delivery: DeliveryTrouble?
  /// How far the provider's clock is off, in the `date` header and in the times of a job.
  var clockSkew = Duration.zero
  /// A status at the end that nobody knows.
  var endWord: String?
  /// How long after its end a job has nothing to show for it.
  var contentComesAfter = Duration.zero
}

/// What a poll meets in place of the job's state.
enum PollTrouble: Equatable, Sendable {
  /// 429 with `retry-after`, at OpenAI also in milliseconds.
  case rateLimited
  /// 429 that tells no wait.
  case rateLimitedBare
  /// 429 with `retry-after-ms` alone.
  case rateLimitedMilliseconds
  case serverError
  case htmlPage
  case unauthorized
  /// Half a body, and a length that fits it.
  case cutBody
  /// The first byte comes late.
  case slow
  /// The connection is reset in the middle of the body.
  case reset
  /// A length larger than the body, then the end of the connection.
  case wrongLength
  /// The connection ends before any answer.
  case closed
  case huge
  /// Another host, which says that the job is done.
  case redirect
  case notFound
  case retired
}

/// What a download meets in place of the file.
enum DownloadTrouble: Equatable, Sendable {
  /// The first try is reset in the middle; the rest can be had by a range.
  case reset
  /// The first try is reset in the middle, and each try has another file with another tag.
  case changed
  /// The first try is reset in the middle, and there are no ranges and no tag.
  case noRanges
  /// The first two tries end before the length that they told.
  case short
  /// The first two tries are 200 without a byte.
  case empty
  /// The first two tries are 200 with an error in JSON.
  case json
  case slow
  case elsewhere
  /// Addresses of private networks, another each try.
  case privateAddress
  case loop
  /// The address of the file is good for 30 s, and each answer has a new one (Gemini API alone).
  case expiringURL
}

/// What becomes of the delivery that tells of a job's end.
enum DeliveryTrouble: Equatable, Sendable {
  /// Three times, under the same id.
  case duplicate
  /// Before the end, so that a question asked at once says otherwise.
  case early
  case late
  /// After those of jobs that ended after it.
  case reordered
  /// Each forgery first, then the honest one.
  case forged
  case none
}

extension Fate {
  var script: FateScript {
    switch self {
    case .success: FateScript()
    case .slowSuccess: FateScript(pace: .slow)
    case .moderationBlocked: FateScript(ending: .blocked)
    case .filtered: FateScript(ending: .filtered)
    case .partial: FateScript(ending: .videosButOne)
    case .emptyDone: FateScript(ending: .nothing)
    case .failed: FateScript(ending: .failed)
    case .canceled: FateScript(ending: .canceled)
    case .expired: FateScript()
    case .unknownEnd: FateScript(endWord: "finished_somehow")
    case .lateContent: FateScript(contentComesAfter: .seconds(60))
    case .queuedForAnHour: FateScript(pace: .queuedForAnHour)
    case .stuckAt99: FateScript(pace: .stuck)
    case .progressBack: FateScript(pace: .fallsBack)
    case .unknownWord, .stringNumbers: FateScript()
    case .clockAhead: FateScript(clockSkew: .seconds(3600))
    case .clockBehind: FateScript(clockSkew: .seconds(-3600))
    case .pollAfterChanges: FateScript()
    case .rateLimited: polls(.rateLimited, 2)
    case .rateLimitedBare: polls(.rateLimitedBare, 3)
    case .rateLimitedMilliseconds: polls(.rateLimitedMilliseconds, 3)
    case .serverErrors: polls(.serverError, 3)
    case .htmlError: polls(.htmlPage, 2)
    case .unauthorized: polls(.unauthorized, 3)
    case .cutBody: polls(.cutBody, 1)
    case .slowFirstByte: polls(.slow, nil)
    case .resetBody: polls(.reset, 2)
    case .wrongLength: polls(.wrongLength, 2)
    case .closedEarly: polls(.closed, 2)
    case .hugeBody: polls(.huge, 1)
    case .statusRedirect: polls(.redirect, 2)
    case .notFound: polls(.notFound, nil)
    case .retired: polls(.retired, nil)
    case .resetDownload: FateScript(download: .reset)
    case .changedDownload: FateScript(download: .changed)
    case .noRanges: FateScript(download: .noRanges)
    case .shortDownload: FateScript(download: .short)
    case .emptyDownload: FateScript(download: .empty)
    case .jsonDownload: FateScript(download: .json)
    case .slowDownload: FateScript(download: .slow)
    case .downloadElsewhere: FateScript(download: .elsewhere)
    case .privateRedirect: FateScript(download: .privateAddress)
    case .redirectLoop: FateScript(download: .loop)
    case .expiringURL: FateScript(download: .expiringURL)
    case .duplicateDelivery: FateScript(delivery: .duplicate)
    case .earlyDelivery: FateScript(delivery: .early)
    case .lateDelivery: FateScript(delivery: .late)
    case .reorderedDelivery: FateScript(delivery: .reordered)
    case .forgedDelivery: FateScript(delivery: .forged)
    case .noDelivery: FateScript(delivery: DeliveryTrouble.none)
    }
  }

  private func polls(_ trouble: PollTrouble, _ times: Int?) -> FateScript {
    FateScript(polls: FateScript.Polls(trouble: trouble, times: times))
  }
}
