/// What an event says: one case a kind, with what that kind carries.
public indirect enum Fact: Hashable, Sendable {
  case jobTracked(Declaration)
  case jobRefused(Answer, Observation)
  case statusObserved(Answer, Observation)
  case statusUnreachable(Unreachable)
  case webhookReceived(Delivery, Observation)
  case webhookClaimed(Delivery, Observation)
  case assetSaved(SavedAsset)
  case assetFailed(AssetFailure)
  case jobAnnotated(Annotation)
  case jobClosed(Closing)
  case ledgerCreated(Creation)
  case ledgerAccount(AccountBinding)
  case ledgerPrice(PriceDeclaration)
  case ledgerCheckpoint(Publication)
  case ledgerRedacted(Redaction)
  /// A kind that this version stores but does not use yet; its strings are kept.
  case ledgerOther(EventKind)

  public var kind: EventKind {
    switch self {
    case .jobTracked: .jobTracked
    case .jobRefused: .jobRefused
    case .statusObserved: .statusObserved
    case .statusUnreachable: .statusUnreachable
    case .webhookReceived: .webhookReceived
    case .webhookClaimed: .webhookClaimed
    case .assetSaved: .assetSaved
    case .assetFailed: .assetFailed
    case .jobAnnotated: .jobAnnotated
    case .jobClosed: .jobClosed
    case .ledgerCreated: .ledgerCreated
    case .ledgerAccount: .ledgerAccount
    case .ledgerPrice: .ledgerPrice
    case .ledgerCheckpoint: .ledgerCheckpoint
    case .ledgerRedacted: .ledgerRedacted
    case .ledgerOther(let kind): kind
    }
  }

  /// What the event says about its job's state, if it is of a kind that can.
  public var observation: Observation? {
    switch self {
    case .statusObserved(_, let observation), .webhookReceived(_, let observation),
      .webhookClaimed(_, let observation), .jobRefused(_, let observation):
      observation
    case .jobTracked, .statusUnreachable, .assetSaved, .assetFailed, .jobAnnotated, .jobClosed,
      .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted,
      .ledgerOther:
      nil
    }
  }
}
