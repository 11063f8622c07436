internal import ArgumentParser
internal import Ledger
internal import Providers

/// `webhook check`: a delivery's signature, offline.
struct CheckDelivery: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "check",
    abstract: "Check one delivery offline: its body on standard input.",
    discussion: "Exits with 0 when the signature holds, with 1 when it does not.")

  @Option(help: "The endpoint's secret, whsec_…; several while one is being rotated.")
  var secret: [String]
  @Option(help: ArgumentHelp("A header of the delivery; repeated.", valueName: "name=value"))
  var header: [String] = []

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    let headers = try header.map { text in
      guard let label = Label(text: text) else {
        throw Failure(.usage, "'--header \(text.escaped)' is not NAME=VALUE")
      }
      return (name: label.name, value: label.value)
    }
    let signature: WebhookSignature
    do throws(WebhookSignature.BadSecret) {
      signature = try WebhookSignature(secrets: secret)
    } catch {
      throw Failure(.configuration, error.text)
    }
    let body = try StandardInput.all(upTo: Ledger.bodyBytesMax)
    let delivery: (id: String, sent: StatedMoment)
    do throws(WebhookSignature.Refusal) {
      delivery = try signature.check(headers: headers, body: body, now: context.now)
    } catch {
      throw Failure(.no, "the delivery is refused: " + Self.text(error))
    }
    let type = WebhookEvent(body).type ?? "no event type"
    try context.output.line(
      "valid  \(delivery.id.escaped)  \(delivery.sent.moment.rfc3339)  \(type.escaped)")
  }

  private static func text(_ refusal: WebhookSignature.Refusal) -> String {
    switch refusal {
    case .missingHeader(let name): "it has no header \(name)"
    case .repeatedHeader(let name): "it has the header \(name) more than once"
    case .malformedTimestamp(let text): "webhook-timestamp '\(text.escaped)' is no number"
    case .stale(let milliseconds):
      milliseconds > 0
        ? "it is \(Words.duration(milliseconds)) old; 300s are allowed"
        // An age that is saturated has no opposite.
        : "it comes \(Words.duration(-max(milliseconds, -.max))) from the future; 300s are allowed"
    case .noUsableSignature: "webhook-signature holds no signature of kind v1"
    case .noMatch: "no signature matches the body under this secret"
    }
  }
}
