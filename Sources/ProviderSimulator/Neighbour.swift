import HTTPTypes

/// A provider that is played over the jobs of `/v1/videos`, with words and shapes of its own.
///
/// Sources: the packages google-genai, runwayml, replicate, fal-client and lumaai.
enum Neighbour: String, CaseIterable, Sendable {
  case interactions
  case runway
  case replicate
  case fal
  case luma

  var createPath: String {
    switch self {
    case .interactions: "/v1beta/interactions"
    case .runway: "/v1/text_to_video"
    case .replicate: "/v1/predictions"
    case .fal: "/{owner}/{model}"
    case .luma: "/generations/video"
    }
  }

  var pollPath: String {
    switch self {
    case .interactions: "/v1beta/interactions/{id}"
    case .runway: "/v1/tasks/{id}"
    case .replicate: "/v1/predictions/{id}"
    case .fal: "/{owner}/{model}/requests/{id}/status"
    case .luma: "/generations/{id}"
    }
  }

  /// Whether a call carries a key where this provider looks for one; Runway wants its version, too.
  func hasKey(_ headers: HTTPFields) -> Bool {
    let scheme = headers[.authorization]?.split(separator: " ").first?.lowercased()
    switch self {
    case .interactions: return HTTPField.Name("x-goog-api-key").flatMap { headers[$0] } != nil
    case .runway:
      let version = HTTPField.Name("x-runway-version").flatMap { headers[$0] }
      return scheme == "bearer" && version != nil
    case .replicate, .luma: return scheme == "bearer"
    case .fal: return scheme == "key"
    }
  }

  /// This provider's words for queued, running, succeeded, failed and canceled.
  private var words: [String: String] {
    switch self {
    case .interactions: ["canceled": "cancelled"]
    case .runway:
      [
        "queued": "PENDING", "in_progress": "RUNNING", "completed": "SUCCEEDED",
        "failed": "FAILED", "canceled": "CANCELLED",
      ]
    case .replicate:
      ["queued": "starting", "in_progress": "processing", "completed": "succeeded"]
    case .fal:
      [
        "queued": "IN_QUEUE", "in_progress": "IN_PROGRESS", "completed": "COMPLETED",
        "failed": "COMPLETED", "canceled": "COMPLETED",
      ]
    case .luma: ["in_progress": "dreaming", "canceled": "failed"]
    }
  }

  /// The job's object; a word that is nobody's stays as it is.
  func shape(_ state: NeighbourState, of job: SimulatedJob, origin: String) -> JSON {
    let word = JSON.string(words[state.word] ?? state.word)
    let address = JSON.string("\(origin)/neighbours/files/\(job.id)")
    let isDone = state.word == "completed" && job.samplesGiven > 0
    let text = state.text.map(JSON.string) ?? .null
    let code = state.code.map(JSON.string) ?? .null
    let created = JSON.string(job.createdAt.rfc3339)
    switch self {
    case .interactions:
      return [
        "id": .string(job.id), "status": word, "model": .string(job.order.model),
        "created": created,
        "updated": .string((state.hasEnded ? job.endsAt : job.createdAt).rfc3339),
        "errors": state.text == nil ? [] : [["code": code, "message": text]],
        "output_video": isDone ? ["uri": address, "mime_type": "video/mp4"] : nil,
      ]
    case .runway:
      return [
        "id": .string(job.id), "status": word, "createdAt": created,
        "progress": .decimal(
          state.percent == 100 ? "1" : "0.\(state.percent < 10 ? "0" : "")\(state.percent)"),
        (state.hasEnded ? "cost" : "estimatedCost"): [
          "credits": isDone || !state.hasEnded ? 25 : 0
        ],
        "failure": text, "failureCode": code, "output": isDone ? [address] : [],
      ]
    case .replicate:
      return [
        "id": .string(job.id), "status": word, "model": .string(job.order.model),
        "created_at": created, "completed_at": state.hasEnded ? .string(job.endsAt.rfc3339) : nil,
        "input": ["prompt": job.order.prompt.map(JSON.string) ?? .null],
        "output": isDone ? address : nil, "error": text,
      ]
    case .fal:
      return ["request_id": .string(job.id), "status": word, "error": text, "error_type": code]
    case .luma:
      return [
        "id": .string(job.id), "state": word, "model": .string(job.order.model),
        "created_at": created, "assets": ["video": isDone ? address : nil],
        "failure_reason": text,
      ]
    }
  }
}
