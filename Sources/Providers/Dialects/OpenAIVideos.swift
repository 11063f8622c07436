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
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
        UInt8(ascii: "-"):
        true
      default: byte.isASCIILetterOrDigit
      }
    }
    guard !body.isEmpty, isShaped, IDText.isSafe(text) else { return nil }
    var id = JobID(dialect: .openAIVideos, text: text)
    if isNative(body) {
      id.created = created(inNative: body)
    } else if let wrapped = LiteLLMID(body) {
      id.gateway = "LiteLLM"
      id.model = wrapped.model
      id.wrapped = wrapped.videoID
    }
    return id
  }

  private static func isNative(_ body: Substring) -> Bool {
    (body.utf8.count == 48 || body.utf8.count == 32)
      && body.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The first eight digits of a native id are its creation in Unix seconds.
  ///
  /// Seen in every published pair of id and `created_at`, documented nowhere. Years outside 2025 to
  /// 2034 are chance.
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
    let names = ["id", "task_id", "taskId"].compactMap { job[$0] }
    // A relay's number is its own row, its text the job.
    let ids = names.compactMap(\.text) + names.filter { $0.text == nil }.compactMap(\.textOrNumber)
    guard !ids.contains(where: IDText.isHostile) else { return unreadable }
    let isReceipt = job["object"]?.text == "video.deleted"
    if job["deleted"]?.truth ?? isReceipt {
      var observation = Observation(state: .expired)
      observation.reason = .deleted
      return observation
    }
    guard let word = StatusWords.word(in: job) else {
      let error = ErrorAnswer(httpStatus: nil, json: json).observation
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
  ///
  /// An envelope's own `"status": "success"` speaks of the call; the job inside it counts.
  private static func job(in json: JSON) -> JSON {
    let outer = StatusWords.word(in: json).flatMap(StatusWords.state)
    for name in ["metadata", "data", "video", "output", "result", "response"] {
      guard let inner = json[name], let word = StatusWords.word(in: inner) else { continue }
      if inner["object"]?.text == "video" || StatusWords.word(in: json) == nil { return inner }
      guard name != "metadata", let state = StatusWords.state(of: word) else { continue }
      if outer == nil || outer == .succeeded && state != .succeeded { return inner }
    }
    return json
  }

  private static func describe(_ job: JSON, _ observation: inout Observation) {
    observation.model = job["model"]?.text
    observation.remixedFrom = job["remixed_from_video_id"]?.text
    observation.prompt = job["prompt"]?.text.map { PromptMark.record($0) ?? PromptRecord(text: $0) }
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
    if let cost = job["usage"]?["cost"], cost.double != nil, let amount = cost.textOrNumber {
      observation.statedCost = StatedCost(amount: amount, currency: nil)
    }
    switch job["payment_status"]?.text {
    case "not_charged": observation.isCharged = false
    case "charged": observation.isCharged = true
    default: break
    }
  }

  /// Unix seconds, milliseconds as some relays send, or RFC 3339; nothing after the year 5000.
  static func moment(_ json: JSON?) -> StatedMoment? {
    guard let json else { return nil }
    if let number = json.integer, number > 0 {
      if number < 100_000_000_000 {
        return StatedMoment(Moment(secondsSince1970: number), width: 1000)
      }
      return number < 100_000_000_000_000 ? StatedMoment(Moment(rawValue: number), width: 1) : nil
    }
    if let seconds = json.double, seconds > 0, seconds < 100_000_000_000 {
      return StatedMoment(Moment(rawValue: Int64((seconds * 1000).rounded())), width: 1)
    }
    guard let text = json.text, let moment = Moment(rfc3339: text) else { return nil }
    return StatedMoment(moment, width: text.contains(".") ? 1 : 1000)
  }

  /// Percent; a fraction such as `0.42` means 42, and `"42%"` too.
  private static func progress(_ json: JSON?) -> Int? {
    guard let text = json?.textOrNumber else { return nil }
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard var number = Double(digits), number.isFinite else { return nil }
    if number > 0, number < 1 { number = (number * 1_000_000).rounded() / 10_000 }
    return (0...100).contains(number) ? Int(number.rounded(.down)) : nil
  }
}

extension UInt8 {
  /// One of `a`–`z`, `A`–`Z`, `0`–`9`.
  var isASCIILetterOrDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: false
    }
  }
}
