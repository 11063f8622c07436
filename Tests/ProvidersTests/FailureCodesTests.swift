import Ledger
import Testing

@testable import Providers

struct FailureCodesTests {
  @Test("A code is one word, a sentence is none")
  func codes() {
    #expect(FailureCodes.isCode("internal_error"))
    #expect(!FailureCodes.isCode("an internal error"))
    #expect(!FailureCodes.isCode(String(repeating: "x", count: 81)))
    #expect(FailureCodes.reason("INTERNAL_ERROR") == .providerInternal)
    #expect(FailureCodes.reason("render_failed") == nil)
  }
}
