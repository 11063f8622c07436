/// What somebody wanted: prompt, settings and to what end; a second try wants the same.
struct Wish: Sendable {
  let model: PlannedModel
  let prompt: String
  let seconds: Int
  /// Width and height at OpenAI, a resolution at Google.
  let size: String
  let samples: Int
  let audio: Bool
  let project: String
  let shot: String
  let by: String
  /// 1 for the first try.
  var take = 1
  /// What stood in the way of the try before.
  var obstacle: Outcome?

  /// The middle of how long such a job works, in milliseconds.
  var usualWork: Int64 { model.median * Int64(4 + seconds) / 12 }
}

extension Wish {
  private static let things = [
    "A red car", "A paper boat", "An old lighthouse", "A snow fox", "A tram", "A glass teapot",
    "A hot-air balloon", "A violin", "A robot gardener", "A flock of starlings", "A night market",
    "A sailing ship", "A bakery at dawn", "A mountain railway", "A street musician",
    "A humpback whale",
  ]
  private static let doings = [
    "drives through rain", "drifts on a still lake", "turns slowly", "waits in falling snow",
    "is lit by neon", "rises over the hills", "passes a row of poplars", "casts a long shadow",
    "comes out of the fog", "stands in tall grass", "moves against the wind", "fills with light",
  ]
  private static let manners = [
    "at dusk", "in slow motion", "seen from above", "on 35 mm film", "in one long take",
    "with a shallow focus", "at golden hour", "in black and white", "hand-held", "as a time lapse",
    "in heavy rain", "from a low angle",
  ]
  private static let projects: [(weight: UInt64, value: String)] = [
    (30, "acme/spring-spot"), (18, "kino/trailer"), (12, "acme/autumn-teaser"),
    (10, "museum/whales"), (8, "internal/tests"), (8, "travel/alps"), (5, "bakery/menu"),
    (4, "kino/titles"), (3, "city/night"), (2, "archive/restoration"),
  ]
  private static let people = ["render-bot@farm2", "render-bot@farm1", "mika@studio", "jo@studio"]

  /// A new wish.
  static func new(
    of models: [(weight: UInt64, value: PlannedModel)], using random: inout SeededGenerator
  ) -> Wish {
    let model = random.one(of: models)
    let number = String(1 + random.below(400))
    let isGoogle = model.dialect != .openAIVideos
    return Wish(
      model: model,
      prompt: "\(random.one(of: things)) \(random.one(of: doings)) \(random.one(of: manners)), "
        + "variation \(1 + random.below(9999))",
      seconds: random.one(of: model.seconds), size: random.one(of: model.sizes),
      samples: isGoogle && random.happens(1500) ? Int(random.between(2...4)) : 1,
      audio: isGoogle && !(model.dialect == .vertexOperations && random.happens(2500)),
      project: random.one(of: projects),
      shot: "sc" + String(repeating: "0", count: max(0, 3 - number.count)) + number,
      by: random.one(of: people))
  }
}
