/// Many jobs made from a seed, which exist from the start or arrive over a time.
struct SeededJobs: Equatable, Sendable {
  /// The shortest and the longest job; what chance makes shorter or longer takes as long as these.
  static let takes = Duration.seconds(11)...Duration.seconds(360)
  static let sigma = 0.35

  var count: Int
  var seed: UInt64
  /// In simulated time: between now and then each job has a moment of its own to arrive.
  var over = Duration.zero
  var dialects = Dialect.allCases
  var fates: [WeightedFate] = [WeightedFate(fate: .success, weight: 1)]

  /// The jobs, in the order of their arrival.
  func jobs(from start: Moment, speed: Speed) -> [SimulatedJob] {
    var random = SeededGenerator(state: seed)
    let models = SeededModel.all.filter { dialects.contains($0.place.dialect) }
      .map { (weight: $0.weight, value: $0) }
    guard !models.isEmpty else { return [] }
    let fates = fates.map { (weight: $0.weight, value: $0.fate) }
    let length = speed.wall(over).wholeMilliseconds
    let arrivals = (0..<count).map { _ in length > 0 ? random.between(0...length) : 0 }.sorted()
    return arrivals.enumerated().map { place, arrival in
      let model = random.one(of: models)
      let createdAt = start + .milliseconds(arrival)
      var order = JobOrder(
        model: model.name, prompt: "seeded job \(place + 1)",
        seconds: model.place.dialect.usualSeconds)
      order.takes = Self.takes(around: model.median, using: &random)
      order.fate = random.one(of: fates)
      // Inline videos would make the last answer of each a hundred times as long.
      if model.place.dialect == .vertexOperations { order.storageURI = "gs://demo-bucket/out" }
      return SimulatedJob(
        dialect: model.place.dialect, id: model.place.newName(at: createdAt, using: &random),
        order: order, createdAt: createdAt, speed: speed)
    }
  }

  private static func takes(
    around median: Double, using random: inout some RandomNumberGenerator
  ) -> Duration {
    let seconds = LogNormal(median: median, sigma: sigma).sample(using: &random)
    let span = Duration.milliseconds(Int64((seconds * 1000).rounded()))
    return min(max(span, takes.lowerBound), takes.upperBound)
  }
}

/// A model that seeded jobs ask for.
struct SeededModel: Equatable, Sendable {
  let name: String
  let place: JobPlace
  let weight: UInt64
  /// The middle of its durations, in seconds.
  let median: Double

  static let all: [SeededModel] =
    [
      SeededModel(name: "sora-2", place: .openAIVideos, weight: 3, median: 75),
      SeededModel(name: "sora-2-pro", place: .openAIVideos, weight: 1, median: 150),
      gemini("veo-3.1-fast-generate-preview", weight: 2, median: 45),
      gemini("veo-3.1-generate-preview", weight: 2, median: 90),
      vertex("veo-3.1-fast-generate-001", weight: 2, median: 55),
      vertex("veo-3.1-generate-001", weight: 2, median: 110),
    ]

  private static func gemini(_ name: String, weight: UInt64, median: Double) -> SeededModel {
    SeededModel(name: name, place: .gemini(model: name), weight: weight, median: median)
  }

  private static func vertex(_ name: String, weight: UInt64, median: Double) -> SeededModel {
    let resource = "projects/demo-1/locations/us-central1/publishers/google/models/\(name)"
    return SeededModel(
      name: name, place: .vertex(resource: resource), weight: weight, median: median)
  }
}

/// A fate and how many of all jobs have it, as a share of all weights.
struct WeightedFate: Equatable, Sendable {
  let fate: Fate
  let weight: UInt64

  /// Reads `success:90,failed:5`; `nil` for anything else.
  static func list(_ text: String) -> [WeightedFate]? {
    var fates: [WeightedFate] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      guard words.count <= 2, let name = words.first, let fate = Fate(rawValue: String(name)),
        let weight = words.count == 2 ? UInt64(words[1]) : 1, (1...1_000_000).contains(weight)
      else { return nil }
      fates.append(WeightedFate(fate: fate, weight: weight))
    }
    return fates
  }
}
