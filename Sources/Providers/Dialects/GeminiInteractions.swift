internal import Ledger

/// Interactions of the Gemini API, which make videos with `gemini-omni` models: `GET
/// BASE/interactions/ID`.
///
/// Source: google-genai 2.34.0 (`_gaos/types/interactions`); the base is that of the Gemini API. Nine
/// words, and the type admits others. A plain question was seen to say completed with no output where
/// the job still ran (discuss.ai.google.dev t/183928, 2026-09-20): that is unknown here, and asked
/// again. Billing is by tokens, which stay in the body (`usage`). How long results can be fetched
/// could not be established; files of the same API are kept for two days.
enum GeminiInteractions {
  static func statusRequest(for id: String, baseURL: String) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/interactions/" + IDText.percentEncoded(id),
      keyPlace: .googleHeader)
  }

  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    guard let task = TaskObject(json, word: "status", asked: id) else {
      return TaskObject.unreadable(json)
    }
    var observation = task.observation(state(of: task.word))
    observation.model = task.json["model"]?.text
    observation.created = TaskObject.moment(task.json["created"])
    let error = task.json["errors"]?.elements?.first ?? task.json["error"]
    observation.explainFailure(
      code: error?.first("code", "status")?.textOrNumber, text: error?.first("message")?.text)
    if observation.state == .failed, task.word == "budget_exceeded" { observation.reason = .quota }
    if observation.state == .succeeded {
      observation.completed = TaskObject.moment(task.json["updated"])
    }
    observation.takeResults(videos(in: task.json).compactMap(asset))
    if observation.state == .unknown { observation.completed = nil }
    return observation
  }

  /// Whether somebody who waits for an action or a continuation ever gets one, and what is left of an
  /// incomplete interaction, could not be established: those three are unknown and asked again.
  private static func state(of word: String) -> JobState? {
    switch word {
    case "queued": .queued
    case "in_progress": .running
    case "completed": .succeeded
    case "failed", "budget_exceeded": .failed
    case "cancelled": .canceled
    case _: nil
    }
  }

  /// The videos of an interaction: `output_video`, or those among its outputs, or in the steps of the
  /// model; a step of the user's may hold the video that was given.
  static func videos(in json: JSON) -> [JSON] {
    if let video = json["output_video"] { return [video] }
    let steps = json["steps"]?.elements?.filter { $0["type"]?.text == "model_output" } ?? []
    let outputs =
      (json["outputs"]?.elements ?? []) + steps.flatMap { $0["content"]?.elements ?? [] }
    return outputs.filter { output in
      output["type"]?.text == "video" || output["mime_type"]?.text?.hasPrefix("video/") == true
    }
  }

  private static func asset(_ video: JSON) -> Asset? {
    if let uri = video["uri"]?.text { return Asset(uri: uri) }
    guard let inline = video["data"]?.text, !inline.isEmpty else { return nil }
    guard let mark = InlineMark(inline) else { return Asset() }
    return Asset(inlineSHA256: mark.sha256, inlineBytes: mark.bytes)
  }
}
