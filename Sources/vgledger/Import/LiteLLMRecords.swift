internal import Ledger
internal import Providers

/// Logs of a LiteLLM proxy: rows of `LiteLLM_SpendLogs`, or standard logging payloads.
///
/// Field names: litellm 1.109.1, `StandardLoggingPayload` and `CallTypes` in `litellm/types/utils.py`,
/// `LiteLLM_SpendLogs` in `litellm/proxy/schema.prisma`, `VideoObject` in
/// `litellm/types/videos/main.py`. A spend log holds `messages`, `response`, `metadata` and
/// `proxy_server_request` as JSON or as a text of JSON, and its `request_id` is the response's id.
/// Times without a zone are UTC: the proxy's database keeps no other.
///
/// Of a record only the answer, or a few members about the call, are stored: hashed keys, users and
/// network addresses stay behind.
struct LiteLLMRecords {
  /// The first name of a job that a proxy's id wraps: the proxy gives another name in each answer.
  private var names: [String: String] = [:]

  /// Calls that make a job; what others cost is not the job's.
  private static let makingCalls: Set<String> = [
    "create_video", "video_generation", "video_remix", "video_edit", "video_extension",
  ]

  /// The records in one value; none where it is not about videos.
  ///
  /// - Throws: Why a record about a video cannot be used.
  mutating func read(_ bytes: [UInt8]) throws(ObservationLine.Unusable) -> [ImportRecord] {
    guard let json = JSONReader.read(bytes) else {
      throw ObservationLine.Unusable(why: "it is no JSON")
    }
    return try read(bytes[...], json)
  }

  private mutating func read(
    _ bytes: ArraySlice<UInt8>, _ json: JSON
  ) throws(ObservationLine.Unusable) -> [ImportRecord] {
    for name in ["data", "logs"] {
      guard json["call_type"] == nil, let elements = json[name]?.elements,
        let slice = JSONSlices.value(name, in: bytes)
      else { continue }
      var records: [ImportRecord] = []
      for (slice, element) in zip(JSONSlices.elements(slice), elements) {
        records += try read(slice, element)
      }
      return records
    }
    if let inner = json["standard_logging_object"], inner.isObject,
      let slice = JSONSlices.value("standard_logging_object", in: bytes)
    {
      return try record(slice, inner)
    }
    guard json.isObject else { throw ObservationLine.Unusable(why: "it is no JSON object") }
    return try record(bytes, json)
  }

  private mutating func record(
    _ bytes: ArraySlice<UInt8>, _ json: JSON
  ) throws(ObservationLine.Unusable) -> [ImportRecord] {
    guard let called = json["call_type"]?.text else {
      throw ObservationLine.Unusable(why: "it has no call_type")
    }
    let call = String(called.hasPrefix("a") ? called.dropFirst() : called[...])
    guard call.contains("video"), !call.contains("content"), !call.contains("character") else {
      return []
    }
    let isMaking = Self.makingCalls.contains(call)
    let response = Part("response", of: bytes, json)
    let ended = try Self.time(json["endTime"], "endTime")
    if let elements = response?.json["data"]?.elements, let response,
      let slice = JSONSlices.value("data", in: response.bytes)
    {
      return zip(JSONSlices.elements(slice), elements).map { slice, element in
        var line = ObservationLine(body: Array(slice))
        line.observed = ended
        line.job = name(of: element["id"]?.text)
        return ImportRecord(line)
      }
    }
    var record: ImportRecord
    if let response, response.json["id"]?.text != nil || response.json["status"] != nil {
      record = ImportRecord(ObservationLine(body: Array(response.bytes)))
    } else if json["status"]?.text == "failure" || json["error_str"]?.text != nil {
      record = try failure(bytes, json, isMaking: isMaking)
    } else {
      record = ImportRecord(ObservationLine(body: Self.summary(bytes)))
      record.kind = isMaking ? .retold(Observation(state: nil)) : .declaration
    }
    record.line.observed = ended
    if case .refused = record.kind { return [record] }
    let asked =
      json["model_parameters"]?["video_id"]?.text ?? response?.json["id"]?.text
      ?? json["request_id"]?.text ?? json["id"]?.text
    guard let asked, asked.hasPrefix("video_") || response != nil else {
      throw ObservationLine.Unusable(why: "it does not name its video")
    }
    record.line.job = name(of: asked)
    if isMaking { try declare(json, bytes, &record) }
    return [record]
  }

