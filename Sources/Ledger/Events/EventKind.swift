/// What happened; the raw value is the byte in the record (`docs/format.md`).
public enum EventKind: UInt8, CaseIterable, Sendable {
  case jobTracked = 1
  case jobRefused = 2
  case statusObserved = 3
  case statusUnreachable = 4
  case webhookReceived = 5
  case webhookClaimed = 6
  case assetSaved = 7
  case assetFailed = 8
  case jobAnnotated = 9
  case jobClosed = 10
  case ledgerCreated = 32
  case ledgerAccount = 33
  case ledgerKey = 34
  case ledgerPrice = 35
  case ledgerCheckpoint = 36
  case ledgerRedacted = 37

  /// The kind's name in `log`, JSON and documents.
  public var word: String {
    switch self {
    case .jobTracked: "job.tracked"
    case .jobRefused: "job.refused"
    case .statusObserved: "status.observed"
    case .statusUnreachable: "status.unreachable"
    case .webhookReceived: "webhook.received"
    case .webhookClaimed: "webhook.claimed"
    case .assetSaved: "asset.saved"
    case .assetFailed: "asset.failed"
    case .jobAnnotated: "job.annotated"
    case .jobClosed: "job.closed"
    case .ledgerCreated: "ledger.created"
    case .ledgerAccount: "ledger.account"
    case .ledgerKey: "ledger.key"
    case .ledgerPrice: "ledger.price"
    case .ledgerCheckpoint: "ledger.checkpoint"
    case .ledgerRedacted: "ledger.redacted"
    }
  }

  /// The kind of that ``word``, or `nil`.
  public init?(word: String) {
    guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = kind
  }
}

/// Through which door an event came in; the raw value is the byte in the record.
public enum EventSource: UInt8, CaseIterable, Sendable {
  /// A person at the command line.
  case person = 1
  /// The poller's own question.
  case poll = 2
  /// A delivery to the webhook receiver.
  case webhook = 3
  /// An answer handed in on standard input (`record`).
  case record = 4
  /// Old history (`import`).
  case imported = 5
  /// vgledger's own doing: the ledger's creation, a job given up, a download.
  case tool = 6

  /// The source's name on screens and in JSON.
  public var word: String {
    switch self {
    case .person: "person"
    case .poll: "poll"
    case .webhook: "webhook"
    case .record: "record"
    case .imported: "import"
    case .tool: "tool"
    }
  }
}
