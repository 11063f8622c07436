internal import FoundationEssentials
internal import Ledger

/// `/v1/videos`: OpenAI's Videos API, and every gateway or server that speaks it.
///
/// Sources: OpenAI's specification and Python SDK; relays' documentation and recorded answers.
enum OpenAIVideos {
  // MARK: Ids

  /// `video_` and anything that gateways make of it; 48 or 32 hexadecimal digits are native.
  static func recognize(_ text: String) -> JobID? {
    guard text.hasPrefix("video_") else { return nil }
    let body = text.dropFirst("video_".count)
    let isShaped = body.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isASCIILetterOrDigit || "_+/=-".utf8.contains(byte)
    }
    guard !body.isEmpty, isShaped, IDText.isSafe(text) else { return nil }
    var id = JobID(dialect: .openAIVideos, text: text)
    if isNative(body) {
      id.created = created(inNative: body)
    } else if let wrapped = LiteLLMID(body) {
      id.gateway = "LiteLLM"
      id.model = wrapped.model
    }
    return id
  }

  private static func isNative(_ body: Substring) -> Bool {
    (body.utf8.count == 48 || body.utf8.count == 32)
      && body.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  /// The first eight digits of a native id are its creation in Unix seconds: seen in every published
  /// pair of id and `created_at`, documented nowhere. Years outside 2025 to 2034 are chance.
  private static func created(inNative body: Substring) -> StatedMoment? {
    guard let seconds = Int64(body.prefix(8), radix: 16),
      (1_735_689_600..<2_051_222_400).contains(seconds)
    else { return nil }
    return StatedMoment(Moment(secondsSince1970: seconds), width: 1000)
  }

  static func statusRequest(for id: String, baseURL: String) -> ProviderRequest {
    ProviderRequest(
      method: .get, url: baseURL + "/videos/" + IDText.percentEncoded(id), keyPlace: .bearer)
  }

  // MARK: Answers

  static func interpret(_ json: JSON?, asked id: String) -> Observation {
    guard let json, json.isObject else { return unreadable }
    let job = job(in: json)
    let ids = ["id", "task_id"].compactMap { job[$0]?.textOrNumber }
    guard !ids.contains(where: IDText.isHostile) else { return unreadable }
    if job["object"]?.text == "video.deleted" || job["deleted"]?.truth == true {
      var observation = Observation(state: .expired)
      observation.reason = .deleted
      return observation
    }
    guard let word = job["status"]?.text else {
      let error = ErrorAnswer(httpStatus: nil, json: json, body: []).observation
      return json["error"] == nil ? unreadable : error
    }
    var observation = Observation(state: StatusWords.state(of: word) ?? .unknown)
    observation.providerStatus = word
    describe(job, &observation)
    if !ids.isEmpty, !ids.contains(id) { observation.otherID = ids[0] }
    conclude(json, job, &observation)
    return observation
  }

  private static var unreadable: Observation {
    var observation = Observation(state: .unknown)
    observation.reason = .unreadable
    return observation
  }

  /// The job in its wrappings: some relays put OpenAI's object below `metadata` or `data`.
  private static func job(in json: JSON) -> JSON {
    for name in ["metadata", "data", "video"] {
      guard let inner = json[name], inner["status"]?.text != nil else { continue }
      if json["status"]?.text == nil || inner["object"]?.text == "video" { return inner }
    }
    return json
  }

  private static func describe(_ job: JSON, _ observation: inout Observation) {
    observation.model = job["model"]?.text
    observation.remixedFrom = job["remixed_from_video_id"]?.text
    observation.prompt = job["prompt"]?.text.map { PromptRecord(text: $0) }
    observation.created = moment(job["created_at"])
    observation.completed = moment(job.first("completed_at", "finished_at"))
    observation.progress = progress(job["progress"])
    if let seconds = job.first("seconds", "n_seconds")?.double, (0...86_400).contains(seconds) {
      observation.videoMilliseconds = Int64((seconds * 1000).rounded())
    }
    observation.resolution = job["resolution"]?.text
    observation.size = job["size"]?.text
    if observation.size == nil, let width = job["width"]?.integer,
      let height = job["height"]?.integer
    {
      observation.size = "\(width)x\(height)"
    }
    if let amount = job["usage"]?["cost"]?.textOrNumber {
      observation.statedCost = StatedCost(amount: amount, currency: nil)
    }
    switch job["payment_status"]?.text {
    case "not_charged": observation.isCharged = false
    case "charged": observation.isCharged = true
    default: break
    }
  }

  /// Unix seconds, milliseconds as some relays send, or RFC 3339.
  private static func moment(_ json: JSON?) -> StatedMoment? {
    guard let json else { return nil }
    if let number = json.integer, number > 0 {
      guard number < 100_000_000_000 else { return StatedMoment(Moment(rawValue: number), width: 1) }
      return StatedMoment(Moment(secondsSince1970: number), width: 1000)
    }
    if let seconds = json.double, seconds > 0, seconds < 100_000_000_000 {
      return StatedMoment(Moment(rawValue: Int64(seconds * 1000)), width: 1)
    }
    guard let text = json.text, let moment = Moment(rfc3339: text) else { return nil }
    return StatedMoment(moment, width: text.contains(".") ? 1 : 1000)
  }

  /// Percent; a fraction such as `0.42` means 42, and `"42%"` too.
  private static func progress(_ json: JSON?) -> Int? {
    guard let text = json?.textOrNumber else { return nil }
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard var number = Double(digits), number.isFinite else { return nil }
    if number > 0, number < 1 { number *= 100 }
    return (0...100).contains(number) ? Int(number.rounded(.down)) : nil
  }

  // MARK: Conclusions

  /// Takes the error, the results and what follows for the state.
  private static func conclude(_ json: JSON, _ job: JSON, _ observation: inout Observation) {
    takeError(job, &observation)
    let uris = resultURIs(json, job)
    switch observation.state {
    case .succeeded where observation.errorText != nil && uris.isEmpty:
      observation.state = .failed  // "completed" that carries an error, as some queues send
    case .succeeded where job["generations"]?.elements?.isEmpty == true:
      observation.state = .unknown
      observation.reason = .emptyResult
      return
    case .succeeded:
      let expires = moment(job["expires_at"])?.moment
      observation.assets =
        uris.isEmpty
        ? [Asset(expires: expires)] : uris.map { Asset(uri: $0, expires: expires) }
      return
    case .unknown: observation.reason = observation.reason ?? .unknownWord
    case .queued, .running, .partial, .filtered, .failed, .canceled, .expired, .lost, .gone, nil:
      break
    }
    if observation.state == .failed {
      if let reason = observation.errorCode.flatMap(SafetyReason.reason(ofCode:)) {
        observation.state = .filtered
        observation.reason = reason
      } else if let text = observation.errorText,
        let reason = SafetyReason.reason(ofSupportCodesIn: text)
      {
        observation.state = .filtered
        observation.reason = reason
      } else {
        observation.reason = .other
      }
    }
  }

  private static func takeError(_ job: JSON, _ observation: inout Observation) {
    let error = job.first("error", "failure_reason", "fail_reason")
    guard let error, observation.state != .queued, observation.state != .running else { return }
    if error.isObject {
      observation.errorCode = error.first("code", "type")?.textOrNumber
      observation.errorText = error["message"]?.text ?? observation.errorCode
    } else {
      observation.errorText = error.text
      if job["error"] == nil { observation.errorCode = error.text }  // a reason is a code
    }
    if let text = observation.errorText, observation.isCharged == nil {
      observation.isCharged = SafetyReason.isCharged(accordingTo: [text])
    }
  }

  /// Where relays put the video; OpenAI itself never gives an address.
  private static func resultURIs(_ json: JSON, _ job: JSON) -> [String] {
    var candidates: [JSON?] = [
      job["video_url"], job["url"], job["result_url"], job["output_url"], job["object"],
      job["content"]?["video_url"], job["video"]?["url"], json["video_url"], json["url"],
    ]
    candidates += (job["unsigned_urls"]?.elements ?? []).map(Optional.some)
    candidates += (job["output"]?.elements ?? []).map { $0["url"] ?? $0 }
    var uris: [String] = []
    for case let uri? in candidates.map({ $0?.text })
    where uri.hasPrefix("https://") || uri.hasPrefix("http://") {
      if !uris.contains(uri) { uris.append(uri) }
    }
    return uris
  }
}

/// What a LiteLLM proxy packs into an id: `video_` and base 64 of
/// `litellm:custom_llm_provider:…;model_id:…;video_id:…`, padding sometimes missing.
struct LiteLLMID: Hashable {
  let provider: String?
  let model: String?
  let videoID: String?

  init?(_ body: Substring) {
    var padded = String(body).replacing("-", with: "+").replacing("_", with: "/")
    while !padded.utf8.count.isMultiple(of: 4) { padded += "=" }
    guard let data = Data(base64Encoded: padded),
      let text = String(validating: data, as: UTF8.self), text.hasPrefix("litellm:")
    else { return nil }
    var values: [Substring: String] = [:]
    for pair in text.dropFirst("litellm:".count).split(separator: ";") {
      let halves = pair.split(separator: ":", maxSplits: 1)
      if halves.count == 2 { values[halves[0]] = String(halves[1]) }
    }
    provider = values["custom_llm_provider"]
    model = values["model_id"]
    videoID = values["video_id"]
  }
}

extension Character {
  /// One of `a`–`z`, `A`–`Z`, `0`–`9`.
  var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
