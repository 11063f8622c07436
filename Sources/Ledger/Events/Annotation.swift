/// Words that people add to a job.
public struct Annotation: Hashable, Sendable {
  /// Private.
  public var note: String?
  public var project: String?
  public var labels: [Label] = []
  public var removedLabels: [String] = []
  /// What a person states about the charge.
  public var isCharged: Bool?
  public var by: String?

  public init() {}
}

/// The decision that a job is not asked about any more.
public struct Closing: Hashable, Sendable {
  /// The state in which it ends.
  public var state: JobState
  public var why: String
  public var by: String?

  public init(state: JobState, why: String, by: String? = nil) {
    self.state = state
    self.why = why
    self.by = by
  }
}

/// The first event of every ledger.
public struct Creation: Hashable, Sendable {
  /// 16 random bytes.
  public var ledgerID: [UInt8]
  /// The name under which checkpoints are signed.
  public var origin: String
  /// The Ed25519 public key, 32 bytes.
  public var publicKey: [UInt8]
  /// The version of vgledger that made it.
  public var tool: String

  public init(ledgerID: [UInt8], origin: String, publicKey: [UInt8], tool: String) {
    self.ledgerID = ledgerID
    self.origin = origin
    self.publicKey = publicKey
    self.tool = tool
  }
}

/// Binds an account's name to the place that it stands for.
public struct AccountBinding: Hashable, Sendable {
  public var name: String
  public var dialect: String
  /// The base URL.
  public var origin: String
  /// Said on purpose: the name may have stood for another place before.
  public var isRebind: Bool

  public init(name: String, dialect: String, origin: String, isRebind: Bool = false) {
    self.name = name
    self.dialect = dialect
    self.origin = origin
    self.isRebind = isRebind
  }
}
