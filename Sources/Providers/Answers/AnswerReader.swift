public import Ledger

/// The one way of every answer into the ledger, whoever brought it.
///
/// Cuts what must not be stored, interprets, applies the privacy setting.
public struct AnswerReader: Sendable {
  public var prompts: PromptPolicy
  /// Our own keys; where one appears in a body, it is cut.
  public var keys: [String]

  public init(prompts: PromptPolicy, keys: [String] = []) {
    self.prompts = prompts
    self.keys = keys
  }

  /// Reads an answer to a status question or a create call.
  public func read(
    _ answer: Answer, dialect: Dialect, asked id: String
  ) -> (answer: Answer, observation: Observation) {
    var stored = answer
    stored.body = withoutSecrets(answer.body, &stored.cuts)
    var observation = dialect.interpret(
      httpStatus: answer.httpStatus, body: stored.body, asked: id)
    observation.prompt = observation.prompt.flatMap(permitted)
    stored.body = withoutPrompts(stored.body, &stored.cuts)
    return (stored, observation)
  }

  /// Reads the body of a delivery.
  public func read(_ delivery: Delivery) -> (delivery: Delivery, event: WebhookEvent) {
    var stored = delivery
    stored.body = withoutSecrets(delivery.body, &stored.cuts)
    let event = WebhookEvent(stored.body)
    stored.type = event.type
    stored.body = withoutPrompts(stored.body, &stored.cuts)
    return (stored, event)
  }

  /// What the privacy setting lets be kept; a record without text is what an earlier cut left.
  private func permitted(_ prompt: PromptRecord) -> PromptRecord? {
    guard let text = prompt.text else {
      return prompts == .off || prompt.sha256 == nil ? nil : prompt
    }
    return PromptRecord(text, policy: prompts)
  }

  private func withoutSecrets(_ body: [UInt8], _ cuts: inout BodyCuts) -> [UInt8] {
    let videos = BodyCutting.cutInlineVideos(body)
    if videos.isCut { cuts.insert(.inlineVideo) }
    let keyless = BodyCutting.cut(keys: keys, in: videos.body)
    if keyless.isCut { cuts.insert(.key) }
    return keyless.body
  }

  private func withoutPrompts(_ body: [UInt8], _ cuts: inout BodyCuts) -> [UInt8] {
    let cut = BodyCutting.cutPrompts(body, policy: prompts)
    if cut.isCut { cuts.insert(.prompt) }
    return cut.body
  }
}
