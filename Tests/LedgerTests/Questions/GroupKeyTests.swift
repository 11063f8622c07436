import Testing

@testable import Ledger

@Suite("Keys of groups")
struct GroupKeyTests {
  @Test("Each key is known by its word, and no two share one")
  func words() {
    for key in GroupKey.plain + [.label("shot"), .label("a.b"), .label(".")] {
      #expect(GroupKey(word: key.word) == key)
    }
    #expect(Set(GroupKey.plain.map(\.word)).count == GroupKey.plain.count)
    #expect(
      GroupKey.plain.map(\.word) == [
        "provider", "dialect", "model", "project", "state", "reason", "error_code", "size",
        "resolution", "seconds", "by", "hour", "day", "week", "month", "quarter", "year",
      ])
    #expect(GroupKey(word: "account") == .account)
  }

  @Test("Anything else is no key", arguments: ["", "label", "label.", "Model", "models", "days"])
  func unknown(word: String) {
    #expect(GroupKey(word: word) == nil)
  }
}
