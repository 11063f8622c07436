/// A configured place to ask: its name, what it speaks, and where it is.
public struct Account: Hashable, Sendable {
  public var name: String
  public var dialect: Dialect
  /// Without a slash at its end; for Vertex, `{location}` stands for the job's location.
  public var baseURL: String

  public init(name: String, dialect: Dialect, baseURL: String) {
    self.name = name
    self.dialect = dialect
    self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
  }

  /// The accounts that need no configuration.
  ///
  /// - Parameter dialect: What it speaks.
  /// - Returns: `nil` for a dialect that only configured accounts speak.
  public static func builtIn(_ dialect: Dialect) -> Self? {
    switch dialect {
    case .openAIVideos:
      Self(name: "sora", dialect: dialect, baseURL: "https://api.openai.com/v1")
    case .geminiOperations:
      Self(
        name: "veo", dialect: dialect,
        baseURL: "https://generativelanguage.googleapis.com/v1beta")
    case .vertexOperations:
      Self(
        name: "vertex", dialect: dialect,
        baseURL: "https://{location}-aiplatform.googleapis.com/v1")
    case .geminiInteractions, .runway, .replicate, .luma, .fal: nil
    }
  }
}
