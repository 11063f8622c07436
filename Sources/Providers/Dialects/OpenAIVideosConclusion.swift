internal import Ledger

/// What follows for the state from a job's error and its results.
extension OpenAIVideos {
  static func conclude(_ json: JSON, _ job: JSON, _ observation: inout Observation) {
    takeError(job, &observation)
    let uris = resultURIs(json, job)
    let word = observation.providerStatus ?? ""
    if observation.state == .unknown, observation.errorText == nil, !uris.isEmpty,
      StatusWords.isEnd(word)
    {
      observation.state = .succeeded
    }
    switch observation.state {
    case .succeeded where observation.errorText != nil && uris.isEmpty:
      observation.state = .failed  // "completed" that carries an error, as some queues send
    case .succeeded where uris.isEmpty && hasEmptyResults(job):
      observation.state = .unknown
      observation.reason = .emptyResult
    case .succeeded:
      let expires = moment(job["expires_at"])?.moment
      observation.assets =
        uris.isEmpty
        ? [Asset(expires: expires)] : uris.map { Asset(uri: $0, expires: expires) }
    case .unknown: observation.reason = .unknownWord
    case .queued, .running, .partial, .filtered, .failed, .canceled, .expired, .lost, .gone, nil:
      break
    }
    if observation.state == .failed { explain(&observation) }
  }

  /// Why the job failed; a safety code makes it filtered.
  private static func explain(_ observation: inout Observation) {
    let words = [observation.errorCode, observation.errorText].compactMap(\.self)
    let blocked =
      words.lazy.compactMap(SafetyReason.reason(ofCode:)).first
      ?? words.last.flatMap(SafetyReason.reason(ofSupportCodesIn:))
    if let blocked {
      observation.state = .filtered
      observation.reason = blocked
    } else {
      observation.reason = observation.errorCode.flatMap(FailureCodes.reason) ?? .other
    }
  }

  // MARK: Errors

  /// Where relays put the reason beside OpenAI's `error`.
  private static func takeError(_ job: JSON, _ observation: inout Observation) {
    guard observation.state != .queued, observation.state != .running else { return }
    let cause = job.first("failure_reason", "failureReason", "fail_reason")
    let reason =
      job["error"] ?? cause
      ?? job.first("failure", "failMsg", "fail_msg", "task_status_msg", "error_message")
    let code = job.first("failureCode", "failure_code", "failCode", "fail_code", "error_code")
    observation.errorCode = code?.textOrNumber
    if let reason, reason.isObject {
      observation.errorCode = reason.first("code", "type")?.textOrNumber ?? observation.errorCode
      observation.errorText =
        reason["message"]?.text ?? reason["msg"]?.text ?? observation.errorCode
    } else if let text = reason?.text {
      observation.errorText = text
      // A cause of one word is a code; a sentence may repeat the prompt and stays private.
      if reason == cause, code == nil, FailureCodes.isCode(text) {
        observation.errorCode = text
      }
    }
    if let text = observation.errorText, observation.isCharged == nil {
      observation.isCharged = SafetyReason.isCharged(accordingTo: [text])
    }
  }

  // MARK: Results

  private static let listNames = [
    "output", "outputs", "unsigned_urls", "videos", "generations", "results", "data", "video_urls",
    "result_urls", "resultUrls",
  ]

  /// Whether a list of results is there, and nothing in it.
  private static func hasEmptyResults(_ job: JSON) -> Bool {
    listNames.contains { job[$0]?.elements?.isEmpty == true }
  }

  /// Where relays put the video; OpenAI itself never gives an address.
  ///
  /// All of a list, else one: several members of one object name the same video.
  private static func resultURIs(_ json: JSON, _ job: JSON) -> [String] {
    let places = ["content", "video", "output", "result", "task_result", "data", "metadata"]
    let objects = [job, json] + places.compactMap { job[$0] }
    for list in objects.flatMap({ object in listNames.compactMap { object[$0]?.elements } }) {
      var uris: [String] = []
      for uri in list.prefix(Observation.assetsMax).compactMap(uri) where !uris.contains(uri) {
        uris.append(uri)
      }
      if !uris.isEmpty { return uris }
    }
    let one = objects.lazy.compactMap(uri).first
    return [one ?? address(job["object"])].compactMap(\.self)
  }

  private static func uri(_ json: JSON) -> String? {
    let names = [
      "video_url", "videoUrl", "url", "result_url", "output_url", "download_url", "file_url",
      "signed_url", "uri", "video", "result", "output",
    ]
    return names.lazy.compactMap { address(json[$0]) }.first
      ?? address(json["video"]?["url"]) ?? address(json)
  }

  private static func address(_ json: JSON?) -> String? {
    guard let text = json?.text else { return nil }
    return text.hasPrefix("https://") || text.hasPrefix("http://") ? text : nil
  }
}
