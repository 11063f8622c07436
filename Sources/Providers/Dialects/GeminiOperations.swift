/// Long-running operations of the Gemini API: `models/MODEL/operations/ID`.
enum GeminiOperations {
  static func recognize(_ text: String) -> JobID? {
    let steps = text.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count == 4, steps[0] == "models", steps[2] == "operations",
      OperationName.isSegment(steps[1]), OperationName.isOperation(steps[3])
    else { return nil }
    return JobID(dialect: .geminiOperations, text: text, model: String(steps[1]))
  }

  /// `GET BASE/models/MODEL/operations/ID`; relays also have `operations/ID`.
  static func statusRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    guard id.contains("operations/") else {
      throw NotAskable(
        why: "an operation's id alone does not name its model; "
          + "give models/MODEL/operations/\(id)")
    }
    return ProviderRequest(
      method: .get, url: baseURL + "/" + OperationName.path(id), keyPlace: .googleHeader)
  }
}
