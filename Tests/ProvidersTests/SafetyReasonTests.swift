import Ledger
import Testing

@testable import Providers

struct SafetyReasonTests {
  @Test(
    "Support codes mean what Google's page says; a special one goes before a general one",
    arguments: [
      ("Support codes: 58061214", Reason.inputChild), ("17301594", .inputChild),
      ("Support codes: 29310472, 15236754", .inputCelebrity), ("64151117", .outputVideoSafety),
      ("42237218", .outputVideoSafety), ("35561574", .outputThirdParty),
      ("62263041", .safety), ("57734940", .safety), ("29578790", .safety), ("60599140", .safety),
      ("43188360", .safety), ("78610348", .safety), ("56562880", .safety), ("32635315", .safety),
      ("codes 61493863, 35561575.", .outputThirdParty),
    ])
  func supportCodes(text: String, reason: Reason) {
    #expect(SafetyReason.reason(ofSupportCodesIn: text) == reason)
  }

  @Test("Other numbers are no support codes", arguments: ["", "12345678", "580612140", "5806121"])
  func otherNumbers(text: String) {
    #expect(SafetyReason.reason(ofSupportCodesIn: text) == nil)
  }

  @Test(
    "Safety codes of job errors are known in any case",
    arguments: [
      ("moderation_blocked", Reason.safety), ("content_policy_violation", .inputPrompt),
      ("ResponsibleAIPolicyViolation", .safety), ("sentinel_block", .inputPrompt),
      ("contentFilter", .safety), ("input_moderation", .inputPrompt),
      ("output_moderation", .outputVideoSafety), ("SAFETY.INPUT.TEXT", .inputPrompt),
      ("INPUT_PREPROCESSING.SAFETY.TEXT", .inputPrompt), ("SAFETY.OUTPUT.VIDEO", .safety),
    ])
  func codes(code: String, reason: Reason) {
    #expect(SafetyReason.reason(ofCode: code) == reason)
  }

  @Test(
    "Other codes are not about safety",
    arguments: ["", "server_error", "13", "INTERNAL.BAD_OUTPUT.CODE01", "safety_service_down"])
  func otherCodes(code: String) {
    #expect(SafetyReason.reason(ofCode: code) == nil)
  }

  @Test(
    "A filter's words decide where it gives no code",
    arguments: [
      (["We encountered an issue with the audio for your prompt"], Reason.outputAudioSafety),
      (["Please remove the celebrity reference"], .inputCelebrity),
      (["real people's names or likenesses"], .inputCelebrity),
      (["The input image is not allowed"], .inputPrompt),
      (["prompt violated policy"], .inputPrompt),
      (["unsafe content"], .safety), ([], .safety),
      (["about audio", "Support codes: 17301594"], .inputChild),
    ])
  func filterTexts(texts: [String], reason: Reason) {
    #expect(SafetyReason.reason(ofFilterTexts: texts) == reason)
  }

  @Test(
    "A job's error is about safety where it says so",
    arguments: [
      (
        "This prompt contains words that violate Google's Responsible AI practices",
        Reason.inputPrompt
      ),
      ("violates our usage guidelines. Support codes: 17301594", .inputChild),
      ("Unsupported output video duration 3 seconds", nil), ("Internal error", nil),
    ] as [(String, Reason?)])
  func errorTexts(text: String, reason: Reason?) {
    #expect(SafetyReason.reason(ofErrorText: text) == reason)
  }

  @Test(
    "Says that nothing is charged only where the provider does",
    arguments: [
      ("You have not been charged for this attempt.", false), ("No payment was taken.", false),
      ("You will NOT be charged", false), ("You have been charged", nil), ("", nil),
    ] as [(String, Bool?)])
  func charges(text: String, isCharged: Bool?) {
    #expect(SafetyReason.isCharged(accordingTo: [text]) == isCharged)
  }
}
