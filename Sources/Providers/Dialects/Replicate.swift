internal import Ledger

/// Replicate's predictions: `GET BASE/predictions/ID` with a bearer key.
///
/// Source: the package replicate 1.0.7 (`prediction.py`), where the base is
/// `https://api.replicate.com/v1`. The output is a text, a list of texts, or whatever else a model
/// gives; only addresses are taken for results, and the first list of them. Inputs and outputs are
/// deleted an hour after the end. The object holds no price; `metrics` has timings.
enum Replicate {
  static func statusRequest(for id: String, baseURL: String) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/predictions/" + IDText.percentEncoded(id), keyPlace: .bearer)
  }

  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    guard let task = TaskObject(json, word: "status", asked: id) else {
      return TaskObject.unreadable(json)
    }
    var observation = task.observation(state(of: task.word))
    observation.model = task.json["model"]?.text
    observation.created = TaskObject.moment(task.json["created_at"])
    observation.completed = TaskObject.moment(task.json["completed_at"])
    observation.explainFailure(code: nil, text: task.json["error"]?.text)
    let output = task.json["output"]
    let texts = output?.text.map { [$0] } ?? output?.elements?.compactMap(\.text) ?? []
    let addresses = TaskObject.addresses(texts)
    // Outputs that were deleted are null: the job has succeeded, and nothing is left of it.
    if observation.state == .succeeded, addresses.isEmpty, task.json["data_removed"]?.truth == true
    {
      observation.state = .expired
      return observation
    }
    observation.takeResults(addresses.map { Asset(uri: $0) })
    return observation
  }

  private static func state(of word: String) -> JobState? {
    switch word {
    case "starting": .queued
    case "processing": .running
    case "succeeded": .succeeded
    case "failed": .failed
    case "canceled": .canceled
    case _: nil
    }
  }
}
