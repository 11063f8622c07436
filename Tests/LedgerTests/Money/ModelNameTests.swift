import Ledger
import Testing

@Suite("Model names of prices")
struct ModelNameTests {
  @Test(
    "A price covers a name and its versions, and no other model",
    arguments: [
      ("sora-2", "sora-2", true), ("sora-2", "SORA-2", true), ("sora-2", "sora-2-2025-10-06", true),
      ("sora-2", "sora-2-pro", false), ("sora-2", "sora-2-pro-2025-10-06", false),
      ("sora-2", "sora-20", false), ("sora", "sora-2", false), ("sora-2", "sora", false),
      ("veo-3.1-generate", "veo-3.1-generate-001", true),
      ("veo-3.1-generate", "veo-3.1-generate-preview", true),
      ("veo-3.1-generate", "veo-3.1-fast-generate-001", false),
      ("veo-3.1", "veo-3.1-generate-001", false), ("veo-3.1", "veo-3.1-", false),
      ("m", "m-preview-09-2025", true), ("m", "m-latest", true), ("m", "m-preview-lite", false),
    ])
  func covers(priced: String, model: String, expected: Bool) {
    #expect(ModelName.covers(priced, model) == expected)
  }
}
