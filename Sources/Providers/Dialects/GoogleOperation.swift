internal import Ledger

/// What `google.longrunning.Operation` says of a Veo job, on both of Google's surfaces.
///
/// Sources: google-genai's converters, google-ai-generativelanguage's types, the Veo documentation,
/// and recorded answers. SDK dumps flatten the nesting and may use snake case; both are read.
enum GoogleOperation {
  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    let whole = json?.elements?.count == 1 ? json?.elements?.first : json
    guard let operation = whole, operation.isObject else { return unreadable(.unreadable) }
    if let name = operation["name"]?.text, IDText.isHostile(name) {
      return unreadable(.unreadable)
    }
    var observation = conclude(operation)
    observation.progress =
      operation["metadata"]?
      .first("progressPercent", "progress_percent", "progressPercentage")?.integer
      .flatMap(Int.init(exactly:)).flatMap { (0...100).contains($0) ? $0 : nil }
    if let created = operation["metadata"]?.first("createTime", "create_time")?.text {
      observation.created = Moment(rfc3339: created).map { StatedMoment($0, width: 1) }
    }
    if let name = operation["name"]?.text, name != id { observation.otherID = name }
    return observation
  }

  private static func unreadable(_ reason: Reason) -> Observation {
    var observation = Observation(state: .unknown)
    observation.reason = reason
    return observation
  }

  private static func conclude(_ operation: JSON) -> Observation {
    let error = operation["error"].flatMap { isOK($0) ? nil : $0 }
    switch operation["done"] {
    case nil:
      if let error { return withoutDone(error, operation) }
      if operation.first("response", "result") != nil { return unreadable(.unreadable) }
      return operation["name"]?.text == nil ? unreadable(.unreadable) : open(operation)
    case let done?:
      switch done.truth {
      case true?: return error.map(failed) ?? finished(operation)
      case false?: return open(operation)
      case nil: return unreadable(.unreadable)
      }
    }
  }

  /// `"error": {}` and code 0 are how some writers spell that there is none.
  private static func isOK(_ error: JSON) -> Bool {
    guard error.isObject else { return error.text == nil }
    let code = error["code"]?.integer
    return code == 0 || code == nil && error.first("code", "status", "message", "details") == nil
  }

  /// Pending and running look alike; only brokers send `metadata.state`.
  private static func open(_ operation: JSON) -> Observation {
    guard let word = operation["metadata"]?["state"]?.text else {
      return Observation(state: .running)
    }
    let plain = word.uppercased().hasPrefix("JOB_STATE_") ? String(word.dropFirst(10)) : word
    var observation: Observation
    switch StatusWords.state(of: plain) {
    case .queued: observation = Observation(state: .queued)
    case .running: observation = Observation(state: .running)
    case .succeeded, .partial, .filtered, .failed, .canceled, .expired, .lost, .gone, .unknown, nil:
      observation = unreadable(.unknownWord)  // an end is said by `done` alone
    }
    observation.providerStatus = word
    return observation
  }

  // MARK: Failed

  /// An error without `done`: an operation's own error where it has a name or an rpc code; else it
  /// is the body of an HTTP error, which says nothing about the job.
  ///
  /// That the operation is not found, or the key may not see it, is about the question, too, and so
  /// is every number of HTTP.
  private static func withoutDone(_ error: JSON, _ operation: JSON) -> Observation {
    let code = error["code"]?.integer
    let isOperation = operation["name"]?.text != nil
    let isRPCCode = code.map { (1...16).contains($0) } ?? false
    let isAboutQuestion = code.map { [5, 7, 16].contains($0) || $0 >= 400 } ?? false
    guard isOperation || isRPCCode, !isAboutQuestion else {
      var observation = ErrorAnswer(httpStatus: nil, json: operation).observation
      observation.reason = reason(ofRPCCode: code)
      observation.isDenial = code == 5 || code == 404
      return observation
    }
    return failed(error)
  }

  private static func failed(_ error: JSON) -> Observation {
    var observation = Observation(state: .failed)
    observation.errorCode = error["status"]?.text ?? error["code"]?.textOrNumber
    observation.errorText = error.text ?? error.first("message", "details")?.text
    observation.reason = reason(ofRPCCode: error["code"]?.integer)
    if let text = observation.errorText {
      if let reason = SafetyReason.reason(ofErrorText: text) {
        observation.state = .filtered
        observation.reason = reason
      }
      observation.isCharged = SafetyReason.isCharged(accordingTo: [text])
    }
    if observation.state == .failed, observation.reason == .canceled {
      observation.state = .canceled
    }
    return observation
  }

  /// google.rpc.Code; numbers of HTTP stand here too in some relays.
  private static func reason(ofRPCCode code: Int64?) -> Reason {
    switch code {
    case 1: .canceled
    case 3, 9, 11, 400: .invalidRequest
    case 4, 504: .deadline
    case 5, 404: .notFound
    case 7, 16, 401, 403: .auth
    case 8, 429: .rateLimited
    case 2, 10, 13, 15, 500: .providerInternal
    case 14, 503: .providerUnavailable
    default: .other
    }
  }

  // MARK: Finished

  private static func finished(_ operation: JSON) -> Observation {
    let inner = response(of: operation)
    let assets = samples(inner).compactMap(asset)
    let texts = filterTexts(inner)
    let count = inner?.first("raiMediaFilteredCount", "rai_media_filtered_count")?.integer
      .flatMap(Int.init(exactly:))
    // A count of 0 beside a reason and no video is a count that was never set.
    let filtered = max(0, assets.isEmpty ? max(count ?? 0, texts.count) : count ?? texts.count)

    var observation = Observation(state: .unknown)
    observation.samplesGiven = assets.count
    observation.samplesFiltered = filtered
    observation.assets = assets
    switch (assets.isEmpty, filtered > 0) {
    case (false, false): observation.state = .succeeded
    case (false, true): observation.state = .partial
    case (true, true): observation.state = .filtered
    case (true, false): observation.reason = .emptyResult
    }
    if filtered > 0 {
      observation.reason = SafetyReason.reason(ofFilterTexts: texts)
      observation.errorText = texts.isEmpty ? nil : texts.joined(separator: "\n")
      observation.errorCode = texts.lazy.compactMap(supportCode).first
      if assets.isEmpty { observation.isCharged = SafetyReason.isCharged(accordingTo: texts) }
    }
    return observation
  }

  private static func response(of operation: JSON) -> JSON? {
    let response = operation.first("response", "result")
    return response?.first("generateVideoResponse", "generate_video_response") ?? response
  }

  /// The reasons of the filter: a list today, single texts in older answers.
  private static func filterTexts(_ response: JSON?) -> [String] {
    let reasons = response?.first("raiMediaFilteredReasons", "rai_media_filtered_reasons")
    if let list = reasons?.elements, !list.isEmpty { return list.compactMap(\.textOrNumber) }
    if let text = reasons?.textOrNumber { return [text] }
    let names = ["raiErrorMessage", "raiTextFilteredReason", "raiFilteredReason"]
    return ([response].compactMap(\.self) + listed(response)).compactMap { place in
      names.lazy.compactMap { place[$0]?.text }.first
    }
  }

  /// The samples of a finished operation that hold anything: the observation's assets, in order.
  static func samples(ofFinished json: JSON) -> [JSON] {
    let whole = json.elements?.count == 1 ? json.elements?.first : json
    return samples(whole.flatMap(response))
  }

  private static func samples(_ response: JSON?) -> [JSON] {
    listed(response).filter { asset($0) != nil }
  }

  /// The samples in every nesting that was seen.
  private static func listed(_ response: JSON?) -> [JSON] {
    let names = ["generatedSamples", "generatedVideos", "videos", "generated_videos"]
    for name in names {
      if let samples = response?[name]?.elements, !samples.isEmpty { return samples }
    }
    return []
  }

  private static func asset(_ sample: JSON) -> Asset? {
    let video = sample["video"] ?? sample
    let uri = video.first("uri", "gcsUri", "gcs_uri", "url")?.text
    // A video inside its own address is inline; a mark stands where it was.
    if let uri, !uri.hasPrefix("data:"), InlineMark(uri) == nil { return Asset(uri: uri) }
    guard let inline = inlineText(of: video) ?? uri else { return nil }
    guard let mark = InlineMark(inline) else { return Asset() }
    return Asset(inlineSHA256: mark.sha256, inlineBytes: mark.bytes)
  }

  /// The base 64 text of a video that came inline.
  static func inlineText(of video: JSON) -> String? {
    video.first(
      "bytesBase64Encoded", "bytes_base64_encoded", "encodedVideo", "encoded_video", "videoBytes",
      "video_bytes", "bytes")?.text ?? video.first("uri", "url")?.text
  }

  private static func supportCode(in text: String) -> String? {
    text.split { !$0.isNumber }.first { $0.count == 8 }.map(String.init)
  }
}
