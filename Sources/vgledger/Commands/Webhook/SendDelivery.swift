internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers

/// `webhook send`: a signed sample, to try a receiver.
struct SendDelivery: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "send", abstract: "Send a signed sample event to a receiver.",
    discussion: """
      Signed with the secret of the account's endpoint: OPENAI_WEBHOOK_SECRET, GEMINI_WEBHOOK_SECRET, or \
      what the configuration says. video.generated has the body that the Gemini API sends, all others \
      that of OpenAI. Exits with 0 when it is answered 200, with 1 for another answer, with 69 for none.
      """)

  @Argument(help: "The type, such as video.completed.") var event: String
  @Option(help: ArgumentHelp("The receiver's address.", valueName: "url")) var to: String
  @Option(help: ArgumentHelp("The job's id; else one that exists nowhere.", valueName: "id"))
  var job: String?
  @Option(
    help: ArgumentHelp(
      "Whose secret signs; else sora, and veo for video.generated.", valueName: "name"))
  var account: String?

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let isGoogles = event == "video.generated"
    let account = account ?? (isGoogles ? "veo" : "sora")
    let sending = try DeliverySending(to, [account], context)
    var random = SystemRandomNumberGenerator()
    let body =
      isGoogles ? geminiBody(context.now, &random) : openAIBody(context.now, &random)
    let delivery = DeliverySending.Delivery(
      id: "wh_" + Self.hexadecimal(32, &random), type: event, body: Array(body.compactText.utf8),
      account: account)
    try await sending.send([delivery])
  }

  /// OpenAI's video guide: the job's id and no more.
  private func openAIBody(_ now: Moment, _ random: inout some RandomNumberGenerator) -> JSON {
    let seconds = now.rawValue / 1000
    let id = job ?? "video_" + String(seconds, radix: 16) + Self.hexadecimal(40, &random)
    return .members([
      ("id", .string("evt_" + Self.hexadecimal(24, &random))), ("object", .string("event")),
      ("created_at", .number(String(seconds))), ("type", .string(event)),
      ("data", .members([("id", .string(id))])),
    ])
  }

  /// ai.google.dev/gemini-api/docs/webhooks, 2026-05-08: the operation, and where its video is.
  private func geminiBody(_ now: Moment, _ random: inout some RandomNumberGenerator) -> JSON {
    let id =
      job ?? "models/veo-3.1-generate-preview/operations/" + Self.hexadecimal(12, &random)
    let file = "files/" + Self.hexadecimal(12, &random)
    let address = "https://generativelanguage.googleapis.com/v1beta/\(file):download?alt=media"
    return .members([
      ("type", .string(event)), ("version", .string("v1")), ("timestamp", .string(now.rfc3339)),
      (
        "data",
        .members([
          ("id", .string(id)), ("output_file_uri", .string(address)), ("file_name", .string(file)),
        ])
      ),
    ])
  }

  private static func hexadecimal(
    _ digits: Int, _ random: inout some RandomNumberGenerator
  ) -> String {
    var text = ""
    for _ in 0..<digits { text += String(Int.random(in: 0..<16, using: &random), radix: 16) }
    return text
  }
}

/// `webhook replay`: deliveries once more, signed anew.
struct ReplayDeliveries: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "replay", abstract: "Send stored deliveries again, signed anew.",
    discussion: """
      With the webhook-id that each had, so that a receiver knows what it has already, and a new \
      timestamp, by the secret of its job's account. Bodies are as they are stored: what privacy \
      settings cut is not there. A claim, for whose body nobody vouches, is not signed.
      """)

  @Argument(help: ArgumentHelp("Places in the log, or webhook-ids.", valueName: "delivery"))
  var deliveries: [String]
  @Option(help: ArgumentHelp("The receiver's address.", valueName: "url")) var to: String
  @Option(help: ArgumentHelp("Whose secret signs; else that of the job's.", valueName: "name"))
  var account: String?

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    let rows = try DeliverySearch.rows(deliveries, in: ledger)
    let snapshot = try ledger.snapshot()
    let deliveries = try rows.map { row in
      let place = row.event.sequence.rawValue
      guard !row.isClaimed else {
        throw Failure(
          .usage, "delivery #\(place) is a claim; signed by us, a receiver would believe it")
      }
      let owner = try row.event.job.flatMap { number throws(LedgerError) in
        try snapshot.job(number)?.account
      }
      return DeliverySending.Delivery(
        id: row.delivery.id ?? "replay-\(place)", type: row.delivery.type,
        body: row.delivery.body, account: account ?? owner ?? "sora")
    }
    try await DeliverySending(to, Set(deliveries.map(\.account)), context).send(deliveries)
  }
}

/// Sends deliveries one after another, and tells what became of them.
private struct DeliverySending {
  struct Delivery {
    let id: String
    let type: String?
    let body: [UInt8]
    /// Whose secret signs it.
    let account: String
  }

  private let address: String
  private let signatures: [String: WebhookSignature]
  private let context: Context
  private let report: Report

  init(_ address: String, _ accounts: Set<String>, _ context: Context) throws(Failure) {
    guard ResultAddress(address) != nil else {
      throw Failure(.usage, "'--to \(address.escaped)' is no http or https address")
    }
    var signatures: [String: WebhookSignature] = [:]
    for account in accounts.sorted() {
      signatures[account] = try Self.signature(account, context)
    }
    self.address = address
    self.signatures = signatures
    self.context = context
    report = try Report(.webhookSend, context)
  }

  private static func signature(
    _ account: String, _ context: Context
  ) throws(Failure) -> WebhookSignature {
    let settings = context.configuration.accounts?[account]?.webhook ?? .init()
    if let signature = try WebhookEndpoints.signature(of: account, settings, context.environment) {
      return signature
    }
    let name = WebhookEndpoints.usualVariable(account) ?? "accounts.\(account).webhook_secret_env"
    throw Failure(
      .configuration, "account \(account.escaped) has no webhook secret; set \(name.escaped)")
  }

  func send(_ deliveries: [Delivery]) async throws {
    var report = report
    var refused = 0
    var unanswered = 0
    try await ProviderClient.withClient(proxies: context.proxies()) { client in
      for delivery in deliveries {
        guard let signature = signatures[delivery.account] else { continue }
        let sender = DeliverySender(client: client, signature: signature)
        let sent = await sender.send(
          id: delivery.id, body: delivery.body, to: address, now: context.recordingClock())
        if sent.httpStatus == nil {
          unanswered += 1
        } else if sent.httpStatus != 200 {
          refused += 1
        }
        let word = sent.httpStatus.map { "answered \($0)" } ?? "no answer: \(sent.error ?? "?")"
        report.add(
          "\(delivery.id.escaped)  \((delivery.type ?? "no type").escaped)  \(word.escaped)  "
            + "\(sent.latencyMilliseconds) ms",
          [
            ("id", .string(delivery.id)), ("type", .optional(delivery.type)),
            ("http_status", .optional(sent.httpStatus)),
            ("latency_ms", .optional(sent.latencyMilliseconds)), ("error", .optional(sent.error)),
          ])
      }
    }
    try report.print(nil)
    if unanswered > 0 { throw Failure(.unreachable, "\(unanswered) deliveries got no answer") }
    if refused > 0 { throw Failure(.no, "\(refused) deliveries were not answered 200") }
  }
}
