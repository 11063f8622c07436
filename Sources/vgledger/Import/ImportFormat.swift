/// What an imported file holds.
enum ImportFormat: String, CaseIterable {
  /// Our own: one observation a line (`docs/import.md`).
  case observations
  /// Objects of `/v1/videos`, lists of them, and webhook events about them.
  case openAIVideos = "openai-videos"
  /// Long-running operations of the Gemini API or Vertex AI, lists of them, and SDK dumps.
  case operations
  /// A LiteLLM proxy's logs: spend logs or standard logging payloads.
  case litellm
  /// A table with a header, separated by commas, semicolons or tabs.
  case csv

  static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// How records lie in a file.
enum RecordContainer: Equatable {
  /// One in each line.
  case lines
  /// JSON values one after the other, over as many lines as they like; of an array, its elements.
  case values
  /// Rows of a table; quoted cells may hold line ends.
  case rows(separator: UInt8)
}

/// What a file was recognised as.
struct RecognizedFormat: Equatable {
  let format: ImportFormat
  let container: RecordContainer
  /// What it was recognised by, to be said after "because".
  let why: String
}
