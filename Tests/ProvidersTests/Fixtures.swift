import Ledger

@testable import Providers

/// Splitmix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

enum Samples {
  static let openAI = "video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617"
  static let gemini = "models/veo-3.1-generate-preview/operations/k3x9q2m7w1tz"
  static let vertex =
    "projects/demo-1/locations/us-central1/publishers/google/models/veo-3.1-generate-001"
    + "/operations/5b0c7a1e-2f34-4d6b-9a10-0c1d2e3f4a5b"

  static func id(_ dialect: Dialect) -> String {
    switch dialect {
    case .openAIVideos: openAI
    case .geminiOperations: gemini
    case .vertexOperations: vertex
    case .geminiInteractions, .runway, .replicate, .luma: "17f20503-6c24-4c16-946b-35dbbce2af2f"
    case .fal: "fal-ai/veo3/fast/requests/764cabcf-b745-4b3e-ae38-1200304cf45b"
    }
  }
}

extension Dialect {
  /// The reading of a text, asked about this dialect's sample job.
  func read(_ body: String, httpStatus: Int? = 200, asked id: String? = nil) -> Observation {
    interpret(httpStatus: httpStatus, body: Array(body.utf8), asked: id ?? Samples.id(self))
  }
}

extension Observation {
  /// An observation as the interpreter of this build makes it, with what `describe` adds.
  static func expected(_ state: JobState?, _ describe: (inout Self) -> Void = { _ in }) -> Self {
    var observation = Self(state: state)
    observation.interpreter = Dialect.interpreterVersion
    describe(&observation)
    return observation
  }
}

/// What an answer says, in short, for tables.
struct Conclusion: Hashable {
  var state: JobState?
  var reason: Reason?
  var errorCode: String?

  init(_ state: JobState?, _ reason: Reason? = nil, _ errorCode: String? = nil) {
    self.state = state
    self.reason = reason
    self.errorCode = errorCode
  }

  init(_ observation: Observation) {
    self.init(observation.state, observation.reason, observation.errorCode)
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}
