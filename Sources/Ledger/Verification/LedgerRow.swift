/// A row that an event of the ledger itself makes in a projection.
struct LedgerRow: Sendable {
  enum Projection: String, Sendable {
    case accounts
    case prices

    func table(_ projections: ProjectionTables) -> Database {
      switch self {
      case .accounts: projections.accounts
      case .prices: projections.prices
      }
    }
  }

  /// Where it stands: of the rows of one place the newest is there.
  struct Place: Hashable {
    let projection: Projection
    let key: [UInt8]
  }

  let projection: Projection
  let key: [UInt8]
  let value: [UInt8]

  var place: Place { Place(projection: projection, key: key) }

  /// - Returns: `nil` for an event that makes none.
  init?(_ event: Event) {
    switch event.fact {
    case .ledgerAccount(let binding):
      projection = .accounts
      key = Array(binding.name.utf8)
      value = binding.row(at: event.sequence)
    case .ledgerPrice(let declaration):
      projection = .prices
      key = [UInt8](bigEndian: event.sequence.rawValue)
      value = declaration.row(recorded: event.recorded)
    case .jobTracked, .jobRefused, .statusObserved, .statusUnreachable, .webhookReceived,
      .webhookClaimed, .assetSaved, .assetFailed, .jobAnnotated, .jobClosed, .ledgerCreated,
      .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      return nil
    }
  }
}
