/// A stable class for why a job failed or was filtered; the provider's own words stand beside it.
///
/// An open set: a ledger written by a newer version may hold classes that this one has no name for.
public struct Reason: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The prompt, or an image given with it, was refused.
  public static let inputPrompt = Self(rawValue: "input.prompt")
  /// A real or famous person was asked for.
  public static let inputCelebrity = Self(rawValue: "input.celebrity")
  /// A child was asked for or seen.
  public static let inputChild = Self(rawValue: "input.child")
  /// Made or nearly made, then withheld over its pictures.
  public static let outputVideoSafety = Self(rawValue: "output.video_safety")
  /// Made, then withheld over its sound track.
  public static let outputAudioSafety = Self(rawValue: "output.audio_safety")
  /// Withheld because of somebody else's rights.
  public static let outputThirdParty = Self(rawValue: "output.third_party")
  /// A safety filter, which one is not said.
  public static let safety = Self(rawValue: "safety")
  public static let rateLimited = Self(rawValue: "rate_limited")
  public static let quota = Self(rawValue: "quota")
  public static let providerInternal = Self(rawValue: "provider_internal")
  public static let providerUnavailable = Self(rawValue: "provider_unavailable")
  public static let deadline = Self(rawValue: "deadline")
  public static let invalidRequest = Self(rawValue: "invalid_request")
  public static let auth = Self(rawValue: "auth")
  public static let notFound = Self(rawValue: "not_found")
  public static let modelRetired = Self(rawValue: "model_retired")
  public static let canceled = Self(rawValue: "canceled")
  public static let deleted = Self(rawValue: "deleted")
  /// "Done" without a video and without a word why.
  public static let emptyResult = Self(rawValue: "empty_result")
  /// The answer could not be read: not JSON, cut short, or a shape of nobody's.
  public static let unreadable = Self(rawValue: "unreadable")
  /// The status word has no known meaning.
  public static let unknownWord = Self(rawValue: "unknown_word")
  /// The provider gave a code or text that the table does not know.
  public static let other = Self(rawValue: "other")

  /// The classes that this version gives.
  public static let known: [Self] = [
    .inputPrompt, .inputCelebrity, .inputChild, .outputVideoSafety, .outputAudioSafety,
    .outputThirdParty, .safety, .rateLimited, .quota, .providerInternal,
    .providerUnavailable, .deadline, .invalidRequest, .auth, .notFound, .modelRetired,
    .canceled, .deleted, .emptyResult, .unreadable, .unknownWord, .other,
  ]
}
