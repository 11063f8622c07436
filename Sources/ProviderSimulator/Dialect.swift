/// The wire shape that a job is asked about in.
enum Dialect: String, CaseIterable, Sendable {
  case openAIVideos = "openai-videos"
  case geminiOperations = "gemini-operations"
  case vertexOperations = "vertex-operations"

  /// The model of a job that names none.
  var usualModel: String {
    switch self {
    case .openAIVideos: "sora-2"
    case .geminiOperations: "veo-3.1-generate-preview"
    case .vertexOperations: "veo-3.1-generate-001"
    }
  }

  /// The length in seconds of a video that names none.
  var usualSeconds: Int {
    switch self {
    case .openAIVideos: 4
    case .geminiOperations, .vertexOperations: 8
    }
  }
}
