/// Long-running operations of Vertex AI:
/// `projects/P/locations/L/publishers/google/models/M/operations/ID`.
enum VertexOperations {
  static func recognize(_ text: String) -> JobID? {
    let steps = text.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count == 10, steps[0] == "projects", steps[2] == "locations",
      steps[4] == "publishers", steps[5] == "google", steps[6] == "models",
      steps[8] == "operations", OperationName.isSegment(steps[1]),
      isLocation(steps[3]), OperationName.isSegment(steps[7]),
      OperationName.isOperation(steps[9])
    else { return nil }
    return JobID(dialect: .vertexOperations, text: text, model: String(steps[7]))
  }

  /// A location becomes part of a host's name, so it may be nothing else.
  private static func isLocation(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// `POST BASE/v1/…/models/M:fetchPredictOperation`: a plain GET on the name answers 404
  /// (vercel/ai pull request 12003).
  ///
  /// `{location}` in the base URL stands for the location in the name; `global` has no prefix.
  static func statusRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    guard recognize(id) != nil else {
      throw NotAskable(
        why: "the name does not hold project, location and model; give "
          + "projects/P/locations/L/publishers/google/models/M/operations/ID")
    }
    let steps = id.split(separator: "/")
    let location = String(steps[3])
    let place = location == "global" ? baseURL.replacing("{location}-", with: "") : baseURL
    let base = place.replacing("{location}", with: location)
    let model = steps[..<8].joined(separator: "/")
    return ProviderRequest(
      method: .post,
      url: base + "/" + OperationName.path(model) + ":fetchPredictOperation",
      keyPlace: .bearer, body: Array(#"{"operationName":"\#(id)"}"#.utf8))
  }
}
