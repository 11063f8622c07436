internal import Ledger

/// What a provider's safety codes and filter texts mean.
enum SafetyReason {
  /// Veo's support codes by category (Vertex AI's page on responsible AI for Veo); the same numbers
  /// come from the Gemini API.
  private static let supportCodes: [String: Reason] = {
    var reasons: [String: Reason] = [:]
    for code in ["58061214", "17301594"] { reasons[code] = .inputChild }
    for code in ["29310472", "15236754"] { reasons[code] = .inputCelebrity }
    for code in ["64151117", "42237218"] { reasons[code] = .outputVideoSafety }
    for code in ["35561574", "35561575"] { reasons[code] = .outputThirdParty }
    let others = [
      "62263041", "57734940", "22137204", "74803281", "29578790", "42876398", "89371032",
      "49114662", "63429089", "72817394", "60599140", "90789179", "43188360", "78610348",
      "61493863", "56562880", "32635315",
    ]
    for code in others { reasons[code] = .safety }
    return reasons
  }()

  /// Error codes that mean a safety block although the job's word is failed.
  private static let blockCodes: [String: Reason] = [
    "moderation_blocked": .safety, "content_policy_violation": .inputPrompt,
    "content_policy": .inputPrompt, "content_filter": .safety, "content_filtered": .safety,
    "content_moderation": .safety, "moderation": .safety, "sentinel_block": .inputPrompt,
    "policy_violation": .inputPrompt, "safety_violation": .safety, "safety": .safety,
    "responsibleaipolicyviolation": .safety, "responsible_ai_policy_violation": .safety,
    "input_moderation": .inputPrompt, "prompt_blocked": .inputPrompt,
    "output_moderation": .outputVideoSafety, "sensitive_content": .safety,
    "image_safety": .inputPrompt, "nsfw": .safety, "nsfw_content": .safety,
    "prohibited_content": .safety, "content_blocked": .safety, "contentfilter": .safety,
  ]

  /// The reason behind an error code; `nil` for a code that is not about safety.
  static func reason(ofCode code: String) -> Reason? {
    let plain = code.lowercased()
    if let reason = blockCodes[plain] { return reason }
    let steps = plain.split(separator: ".")
    guard steps.count > 1, steps.contains("safety") else { return nil }
    // Runway's codes have steps: `SAFETY.INPUT.TEXT`, `INPUT_PREPROCESSING.SAFETY.TEXT`.
    return steps.contains { $0.hasPrefix("input") } ? .inputPrompt : .safety
  }

  /// The reason behind the support codes in a text; `nil` where there is none that is known.
  static func reason(ofSupportCodesIn text: String) -> Reason? {
    let numbers = text.split { !$0.isNumber }.map(String.init)
    let reasons = numbers.compactMap { supportCodes[$0] }
    return reasons.first { $0 != .safety } ?? reasons.first
  }

  /// The reason behind a job's error: its support codes, else the words with which Google's filters
  /// refuse; `nil` for an error that is not about safety.
  static func reason(ofErrorText text: String) -> Reason? {
    if let reason = reason(ofSupportCodesIn: text) { return reason }
    let words = text.lowercased()
    let signs = ["responsible ai practices", "usage guidelines", "safety filter"]
    return signs.contains(where: words.contains) ? reason(ofFilterTexts: [text]) : nil
  }

  /// The reason behind a filter's texts: their support codes, else their words.
  static func reason(ofFilterTexts texts: [String]) -> Reason {
    for text in texts {
      if let reason = reason(ofSupportCodesIn: text) { return reason }
    }
    let words = texts.joined(separator: " ").lowercased()
    if words.contains("audio") { return .outputAudioSafety }
    if ["celebrit", "likeness", "public figure", "real people"].contains(where: words.contains) {
      return .inputCelebrity
    }
    if words.contains("prompt") || words.contains("input image") { return .inputPrompt }
    return .safety
  }

  /// Whether the provider says that it charges; `nil` where the texts do not speak of it.
  static func isCharged(accordingTo texts: [String]) -> Bool? {
    let words = texts.joined(separator: " ").lowercased()
    let denials = ["not been charged", "not be charged", "not charged", "no payment was taken"]
    return denials.contains(where: words.contains) ? false : nil
  }
}
