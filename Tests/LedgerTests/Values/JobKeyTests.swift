import Testing

@testable import Ledger

struct JobKeyTests {
  @Test(
    "A key never changes: it stands in people's notes",
    arguments: [
      ("sora", "video_1", "v9r45q20m01yh1p44"),
      ("veo", "models/veo-3.0-generate-001/operations/abc123", "v8hshpzqbs93y2z9t"),
      ("", "", "v0avn887nnwdrbb2z"),
    ])
  func stable(account: String, nativeID: String, key: String) {
    #expect(JobKey(account: account, nativeID: nativeID).text == key)
  }

  @Test("The same id in two accounts has two keys, and no id can borrow from the account's name")
  func separates() {
    let keys = [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc"), ("A", "bc")].map {
      JobKey(account: $0, nativeID: $1)
    }
    #expect(Set(keys).count == 5)
  }

  @Test(
    "Sixteen letters spell the ten bytes, most significant bits first",
    arguments: [
      ([UInt8](repeating: 0, count: 10), "v0000000000000000"),
      ([UInt8](repeating: 255, count: 10), "vzzzzzzzzzzzzzzzz"),
      ([8, 0, 0, 0, 0, 0, 0, 0, 0, 31], "v100000000000000z"),
    ])
  func spelling(bytes: [UInt8], text: String) {
    #expect(JobKey(bytes: bytes).text == text)
  }
}
