internal import Crypto

/// What decides, beside the time, which prices can hold for a job; many jobs share one.
public struct PricedKind: Hashable, Sendable {
  public var account: String
  public var model: String?
  public var resolution: ResolutionClass?
  public var audio: Bool?
  /// No answer tells whether a job was made by a batch API, so jobs are priced as none.
  public var isBatch = false

  public init(
    account: String, model: String?, size: String?, resolution: String?, audio: Bool?
  ) {
    self.account = account
    self.model = model
    self.resolution = ResolutionClass(resolution: resolution, size: size)
    self.audio = audio
  }

  public init(_ job: Job) {
    self.init(
      account: job.account, model: job.model, size: job.size, resolution: job.resolution,
      audio: job.audio)
  }
}

/// All prices: those that vgledger brings along, and over them those that events declare.
public struct PriceBook: Sendable {
  /// A row whose id nobody has asked for yet: that costs a hash.
  private struct Row {
    let terms: PriceTerms
    let origin: PriceOrigin
    let rank: Rank
  }

  /// First the one that wins where two hold at once.
  private let rows: [Row]
  private let providers: [String: PriceProvider]
  private let accounts: Set<String>

  /// Puts the book together.
  ///
  /// - Parameters:
  ///   - declared: The declared rows, in any order.
  ///   - accounts: The places that account names stand for.
  ///   - builtIn: The rows to begin with.
  public init(
    declared: [Price], accounts: [AccountBinding], builtIn: [PriceTerms] = BuiltInPrices.all
  ) {
    let all =
      builtIn.map { ($0, PriceOrigin.builtIn) } + declared.map { ($0.terms, $0.origin) }
    rows = all.enumerated().map { place, row in
      Row(terms: row.0, origin: row.1, rank: Rank(row.0, row.1, place: place))
    }.sorted { $0.rank < $1.rank }
    self.accounts = Set(accounts.map(\.name))
    var providers: [String: PriceProvider] = [:]
    for account in accounts {
      providers[account.name] = PriceProvider(account: account.name, origin: account.origin)
    }
    self.providers = providers
  }

  /// Every row, first the one that wins where two hold at once.
  ///
  /// - Complexity: O(*n*), about 3 µs a row.
  public var all: [Price] { rows.map { Price($0.terms, origin: $0.origin) } }

  /// How many rows there are.
  public var count: Int { rows.count }

  /// The book of a new ledger.
  public static let builtIn = Self(declared: [], accounts: [])

  /// The rows that hold for the kind at some time, the one that wins first.
  ///
  /// A row that asks for a resolution or for sound holds only where the job's is known.
  ///
  /// - Complexity: O(*n*) for *n* rows; keep the answer for the next job of the kind.
  public func prices(for kind: PricedKind) -> [Price] {
    guard let model = kind.model else { return [] }
    let provider =
      accounts.contains(kind.account)
      ? providers[kind.account] : PriceProvider(account: kind.account, origin: nil)
    return rows.filter { row in
      let terms = row.terms
      let isInScope =
        switch terms.scope {
        case .anywhere: true
        case .account(let name): name == kind.account
        case .provider(let own): own == provider
        }
      return isInScope && terms.isBatch == kind.isBatch
        && (terms.resolution == nil || terms.resolution == kind.resolution)
        && (terms.audio == nil || terms.audio == kind.audio)
        && ModelName.covers(terms.model, model)
    }.map { Price($0.terms, origin: $0.origin) }
  }

  /// Eight hexadecimal digits of a hash of every row: books that price alike have one.
  public var id: String {
    var hash = SHA256()
    for price in all { hash.update(data: Array(price.id.text.utf8)) }
    return Array(hash.finalize().prefix(4)).hexadecimal
  }

  /// When the book last changed: the newest declaration, or the day of the built-in rows.
  public var changed: Moment {
    var newest = BuiltInPrices.checked
    for row in rows {
      if case .declared(_, let recorded, _) = row.origin { newest = max(newest, recorded) }
    }
    return newest
  }

  /// Whether declaring these terms would change anything: the newest row for the same model,
  /// scope, resolution, sound and batch does not say the same.
  public func isNew(_ terms: PriceTerms) -> Bool {
    let id = PriceID(terms)
    let newest = rows.first { row in
      guard case .declared = row.origin else { return false }
      let known = row.terms
      return known.model == terms.model && known.scope == terms.scope
        && known.resolution == terms.resolution && known.audio == terms.audio
        && known.isBatch == terms.isBatch && known.overlaps(terms)
    }
    return newest.map { PriceID($0.terms) } != id
  }
}

/// Which of two rows wins: a declared one over a built-in one, then the closer fit, then the later
/// declaration; the least rank wins.
private struct Rank: Comparable {
  private let isBuiltIn: Bool
  private let isAnywhere: Bool
  /// Longer names are closer.
  private let modelLength: Int
  private let hasNoResolution: Bool
  private let hasNoAudio: Bool
  private let declared: UInt64
  /// Among the rows that the book was made of.
  private let place: Int

  init(_ terms: PriceTerms, _ origin: PriceOrigin, place: Int) {
    declared =
      switch origin {
      case .builtIn: 0
      case .declared(let sequence, _, _): sequence.rawValue
      }
    isBuiltIn = origin == .builtIn
    isAnywhere = terms.scope == .anywhere
    modelLength = terms.model.utf8.count
    hasNoResolution = terms.resolution == nil
    hasNoAudio = terms.audio == nil
    self.place = place
  }

  static func < (left: Self, right: Self) -> Bool {
    if left.isBuiltIn != right.isBuiltIn { return right.isBuiltIn }
    if left.isAnywhere != right.isAnywhere { return right.isAnywhere }
    if left.modelLength != right.modelLength { return left.modelLength > right.modelLength }
    if left.hasNoResolution != right.hasNoResolution { return right.hasNoResolution }
    if left.hasNoAudio != right.hasNoAudio { return right.hasNoAudio }
    if left.declared != right.declared { return left.declared > right.declared }
    return left.place < right.place
  }
}

extension PriceTerms {
  fileprivate func overlaps(_ other: Self) -> Bool {
    let isBefore = until.map { end in other.from.map { end <= $0 } ?? false } ?? false
    let isAfter = other.until.map { end in from.map { end <= $0 } ?? false } ?? false
    return !isBefore && !isAfter
  }
}

extension [Price] {
  /// The row that holds at that moment: the first in the order of ``PriceBook/prices(for:)``.
  public func valid(at moment: Moment) -> Price? {
    first { $0.terms.isValid(at: moment) }
  }
}
