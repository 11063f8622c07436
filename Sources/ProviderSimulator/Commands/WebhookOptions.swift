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

  /// The endpoints, and the key set that their tokens are checked with, which may be empty.
  func endpoints() throws -> (endpoints: [WebhookEndpoint], keySet: JSON) {
    let signer = try tokenSigner()
    var endpoints: [WebhookEndpoint] = []
    if let webhook {
      endpoints.append(
        WebhookEndpoint(face: .openAI, target: webhook, signer: .secrets(webhookSecret)))
    }
    if let geminiWebhook {
      let signer: DeliverySigner =
        if let signer, geminiWebhookSecret.isEmpty {
          .token(signer, audience: audience)
        } else {
          .secrets(geminiWebhookSecret)
        }
      endpoints.append(WebhookEndpoint(face: .gemini, target: geminiWebhook, signer: signer))
    }
    return (endpoints, try signer?.keySet() ?? ["keys": []])
  }

  /// Who signs tokens; nobody where none are sent, for a new key takes its time.
  private func tokenSigner() throws -> TokenSigner? {
    if let tokenKey { return try TokenSigner.keptIn(tokenKey, keyID: SenderOptions.keyID) }
    guard geminiWebhook != nil, geminiWebhookSecret.isEmpty else { return nil }
    return try TokenSigner(keyID: SenderOptions.keyID)
  }
}