  /// The first name of the same video.
  private mutating func name(of id: String?) -> String? {
    guard let id else { return nil }
    guard let wrapped = JobID(recognizing: id)?.wrapped else { return id }
    if let known = names[wrapped] { return known }
    names[wrapped] = id
    return id
  }

  // MARK: What it declares

  private func declare(
    _ json: JSON, _ bytes: ArraySlice<UInt8>, _ record: inout ImportRecord
  ) throws(ObservationLine.Unusable) {
    let parameters = json["model_parameters"]
    let request = Part("proxy_server_request", of: bytes, json)?.json
    let asked = request?["body"] ?? request
    record.declared.submitted = try Self.time(json["startTime"], "startTime")
      .map { StatedMoment($0, width: 1) }
    record.declared.model = json["model"]?.text
    record.declared.videoMilliseconds = RecordNumbers.milliseconds(
      ofSeconds: (parameters?["seconds"] ?? asked?["seconds"])?.double)
    record.declared.size = (parameters?["size"] ?? asked?["size"])?.text
    record.declared.prompt = asked?["prompt"]?.text ?? Self.prompt(json["messages"])
    guard let cost = json.first("response_cost", "spend"), let amount = cost.textOrNumber,
      let number = cost.double, number > 0
    else { return }  // 0 is what the proxy writes where it knows no price
    record.statedCost = StatedCost(amount: amount, currency: "USD")
  }

  private static func prompt(_ messages: JSON?) -> String? {
    if let text = messages?.text { return text }
    guard let elements = messages?.elements, elements.count == 1 else { return nil }
    return elements.first?["content"]?.text
  }

  // MARK: Failures

  private func failure(
    _ bytes: ArraySlice<UInt8>, _ json: JSON, isMaking: Bool
  ) throws(ObservationLine.Unusable) -> ImportRecord {
    let metadata = Part("metadata", of: bytes, json)
    let error =
      Part("error_information", of: bytes, json)
      ?? metadata.flatMap { Part("error_information", of: $0.bytes, $0.json) }
    guard let body = error?.bytes ?? JSONSlices.value("error_str", in: bytes) else {
      throw ObservationLine.Unusable(why: "it failed, and does not say why")
    }
    var line = ObservationLine(body: Array(body))
    let code = error?.json["error_code"]?.integer
    line.httpStatus = code.flatMap { (400...599).contains($0) ? Int($0) : nil }
    var reading = Dialect.openAIVideos.interpret(
      httpStatus: line.httpStatus ?? 500, body: line.body, asked: "")
    reading.errorCode =
      error?.json.first("error_class", "error_code")?.textOrNumber ?? reading.errorCode
    reading.errorText = error?.json["error_message"]?.text ?? json["error_str"]?.text
    if line.httpStatus == nil { reading.reason = .other }
    var record = ImportRecord(line)
    if isMaking { reading.state = .failed }
    record.kind = isMaking ? .refused(reading) : .retold(reading)
    return record
  }

  // MARK: Parts

  /// The members about the call itself, as they stand in the record; without `status`, which is the
  /// call's and not the video's.
  private static func summary(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let names = [
      "request_id", "id", "call_type", "model", "startTime", "endTime", "spend", "response_cost",
    ]
    let members = names.compactMap { name in
      JSONSlices.value(name, in: bytes).map { Array("\"\(name)\":".utf8) + $0 }
    }
    return [UInt8(ascii: "{")] + members.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "}")]
  }

  /// A member that is an object, or a text that holds one.
  private struct Part {
    let json: JSON
    let bytes: ArraySlice<UInt8>

    init?(_ name: String, of whole: ArraySlice<UInt8>, _ json: JSON) {
      guard let member = json[name] else { return nil }
      if let text = member.text, let inner = JSONReader.read(Array(text.utf8)), inner.isObject {
        self.json = inner
        bytes = Array(text.utf8)[...]
      } else if member.isObject, let slice = JSONSlices.value(name, in: whole) {
        self.json = member
        bytes = slice
      } else {
        return nil
      }
    }
  }

  /// Unix seconds, RFC 3339, or what a database prints: a space for the `T`, and perhaps no zone.
  private static func time(
    _ json: JSON?, _ name: String
  ) throws(ObservationLine.Unusable) -> Moment? {
    guard let json else { return nil }
    if case .number = json { return try ObservationLine.observed(json, name) }
    if let text = json.text, !text.isEmpty {
      let plain = text.replacing(" ", with: "T")
      if let moment = Moment(rfc3339: plain) ?? Moment(rfc3339: plain + "Z") { return moment }
    }
    throw ObservationLine.Unusable(why: "\(name) is no time")
  }
}
