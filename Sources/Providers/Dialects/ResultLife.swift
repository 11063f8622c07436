public import Ledger

/// Until when results can be fetched: as the provider says of the job, else by the rule of its
/// documentation.
public struct ResultLife: Hashable, Sendable {
  public let expires: Moment
  /// The provider says so of this very result; else it follows from ``length(_:)``.
  public let isStated: Bool

  /// When the result is lost; `nil` where nobody says that it ever is.
  ///
  /// A rule counts from the earliest moment at which the job may have ended: rather too soon than
  /// too late.
  ///
  /// - Parameters:
  ///   - asset: A result of the job.
  ///   - job: With a verdict; of an open one nothing is known.
  public init?(of asset: Asset, in job: Job) {
    if let expires = asset.expires {
      self.init(expires: expires, isStated: true)
      return
    }
    // Buckets belong to the account's owner: nothing there expires by itself.
    guard asset.uri?.hasPrefix("gs://") != true, asset.inlineBytes == nil,
      let length = Dialect(rawValue: job.dialect).flatMap(Self.length),
      let ended = Phases(job).finished?.lowerBound ?? job.ended
    else { return nil }
    self.init(expires: ended.adding(milliseconds: length), isStated: false)
  }

  private init(expires: Moment, isStated: Bool) {
    self.expires = expires
    self.isStated = isStated
  }

  /// How long results are kept after the end of their job, in milliseconds; `nil` where nobody says
  /// so.
  public static func length(_ dialect: Dialect) -> Int64? {
    let hour: Int64 = 3_600_000
    return switch dialect {
    // OpenAI's guide to video generation: a download link is good for at most an hour.
    case .openAIVideos: hour
    // The Veo page of the Gemini API: videos are kept on the server for two days.
    case .geminiOperations: 48 * hour
    // Files of the same API; of interactions nobody says it.
    case .geminiInteractions: 48 * hour
    // docs.dev.runwayml.com/assets/outputs: 24 to 48 hours, and new addresses on another question.
    case .runway: 24 * hour
    // Replicate's documentation: outputs are deleted after an hour.
    case .replicate: hour
    // Nobody says it.
    case .luma, .fal: nil
    // Results lie in the caller's bucket, or come inline; how long an operation is kept is not told.
    case .vertexOperations: nil
    }
  }

  /// ``length(_:)`` of every dialect that has one, by their names.
  public static let rules = ResultRules(
    uniqueKeysWithValues: Dialect.allCases.compactMap { dialect in
      length(dialect).map { (dialect.rawValue, $0) }
    })

  /// The next loss among the job's videos that nobody saved; `nil` where none is known.
  public static func next(of job: Job) -> ResultLife? {
    lives(of: job).compactMap { $0.life }.min { $0.expires < $1.expires }
  }

  /// The job's videos that nobody saved, each with its life where one is known.
  public static func lives(of job: Job) -> [(index: Int, life: ResultLife?)] {
    guard job.state.hasVideos else { return [] }
    let videos = job.assets.filter { $0.asset.variant == "video" }
    // A finished job of `/v1/videos` has one video, whether an answer names it or not.
    guard !videos.isEmpty else {
      return [(0, ResultLife(of: Asset(), in: job))]
    }
    return videos.enumerated().compactMap { index, video in
      video.saved == nil ? (index, ResultLife(of: video.asset, in: job)) : nil
    }
  }
}
