import Testing

@testable import Ledger

struct NearestMatchTests {
  @Test(
    "One step adds, drops, replaces or swaps a letter",
    arguments: [
      ("", "", 0), ("a", "", 1), ("", "ab", 2), ("failed", "faild", 1), ("model", "modle", 1),
      ("kitten", "sitting", 3), ("ca", "abc", 3), ("ab", "ba", 1), ("state", "status", 2),
    ])
  func distances(first: String, second: String, expected: Int) {
    #expect(NearestMatch.distance(Array(first), Array(second)) == expected)
    #expect(NearestMatch.distance(Array(second), Array(first)) == expected)
  }

  @Test(
    "A word is near when at most a third of it differs",
    arguments: [
      ("faild", "failed"), ("FAILED", "failed"), ("runing", "running"), ("xyz", nil), ("", nil),
      ("filterd", "filtered"), ("loose", nil), ("losst", "lost"), ("quux", nil),
    ] as [(String, String?)])
  func nearest(word: String, expected: String?) {
    #expect(NearestMatch.of(word, in: JobState.allCases.map(\.word)) == expected)
  }

  @Test("A text as long as a file is not compared")
  func long() {
    #expect(NearestMatch.of(String(repeating: "a", count: 100_000), in: ["a"]) == nil)
  }
}
