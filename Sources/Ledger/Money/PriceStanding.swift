/// How a row of the book stands for a model at some moment.
public struct PriceStanding: Hashable, Sendable {
  public enum Standing: Hashable, Sendable {
    /// Jobs that it holds for have this price.
    case wins
    /// It holds, but another row wins wherever it does.
    case overridden(by: PriceID)
    /// It begins later.
    case coming
    /// It has ended.
    case over

    /// For JSON.
    public var word: String {
      switch self {
      case .wins: "wins"
      case .overridden: "overridden"
      case .coming: "coming"
      case .over: "over"
      }
    }
  }

  public let price: Price
  /// 1 for the row of the whole book that wins first.
  public let order: Int
  public let standing: Standing
}

extension PriceBook {
  /// Every row that covers the model, the one that wins first, and how each stands at that moment.
  public func standings(of model: String, at moment: Moment) -> [PriceStanding] {
    var inForce: [Price] = []
    var standings: [PriceStanding] = []
    for (price, order) in zip(all, 1...) where ModelName.covers(price.terms.model, model) {
      let standing: PriceStanding.Standing
      if let from = price.terms.from, moment < from {
        standing = .coming
      } else if !price.terms.isValid(at: moment) {
        standing = .over
      } else if let other = inForce.first(where: { $0.terms.includes(price.terms) }) {
        standing = .overridden(by: other.id)
      } else {
        standing = .wins
        inForce.append(price)
      }
      standings.append(PriceStanding(price: price, order: order, standing: standing))
    }
    return standings
  }
}

extension PriceTerms {
  /// Whether these terms hold for every job of one model that the others hold for.
  fileprivate func includes(_ other: Self) -> Bool {
    (scope == .anywhere || scope == other.scope) && isBatch == other.isBatch
      && (resolution == nil || resolution == other.resolution)
      && (audio == nil || audio == other.audio)
  }
}

extension PriceScope {
  /// `anywhere`, `account` or `provider`.
  public var word: String {
    switch self {
    case .anywhere: "anywhere"
    case .account: "account"
    case .provider: "provider"
    }
  }

  /// The account, where it holds only there.
  public var account: String? {
    switch self {
    case .account(let name): name
    case .anywhere, .provider: nil
    }
  }

  /// The provider, where it holds only at its own API.
  public var provider: PriceProvider? {
    switch self {
    case .provider(let provider): provider
    case .anywhere, .account: nil
    }
  }
}

/// Which of many prices a ledger lacks.
public struct PriceImport: Sendable {
  /// The ledger's declared rows in the order of its log.
  private var known: [PriceID]
  private let builtIn: Set<PriceID>
  private var place = 0

  /// - Parameter book: The book that the rows are to be added to.
  public init(_ book: PriceBook) {
    var builtIn: Set<PriceID> = []
    var declared: [(LogSequence, PriceID)] = []
    for price in book.all {
      switch price.origin {
      case .builtIn: builtIn.insert(price.id)
      case .declared(let sequence, _, _): declared.append((sequence, price.id))
      }
    }
    self.builtIn = builtIn
    known = declared.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Whether the next row must be appended, so that afterwards the ledger declares all rows in
  /// their order: the second import of the same rows adds none.
  ///
  /// `isBuiltIn`: whether the rows' writer had it built in.
  public mutating func isNew(_ terms: PriceTerms, isBuiltIn: Bool) -> Bool {
    let id = Price(terms, origin: .builtIn).id
    if isBuiltIn, builtIn.contains(id) { return false }
    if let found = known[place...].firstIndex(of: id) {
      place = found + 1
      return false
    }
    known.append(id)
    place = known.count
    return true
  }
}
