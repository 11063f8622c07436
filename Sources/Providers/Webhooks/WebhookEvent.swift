public import Ledger

/// What a delivery's body says: which event, about which job.
///
/// OpenAI sends `video.completed` and `video.failed` with nothing but the job's id; the Gemini API
/// sends `video.generated`.
public struct WebhookEvent: Hashable, Sendable {
  /// `video.completed`; `nil` where the body has no type.
  public var type: String?
  public var jobID: JobID?
  public var observation: Observation

  /// - Parameter body: As delivered, inline media and keys cut.
  public init(_ body: [UInt8]) {
    let json = JSONReader.read(body)
    type = json?["type"]?.text
    let data = json?["data"]
    observation = Observation(state: nil)
    observation.interpreter = Dialect.interpreterVersion
    switch type {
    case "video.completed":
      observation.state = .succeeded
      observation.assets = [Asset()]
    case "video.failed": observation.state = .failed
    case "video.generated": observation.state = .succeeded
    default: return
    }
    observation.providerStatus = type
    if let error = data?["error"] {
      observation.errorCode = error.first("code", "type")?.textOrNumber
      observation.errorText = error.text ?? error["message"]?.text
    }
    if observation.state == .failed {
      let reason = observation.errorCode.flatMap(SafetyReason.reason(ofCode:))
      if reason != nil { observation.state = .filtered }
      observation.reason = reason ?? .other
    }
    let dialect: Dialect = type == "video.generated" ? .geminiOperations : .openAIVideos
    let name = data?["object"]?["id"]?.text ?? data?.first("id", "operation", "name")?.text
    jobID = name.flatMap { JobID($0, dialect: dialect) }
    if let uri = data?["output_file_uri"]?.text { observation.assets = [Asset(uri: uri)] }
  }
}
