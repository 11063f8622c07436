/// A job in the shape of the OpenAI Videos API (`VideoResource` in openai-openapi).
extension SimulatedJob {
  func openAIVideoAnswer(at now: Moment) -> Answer {
    var headers: [String: String] = [:]
    switch phase(at: now) {
    case .queued, .running:
      // The SDK's `poll` waits as long as this says; whether the service sends it is not known.
      headers["openai-poll-after-ms"] = String(
        max(1, speed.wall(.seconds(10)).wholeMilliseconds))
    case .ended, .expired: break
    }
    return .json(openAIVideo(at: now), headers: headers)
  }

  /// The video object; every key of the specification is there, null where it has no value.
  func openAIVideo(at now: Moment) -> JSON {
    let state = openAIState(at: now)
    let skew = script.clockSkew
    let video: JSON = [
      "id": .string(id),
      "object": "video",
      "model": .string(order.model),
      "status": .string(state.status),
      "progress": number(Int64(state.progress)),
      "created_at": number((createdAt + skew).secondsSince1970),
      "completed_at": state.isCompleted ? number((endsAt + skew).secondsSince1970) : nil,
      "expires_at": state.isCompleted && samplesGiven > 0
        ? number((assetsExpireAt + skew).secondsSince1970) : nil,
      "prompt": order.prompt.map(JSON.string) ?? nil,
      "size": .string(order.size),
      // A string by the specification, and a number at some relays.
      "seconds": fate == .stringNumbers
        ? .number(Int64(order.seconds)) : .string(String(order.seconds)),
      "remixed_from_video_id": nil,
      "error": state.error,
    ]
    guard let cost = order.cost, case .object(let members) = video else { return video }
    // Where gateways that sell by the job put their price (OpenRouter's documentation).
    return .object(members + [JSON.Member(name: "usage", value: ["cost": .decimal(cost)])])
  }

  private struct OpenAIState {
    var status: String
    var progress = 0
    var isCompleted = false
    var error = JSON.null
  }

  private func openAIState(at now: Moment) -> OpenAIState {
    switch phase(at: now) {
    case .queued: OpenAIState(status: "queued")
    case .running(let percent):
      OpenAIState(
        status: fate == .unknownWord ? "dreaming_deeply" : "in_progress", progress: percent)
    case .ended: openAIEnd
    case .expired: OpenAIState(status: "expired", progress: 100, isCompleted: true)
    }
  }

  private var openAIEnd: OpenAIState {
    switch fate.ending {
    case .videos, .videosButOne, .nothing:
      OpenAIState(status: script.endWord ?? "completed", progress: 100, isCompleted: true)
    case .blocked:
      // Seen in a job that moderation stopped (public recordings).
      failure("moderation_blocked", "The request was blocked by moderation.")
    case .filtered:
      // A relay's code; the service itself has no second one for this.
      failure("content_policy_violation", "The output violates the content policy.")
    case .failed:
      failure("video_generation_failed", "The video could not be generated.")
    case .canceled: OpenAIState(status: "canceled")
    }
  }

  private func failure(_ usualCode: String, _ usualText: String) -> OpenAIState {
    let code = order.endWords?.code ?? usualCode
    let text = order.endWords?.text ?? usualText
    return OpenAIState(status: "failed", error: ["code": .string(code), "message": .string(text)])
  }

  private func number(_ value: Int64) -> JSON {
    fate == .stringNumbers ? .string(String(value)) : .number(value)
  }
}
