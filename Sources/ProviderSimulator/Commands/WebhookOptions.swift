import ArgumentParser

/// The options that make the simulator tell of the ends of jobs.
struct WebhookOptions: ParsableArguments {
  @Option(help: "Where jobs at OpenAI are told of, such as http://127.0.0.1:8787/webhooks/openai.")
  var webhook: WebhookTarget?

  @Option(help: "Its secret, whsec_ and base64; several sign side by side, as in a rotation.")
  var webhookSecret: [WebhookSecret] = []

  @Option(help: "Where jobs at the Gemini API are told of.")
  var geminiWebhook: WebhookTarget?

  @Option(help: "Its secret; without one its deliveries are signed with RS256 tokens.")
  var geminiWebhookSecret: [WebhookSecret] = []

  @Option(help: "A PEM file with the key of those tokens, which is made where it is not.")
  var tokenKey: String?

  @Option(help: "The audience of those tokens.")
  var audience = "provider-simulator"

  @Option(help: "A file that gets one JSON line for each attempt at a delivery.")
  var deliveryLog: String?

  func validate() throws {
    if (webhook != nil) == webhookSecret.isEmpty {
      throw ValidationError("'--webhook' and '--webhook-secret' go together.")
    }
  }

  /// The endpoints, and who signs tokens.
  func endpoints() throws -> (endpoints: [WebhookEndpoint], tokens: TokenSigner) {
    let keyID = SenderOptions.keyID
    let tokens =
      try tokenKey.map { try TokenSigner.keptIn($0, keyID: keyID) }
      ?? TokenSigner(keyID: keyID)
    var endpoints: [WebhookEndpoint] = []
    if let webhook {
      endpoints.append(
        WebhookEndpoint(face: .openAI, target: webhook, signer: .secrets(webhookSecret)))
    }
    if let geminiWebhook {
      let signer: DeliverySigner =
        geminiWebhookSecret.isEmpty
        ? .token(tokens, audience: audience) : .secrets(geminiWebhookSecret)
      endpoints.append(WebhookEndpoint(face: .gemini, target: geminiWebhook, signer: signer))
    }
    return (endpoints, tokens)
  }
}
