/// A model that the jobs of a written history ask for, and what can be asked of it.
struct PlannedModel: Sendable {
  let account: String
  let dialect: Dialect
  let name: String
  /// Widths and heights at OpenAI, resolutions at Google.
  let sizes: [String]
  let seconds: [Int]
  /// The middle of its durations for 8 seconds of video.
  let median: Int64
  /// The middle of its waits, in milliseconds; told at OpenAI alone.
  let medianWait: Int64
}

extension PlannedModel {
  private static let small = ["1280x720", "720x1280"]
  private static let large = ["1792x1024", "1024x1792", "1920x1080", "1080x1920"]

  /// The models with their weights; those of `gateway` only where there is one.
  static func all(gateway: String?) -> [(weight: UInt64, value: PlannedModel)] {
    var models = openAI(account: "sora", weight: 20)
    if let gateway { models += openAI(account: gateway, weight: 7) }
    return models + [
      google("veo", .geminiOperations, "veo-3.1-fast-generate-001", 41_000, weight: 14),
      google(
        "veo", .geminiOperations, "veo-3.1-lite-generate-preview", 28_000, weight: 10, most: "1080p"
      ),
      google("veo", .geminiOperations, "veo-3.2-preview", 150_000, weight: 2),
      google("vertex", .vertexOperations, "veo-3.1-generate-001", 82_000, weight: 24),
      google("vertex", .vertexOperations, "veo-3.1-fast-generate-001", 44_000, weight: 9),
    ]
  }

  private static func openAI(
    account: String, weight: UInt64
  ) -> [(weight: UInt64, value: PlannedModel)] {
    [
      (
        weight * 3,
        PlannedModel(
          account: account, dialect: .openAIVideos, name: "sora-2", sizes: small,
          seconds: [4, 8, 12], median: 76_000, medianWait: 9000)
      ),
      (
        weight,
        PlannedModel(
          account: account, dialect: .openAIVideos, name: "sora-2-pro", sizes: small + large,
          seconds: [4, 8, 12], median: 190_000, medianWait: 21_000)
      ),
    ].map { (weight: $0.0, value: $0.1) }
  }

  private static func google(
    _ account: String, _ dialect: Dialect, _ name: String, _ median: Int64, weight: UInt64,
    most: String = "4k"
  ) -> (weight: UInt64, value: PlannedModel) {
    let sizes = ["720p", "720p", "1080p", "1080p"] + (most == "4k" ? ["4k"] : [])
    let model = PlannedModel(
      account: account, dialect: dialect, name: name, sizes: sizes, seconds: [4, 6, 8],
      median: median, medianWait: 0)
    return (weight: weight * 4, value: model)
  }
}
