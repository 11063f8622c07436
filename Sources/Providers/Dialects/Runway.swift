internal import Ledger

/// Runway's tasks: `GET BASE/tasks/ID` with a bearer key and the version of the API in a header.
///
/// Source: the package runwayml 5.24.0 (`types/task_retrieve_response.py`, `_client.py`), where the
/// base is `https://api.dev.runwayml.com/v1`. Costs are in credits: an estimate while a task is open,
/// what is charged in the end. Addresses of results are good for 24 to 48 hours, and another question
/// gives new ones (docs.dev.runwayml.com/assets/outputs). There is no time of the end, and no model.
enum Runway {
  static let version = "2024-11-06"

  static func statusRequest(for id: String, baseURL: String) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/tasks/" + IDText.percentEncoded(id), keyPlace: .bearer,
      headers: ["x-runway-version": version])
  }

  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    guard let task = TaskObject(json, word: "status", asked: id) else {
      return TaskObject.unreadable(json)
    }
    var observation = task.observation(state(of: task.word))
    observation.created = TaskObject.moment(task.json["createdAt"])
    // A fraction, also where it is exactly 1.
    observation.progress = task.json["progress"]?.double
      .flatMap { (0...1).contains($0) ? Int(($0 * 100).rounded(.down)) : nil }
    observation.explainFailure(
      code: task.json["failureCode"]?.text, text: task.json["failure"]?.text)
    let texts = task.json["output"]?.elements?.compactMap(\.text) ?? []
    observation.takeResults(TaskObject.addresses(texts).map { Asset(uri: $0) })
    if observation.state?.isVerdict == true, let credits = task.json["cost"]?["credits"],
      let amount = credits.textOrNumber
    {
      observation.statedCost = StatedCost(amount: amount, currency: "credits")
      observation.isCharged = credits.double.map { $0 > 0 }
    }
    return observation
  }

  private static func state(of word: String) -> JobState? {
    switch word {
    case "PENDING", "THROTTLED": .queued
    case "RUNNING": .running
    case "SUCCEEDED": .succeeded
    case "FAILED": .failed
    case "CANCELLED": .canceled
    case _: nil
    }
  }
}
