import Ledger
import Testing

@Suite("Reasons")
struct ReasonTests {
  @Test("Every class has a meaning of its own that fits into a line")
  func meanings() {
    let meanings = Reason.known.compactMap(\.meaning)
    #expect(meanings.count == Reason.known.count)
    #expect(Set(meanings).count == meanings.count)
    #expect(meanings.allSatisfy { $0.count <= 60 && !$0.hasSuffix(".") })
    #expect(Reason(rawValue: "of.tomorrow").meaning == nil)
  }
}
