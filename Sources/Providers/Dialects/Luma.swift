internal import Ledger

/// Luma's generations: `GET BASE/generations/ID` with a bearer key.
///
/// Source: the package lumaai 1.21.0 (`types/generation.py`), where the base is
/// `https://api.lumalabs.ai/dream-machine/v1`. How long addresses of results are good, and whether
/// failed generations are charged, could not be established. There is no time of the end.
enum Luma {
  static func statusRequest(for id: String, baseURL: String) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/generations/" + IDText.percentEncoded(id), keyPlace: .bearer)
  }

  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    guard let task = TaskObject(json, word: "state", asked: id) else {
      return TaskObject.unreadable(json)
    }
    var observation = task.observation(state(of: task.word))
    observation.model = task.json["model"]?.text
    observation.created = TaskObject.moment(task.json["created_at"])
    observation.resolution = task.json["request"]?["resolution"]?.text
    observation.explainFailure(code: nil, text: task.json["failure_reason"]?.text)
    let assets = task.json["assets"]
    let video = TaskObject.addresses([assets?["video"]?.text].compactMap(\.self))
    observation.takeResults(video.map { Asset(uri: $0) })
    return observation
  }

  private static func state(of word: String) -> JobState? {
    switch word {
    case "queued": .queued
    case "dreaming": .running
    case "completed": .succeeded
    case "failed": .failed
    case _: nil
    }
  }
}
