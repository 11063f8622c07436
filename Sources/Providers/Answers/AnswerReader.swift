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
    let words = observation.prompt?.text
    observation.prompt = observation.prompt.flatMap(permitted)
    stored.body = withoutPrompts(stored.body, words, &stored.cuts)
    if prompts != .full, let words, words.utf8.count >= Self.quotedLeast {
      observation.errorText = observation.errorText?
        .replacing(words, with: BodyCutting.promptMark)
    }
    return (stored, observation)
  }

  /// An answer without what must not be stored; it was read already, by somebody else.
  public func cut(_ answer: Answer) -> Answer {
    var stored = answer
    stored.body = withoutSecrets(answer.body, &stored.cuts)
    guard stored.headers.contentType != "text/csv" else { return stored }
    stored.body = withoutPrompts(stored.body, nil, &stored.cuts)
    return stored
  }

  /// Reads the body of a delivery.
  public func read(_ delivery: Delivery) -> (delivery: Delivery, event: WebhookEvent) {
    var stored = delivery
    stored.body = withoutSecrets(delivery.body, &stored.cuts)
    let event = WebhookEvent(stored.body)
    stored.type = event.type
    stored.body = withoutPrompts(stored.body, nil, &stored.cuts)
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

  /// Prompts shorter than this are too common as words to be looked for elsewhere.
  private static let quotedLeast = 8

  /// `words`: the prompt, where the answer itself says it: it is cut wherever it stands.
  private func withoutPrompts(
    _ body: [UInt8], _ words: String?, _ cuts: inout BodyCuts
  ) -> [UInt8] {
    guard prompts != .full else { return body }
    // What cannot be read cannot be cut, so it is not kept.
    guard body.isEmpty || JSONReader.read(body) != nil || BodyCutting.looksLikeJSON(body) else {
      cuts.insert(.prompt)
      return Array("[cut: \(body.count) bytes that are no JSON]".utf8)
    }
    var cut = BodyCutting.cutPrompts(body, policy: prompts)
    if let words, words.utf8.count >= Self.quotedLeast {
      let quoted = BodyCutting.cut(
        [words, String(JSON.string(words).compactText.dropFirst().dropLast())], in: cut.body,
        mark: BodyCutting.promptMark)
      cut = (quoted.body, cut.isCut || quoted.isCut)
    }
    if cut.isCut { cuts.insert(.prompt) }
    return cut.body
  }

  /// The text without any of our keys.
  public func withoutKeys(_ text: String) -> String {
    String(decoding: BodyCutting.cut(keys: keys, in: Array(text.utf8)).body, as: UTF8.self)
  }
}
