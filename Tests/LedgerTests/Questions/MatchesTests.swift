import Testing

@testable import Ledger

struct MatchesTests {
  @Test(
    "A name is meant up to a boundary, exactly, or from its beginning",
    arguments: [
      ("veo-3.1", NameMatch.Rule.boundary, "veo-3.1", true),
      ("veo-3.1", .boundary, "veo-3.1-generate-001", true),
      ("veo-3.1", .boundary, "veo-3.10", false),
      ("veo-3.1", .boundary, "veo-3.1b", false),
      ("veo-3.1", .boundary, "veo-3", false),
      ("Veo-3", .boundary, "veo-3.1", true),
      ("veo-3.", .boundary, "veo-3.1", true),
      ("acme", .boundary, "Acme/spring", true),
      ("acme", .boundary, "acmeville", false),
      ("acme", .boundary, "acmé", false),
      ("output", .boundary, "output.audio_safety", true),
      ("rate", .boundary, "rate_limited", true),
      ("veo-3.1", .exactly, "veo-3.1", true),
      ("veo-3.1", .exactly, "Veo-3.1", false),
      ("veo-3.1", .exactly, "veo-3.1-generate-001", false),
      ("v7k2", .beginning, "v7k2q9", true),
      ("V7k2", .beginning, "v7k2q9", false),
    ])
  func names(text: String, rule: NameMatch.Rule, name: String, expected: Bool) {
    #expect(NameMatch(text, rule).matches(name) == expected)
  }

  @Test(
    "A prompt holds words whatever their case, in any alphabet",
    arguments: [
      ("red car", "A Red Car drives", true), ("red car", "red  car", false),
      ("CAFÉ", "im Café", true), ("cafe\u{301}", "im Café", true), ("ночь", "Белая НОЧЬ", true),
      ("車", "赤い車", true), ("a", "", false), ("car", "ca", false),
    ])
  func prompts(text: String, prompt: String, expected: Bool) {
    #expect(PromptMatch(text, isExact: false).matches(prompt) == expected)
  }

  @Test("An exact prompt is the whole prompt, letter for letter")
  func exactPrompts() {
    #expect(PromptMatch("red car", isExact: true).matches("red car"))
    #expect(!PromptMatch("red car", isExact: true).matches("Red car"))
    #expect(!PromptMatch("red car", isExact: true).matches("a red car"))
  }

  @Test(
    "A size is meant by its sides or by its resolution",
    arguments: [
      ("1280x720", "1280x720", nil, true), ("720p", "1280x720", nil, true),
      ("720p", "720x1280", nil, true), ("1080p", nil, "1080p", true),
      ("1080p", "1280x720", "1080p", true), ("4k", "3840x2160", nil, true),
      ("4K", nil, "4k", true), ("2160p", nil, "4k", true), ("4k", nil, "2160p", true),
      ("720p", nil, nil, false), ("720p", "1920x1080", nil, false), ("1080p", "wide", nil, false),
    ] as [(String, String?, String?, Bool)])
  func sizes(text: String, size: String?, resolution: String?, expected: Bool) throws {
    let match = try #require(SizeMatch(text))
    #expect(match.matches(size: size, resolution: resolution) == expected)
  }

  @Test("What is no size is refused", arguments: ["", "p", "0p", "x", "1280x", "hd", "-1x5"])
  func noSizes(text: String) { #expect(SizeMatch(text) == nil) }

  @Test("A hash is meant by its beginning, half bytes too")
  func hashes() throws {
    let sum: [UInt8] = [0x1f, 0x3c] + Array(repeating: 0, count: 30)
    #expect(try #require(HashMatch("1F3")).matches(sum))
    #expect(!(try #require(HashMatch("1f4"))).matches(sum))
    #expect(HashMatch("") == nil)
    #expect(HashMatch("1g") == nil)
    #expect(HashMatch(String(repeating: "0", count: 65)) == nil)
  }

  @Test("Both ends of a range are inside")
  func ranges() throws {
    let range = try #require(ValueRange<Int64>(low: 5, high: 7))
    #expect((4...8).map { range.contains($0) } == [false, true, true, true, false])
    #expect(ValueRange<Int64>(low: 7, high: 5) == nil)
    #expect(try #require(ValueRange<Int64>(low: nil, high: 7)).contains(.min))
    #expect(range.overlaps(1...5))
    #expect(range.overlaps(7...9))
    #expect(!range.overlaps(8...9))
    #expect(!range.overlaps(1...4))
  }
}
