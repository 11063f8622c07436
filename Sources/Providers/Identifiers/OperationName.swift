/// The steps of an operation's name.
enum OperationName {
  /// A project or a model.
  static func isSegment(_ text: Substring) -> Bool {
    !text.isEmpty && text != "." && text != ".." && text.utf8.count <= 128
      && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-._:".utf8.contains($0) }
  }

  /// The operation's own id: 12 of `[a-z0-9]` at the Gemini API, a UUID at Vertex; the length is
  /// nowhere promised.
  static func isOperation(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 128
      && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-_".utf8.contains($0) }
  }

  /// The name as a path, each step encoded.
  static func path(_ name: String) -> String {
    name.split(separator: "/").map { IDText.percentEncoded(String($0)) }.joined(separator: "/")
  }
}
