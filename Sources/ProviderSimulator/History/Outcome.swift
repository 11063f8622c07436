/// What becomes of a job in a written history.
enum Outcome: Equatable, Sendable {
  /// A job that the provider takes; the poller hears of its end.
  case fate(Fate)
  /// The create call is refused, so there is no id.
  case refused(CreateRefusal)
  /// Taken, and never heard of an end.
  case stuck

  /// Whether somebody may want to try the same again.
  var isFailure: Bool {
    switch self {
    case .refused: true
    case .stuck: false
    case .fate(let fate):
      switch fate.ending {
      case .blocked, .filtered, .failed, .canceled: true
      case .videos, .videosButOne, .nothing: fate == .notFound
      }
    }
  }
}

/// Why a create call is refused.
enum CreateRefusal: Equatable, Sendable {
  case tooManyRequests
  case prompt
  case serverError
}

extension Outcome {
  /// In 10 000 jobs.
  private static let usual: [(weight: UInt64, value: Outcome)] = [
    (9190, .fate(.success)), (190, .fate(.slowSuccess)), (10, .fate(.stringNumbers)),
    (10, .fate(.unknownWord)), (120, .fate(.failed)), (120, .fate(.moderationBlocked)),
    (90, .fate(.filtered)), (50, .fate(.partial)), (35, .fate(.canceled)), (25, .fate(.notFound)),
    (10, .fate(.retired)), (40, .fate(.expired)), (10, .fate(.emptyDone)), (10, .stuck),
    (65, .refused(.tooManyRequests)), (15, .refused(.prompt)), (10, .refused(.serverError)),
  ]

  /// The outcome of the next try.
  ///
  /// A prompt that was refused is refused again nearly always; what only failed mostly succeeds.
  static func next(for wish: Wish, using random: inout SeededGenerator) -> Outcome {
    switch wish.obstacle {
    case .refused(.prompt)? where random.happens(9000): return .refused(.prompt)
    case .fate(.moderationBlocked)? where random.happens(7000): return .fate(.moderationBlocked)
    case .fate(.filtered)? where random.happens(2000): return .fate(.filtered)
    case .fate(.failed)? where random.happens(800): return .fate(.failed)
    case .refused, .fate, .stuck, nil: return fitting(random.one(of: usual), wish)
    }
  }

  /// Only OpenAI's dialect says that assets are expired; a job of one video is never partial.
  private static func fitting(_ outcome: Outcome, _ wish: Wish) -> Outcome {
    let isOpenAI = wish.model.dialect == .openAIVideos
    switch outcome {
    case .fate(.expired) where !isOpenAI: return .fate(.success)
    case .fate(.partial) where isOpenAI: return .fate(.filtered)
    case .fate, .refused, .stuck: return outcome
    }
  }

  /// The words of a failure or a filter; `nil` for the usual ones.
  static func endWords(
    _ fate: Fate, _ dialect: Dialect, using random: inout SeededGenerator
  ) -> EndWords? {
    switch (fate.ending, dialect) {
    case (.failed, .openAIVideos): random.one(of: openAIFailures)
    case (.failed, _): random.one(of: googleFailures)
    case (.blocked, .openAIVideos): random.one(of: openAIBlocks)
    case (.blocked, _), (.videosButOne, _): random.one(of: googleBlocks)
    case (.filtered, .openAIVideos): nil
    case (.filtered, _): random.one(of: googleFilters)
    case (.videos, _), (.nothing, _), (.canceled, _): nil
    }
  }

  private static let openAIFailures: [(weight: UInt64, value: EndWords?)] = [
    (5, nil), (6, EndWords(code: "server_error", text: "The server had an error.")),
    (3, EndWords(code: "internal_error", text: "An internal error occurred.")),
    (2, EndWords(code: "timeout", text: "The generation took too long.")),
    (1, EndWords(code: "invalid_request_error", text: "The reference could not be used.")),
  ]
  private static let openAIBlocks: [(weight: UInt64, value: EndWords?)] = [
    (7, nil), (2, EndWords(code: "output_moderation", text: "The video was blocked.")),
    (2, EndWords(code: "input_moderation", text: "The prompt was blocked.")),
  ]
  private static let googleFailures: [(weight: UInt64, value: EndWords?)] = [
    (6, nil), (4, EndWords(code: "14", text: "The service is currently unavailable.")),
    (3, EndWords(code: "8", text: "The service is under high load. Try again later.")),
    (2, EndWords(code: "4", text: "The deadline was exceeded.")),
    (2, EndWords(code: "3", text: "The use case is not supported.")),
    (1, EndWords(code: "12", text: "Not implemented.")),
  ]
  private static let googleBlocks: [(weight: UInt64, value: EndWords?)] = [
    (2, nil), (3, EndWords(text: "The prompt was refused. Support codes: 58061214")),
    (2, EndWords(text: "A person was recognised. Support codes: 29310472, 15236754")),
    (5, EndWords(text: "The video was withheld. Support codes: 64151117")),
    (2, EndWords(text: "The video was withheld. Support codes: 35561574")),
    (1, EndWords(text: "Withheld by a filter. Support codes: 12345678")),
  ]
  private static let googleFilters: [(weight: UInt64, value: EndWords?)] = [
    (2, nil),
    (
      7,
      EndWords(
        text: "We could not create the video because of an issue with its audio. "
          + "You have not been charged.")
    ),
    (2, EndWords(text: "The prompt could not be used. Please rephrase it.")),
  ]
}
