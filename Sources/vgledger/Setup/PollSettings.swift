internal import Poller

extension Configuration {
  /// When jobs are asked about.
  struct Poll: Decodable, Equatable {
    var min: Duration?
    var max: Duration?
    var pace: Duration?
    /// Whether a provider's own `openai-poll-after-ms` is obeyed.
    var respectHint: Bool?
    var giveUpAfter: Duration?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case min
      case max
      case pace
      case respectHint = "respect_hint"
      case giveUpAfter = "give_up_after"
    }

    /// Waits that make sense: nobody is asked more often than ten times a second.
    static let waits = Duration.milliseconds(100)...Duration.seconds(86_400)
    /// A job is not given up before a minute has passed.
    static let ages = Duration.seconds(60)...Duration.seconds(366 * 86_400)

    init() {}

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      func time(_ name: CodingKeys, _ range: ClosedRange<Duration>, _ words: String) throws
        -> Duration?
      {
        guard let text = try values.decodeIfPresent(String.self, forKey: name) else { return nil }
        guard let time = TimeText.duration(text), range.contains(time) else {
          throw DecodingError.dataCorruptedError(
            forKey: name, in: values, debugDescription: "'\(text)' is no time \(words)")
        }
        return time
      }
      min = try time(.min, Self.waits, "from 100ms to 1d, such as 2s")
      max = try time(.max, Self.waits, "from 100ms to 1d, such as 2s")
      pace = try time(.pace, Self.waits, "from 100ms to 1d, such as 2s")
      respectHint = try values.decodeIfPresent(Bool.self, forKey: .respectHint)
      giveUpAfter = try time(.giveUpAfter, Self.ages, "from 60s to 366d, such as 2d")
    }

    /// This, with what the other one says in its place.
    func overridden(with other: Self) -> Self {
      var poll = self
      poll.min = other.min ?? min
      poll.max = other.max ?? max
      poll.pace = other.pace ?? pace
      poll.respectHint = other.respectHint ?? respectHint
      poll.giveUpAfter = other.giveUpAfter ?? giveUpAfter
      return poll
    }
  }

  /// When jobs are asked about: built in, but for what is set.
  var pollLimits: PollPlan.Limits {
    var limits = PollPlan.Limits()
    limits.least = poll?.min ?? limits.least
    limits.most = poll?.max ?? limits.most
    limits.pace = poll?.pace ?? limits.pace
    limits.obeysHints = poll?.respectHint ?? limits.obeysHints
    limits.giveUpAfter = poll?.giveUpAfter ?? limits.giveUpAfter
    return limits
  }
}
