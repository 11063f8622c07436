internal import Ledger

/// fal's queue: a UUID inside a model's path, `OWNER/ALIAS/…/requests/UUID`.
///
/// Source: the package fal-client (client.py). The state stands at `…/requests/UUID/status`, the
/// result at `…/requests/UUID`; both lie below owner and alias alone, whatever steps the model's path
/// has after them. COMPLETED says that the job has ended, not how: it may carry an error, and without
/// one the result tells, so a second question follows. Its address is built from the id, never taken
/// from the answer. Not known: how long results can be fetched, and what a job cost.
enum FalQueue {
  /// What may stand before the owner.
  private static let namespaces = ["workflows", "comfy"]

  static func name(in text: String) -> String {
    for end in ["/status", "/cancel", "/response"] where text.hasSuffix(end) {
      return String(text.dropLast(end.count))
    }
    return text
  }

  /// The base URL is `https://queue.fal.run`.
  static func statusRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/" + (try path(id)) + "/status", keyPlace: .falKey)
  }

  static func resultRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    ProviderRequest(method: .get, url: baseURL + "/" + (try path(id)), keyPlace: .falKey)
  }

  private static func path(_ id: String) throws(NotAskable) -> String {
    let steps = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let owned = steps.first.map(namespaces.contains) == true ? 3 : 2
    guard steps.count >= owned + 2, steps[steps.count - 2] == "requests" else {
      throw NotAskable(
        why: "a request's id alone does not name its model; give OWNER/MODEL/requests/ID")
    }
    return (steps.prefix(owned) + steps.suffix(2)).map(IDText.percentEncoded)
      .joined(separator: "/")
  }

  static func interpret(
    httpStatus: Int?, _ json: JSON?, asked id: String
  ) -> Observation {
    if httpStatus == 422 {
      return refusal(json) ?? ErrorAnswer(httpStatus: httpStatus, json: json).observation
    }
    // A result has no word: the model's own answer stands alone.
    if let json, json["status"] == nil, let result = result(json) { return result }
    guard let task = TaskObject(json, word: "status", asked: id) else {
      return TaskObject.unreadable(json)
    }
    var observation = task.observation(state(of: task.word))
    observation.model = id.firstRange(of: "/requests/").map { String(id[..<$0.lowerBound]) }
    guard task.word == "COMPLETED" else { return observation }
    observation.reason = nil
    if let error = json?["error"], let text = error.text ?? error["message"]?.text {
      observation.state = .failed
      observation.explainFailure(code: json?["error_type"]?.text, text: text)
    } else {
      observation.reason = .emptyResult
    }
    return observation
  }

  private static func state(of word: String) -> JobState? {
    switch word {
    case "IN_QUEUE": .queued
    case "IN_PROGRESS": .running
    case _: nil
    }
  }

  /// Whether the answer ended the job without saying how.
  static func asksForResult(_ observation: Observation) -> Bool {
    observation.state == .unknown && observation.providerStatus == "COMPLETED"
  }

  private static func result(_ json: JSON) -> Observation? {
    let places = [json["video"]].compactMap(\.self) + (json["videos"]?.elements ?? [])
    let texts = places.prefix(Observation.assetsMax).compactMap { $0["url"]?.text ?? $0.text }
    let addresses = TaskObject.addresses(texts)
    guard !addresses.isEmpty else { return nil }
    var observation = Observation(state: .succeeded)
    observation.assets = addresses.map { Asset(uri: $0) }
    return observation
  }

  /// The model refused its input: a list of errors, as FastAPI writes them.
  ///
  /// An error about the path or the query is about our question.
  private static func refusal(_ json: JSON?) -> Observation? {
    guard let first = json?["detail"]?.elements?.first, let code = first["type"]?.text,
      first["loc"]?.elements?.first?.text == "body"
    else { return nil }
    var observation = Observation(state: .failed)
    observation.explainFailure(code: code, text: first["msg"]?.text)
    if observation.reason == .other { observation.reason = .invalidRequest }
    return observation
  }
}
