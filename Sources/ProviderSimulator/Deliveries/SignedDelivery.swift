/// One webhook request, ready for the wire; honest or forged.
struct SignedDelivery: Equatable, Sendable {
  var id: String?
  var timestamp: String?
  var signature: String?
  var body: [UInt8]
  /// How many bytes the request says that it has, where that is not what it has.
  var announcedLength: Int?

  /// The headers in the order in which OpenAI's documentation shows them.
  var headers: [(name: String, value: String)] {
    var headers = [
      (name: "content-type", value: "application/json"),
      (name: "user-agent", value: "provider-simulator"),
      (name: "content-length", value: String(announcedLength ?? body.count)),
    ]
    if let id { headers.append((name: "webhook-id", value: id)) }
    if let timestamp { headers.append((name: "webhook-timestamp", value: timestamp)) }
    if let signature { headers.append((name: "webhook-signature", value: signature)) }
    return headers
  }
}

/// How deliveries are signed.
enum DeliverySigner: Sendable {
  /// By each of these secrets, as a rotation without a pause asks for.
  case secrets([WebhookSecret])
  /// By a token in the place of the signature, as the Gemini API does for a job's own webhook.
  case token(TokenSigner, audience: String)

  /// A delivery that keeps every rule, made at `now`; its timestamp is of the attempt.
  func sign(_ event: JobEvent, at now: Moment) throws -> SignedDelivery {
    let body = event.body
    let timestamp = String(now.secondsSince1970)
    let signature =
      switch self {
      case .secrets(let secrets):
        secrets.map { $0.signature(id: event.webhookID, timestamp: timestamp, body: body) }
          .joined(separator: " ")
      case .token(let signer, let audience):
        try signer.token(TokenClaims(audience: audience, at: now, body: body))
      }
    return SignedDelivery(
      id: event.webhookID, timestamp: timestamp, signature: signature, body: body)
  }
}
