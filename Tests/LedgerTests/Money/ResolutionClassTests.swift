import Ledger
import Testing

@Suite("Classes of resolutions")
struct ResolutionClassTests {
  @Test(
    "Resolutions and sizes come to one class by the shorter side",
    arguments: [
      ("720p", "720p"), ("1080P", "1080p"), ("4K", "4k"), ("2160p", "4k"), ("1280x720", "720p"),
      ("720x1280", "720p"), ("1792x1024", "1024p"), ("1024x1808", "1024p"),
      ("1920x1080", "1080p"), ("3840x2160", "4k"), ("", nil), ("hd", nil), ("1280x", nil),
      ("1x2x3", nil), ("0x720", nil), ("-5p", nil), ("p", nil), ("99999999999999999999p", nil),
    ] as [(String, String?)])
  func classes(text: String, expected: String?) {
    #expect(ResolutionClass(text)?.word == expected)
  }

  @Test("The resolution comes before the size; one that cannot be read is unknown")
  func both() {
    #expect(ResolutionClass(resolution: "4k", size: "1280x720")?.word == "4k")
    #expect(ResolutionClass(resolution: nil, size: "1280x720")?.word == "720p")
    #expect(ResolutionClass(resolution: nil, size: nil) == nil)
    #expect(ResolutionClass(resolution: "high", size: "1280x720") == nil)
  }
}
