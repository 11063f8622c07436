/// What a price is asked for one of; credits are no unit but a ``Currency``.
public enum PriceUnit: String, CaseIterable, Sendable {
  /// A second of video, for each video.
  case second
  case video
  case token
  case millionTokens = "million_tokens"

  /// As people write it after a slash: `s`, `video`, `token`, `Mtoken`.
  public var sign: String {
    switch self {
    case .second: "s"
    case .video: "video"
    case .token: "token"
    case .millionTokens: "Mtoken"
    }
  }

  /// Reads the unit's word, its sign, or another usual name; nil for anything else.
  public init?(word text: some StringProtocol) {
    switch text.lowercased() {
    case "s", "sec", "second", "seconds": self = .second
    case "video", "videos", "clip", "generation": self = .video
    case "token", "tokens": self = .token
    case "mtoken", "mtokens", "mtok", "million_tokens", "1m_tokens": self = .millionTokens
    default: return nil
    }
  }
}
