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

  /// What the class means, as half a sentence; `nil` for a class of a newer version.
  public var meaning: String? { Self.meanings[self] }

  private static let meanings: [Self: String] = [
    .inputPrompt: "the prompt, or an image given with it, was refused",
    .inputCelebrity: "a real or famous person was asked for",
    .inputChild: "a child was asked for or seen",
    .outputVideoSafety: "made or nearly made, then withheld over its pictures",
    .outputAudioSafety: "made, then withheld over its sound track",
    .outputThirdParty: "withheld because of somebody else's rights",
    .safety: "withheld by a safety filter; which one is not said",
    .rateLimited: "too many requests at that time",
    .quota: "the account's quota or credit is used up",
    .providerInternal: "something broke at the provider",
    .providerUnavailable: "the provider was not available",
    .deadline: "it took longer than the provider allows",
    .invalidRequest: "the provider cannot accept the request as it was made",
    .auth: "the key was refused, or may not do this",
    .notFound: "the provider does not know the job",
    .modelRetired: "the model or its service has been shut down",
    .canceled: "somebody canceled it",
    .deleted: "it was deleted at the provider",
    .emptyResult: "done without a video and without a word why",
    .unreadable: "the answer could not be read",
    .unknownWord: "the provider's status word has no known meaning",
    .other: "the provider gave a code or text that no table knows",
  ]

  /// The classes that this version gives.
  public static let known: [Self] = [
    .inputPrompt, .inputCelebrity, .inputChild, .outputVideoSafety, .outputAudioSafety,
    .outputThirdParty, .safety, .rateLimited, .quota, .providerInternal,
    .providerUnavailable, .deadline, .invalidRequest, .auth, .notFound, .modelRetired,
    .canceled, .deleted, .emptyResult, .unreadable, .unknownWord, .other,
  ]
}
