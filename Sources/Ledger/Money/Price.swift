internal import Crypto

/// What a price asks, for what, where and when.
public struct PriceTerms: Hashable, Sendable {
  /// The model's name; covers its versions too (``ModelName``).
  public var model: String
  public var scope: PriceScope
  /// nil for any.
  public var resolution: ResolutionClass?
  /// With sound or without; nil for either.
  public var audio: Bool?
  /// The price of a batch API.
  public var isBatch = false
  public var unit: PriceUnit
  /// Of one ``unit``.
  public var amount: Amount
  public var currency: Currency
  /// When the price begins to hold; nil for always before.
  public var from: Moment?
  /// When it ceases to hold, itself left out; nil for open.
  public var until: Moment?
  /// Where the price is written: an address, or words.
  public var source: String

  public init(
    model: String, scope: PriceScope = .anywhere, unit: PriceUnit, amount: Amount,
    currency: Currency, source: String
  ) {
    self.model = model
    self.scope = scope
    self.unit = unit
    self.amount = amount
    self.currency = currency
    self.source = source
  }

  /// Whether the price holds at that moment.
  public func isValid(at moment: Moment) -> Bool {
    if let from, moment < from { return false }
    if let until, moment >= until { return false }
    return true
  }

  /// The price as people write it: `0.40 USD/s`.
  public var text: String { "\(amount.text) \(currency.word)/\(unit.sign)" }
}

/// Where a price holds.
public enum PriceScope: Hashable, Sendable {
  case anywhere
  /// At the account of that name.
  case account(String)
  /// At the provider's own API, not at gateways that speak its wire shape.
  case provider(PriceProvider)
}

/// A provider whose list prices vgledger brings along.
public enum PriceProvider: String, CaseIterable, Sendable {
  case openAI = "openai"
  case geminiAPI = "gemini"
  case vertexAI = "vertex"

  /// The provider behind an account, told by where it is.
  ///
  /// The built-in accounts `sora`, `veo` and `vertex` count as the provider's own where nobody
  /// knows their place or it is on this machine, as a proxy or simulator is; anywhere else, what
  /// a gateway asks is not the provider's list price.
  ///
  /// `origin`: the account's base URL, where it is known.
  public init?(account: String, origin: String?) {
    let host = origin.map(Self.host)
    switch host {
    case "api.openai.com": self = .openAI
    case "generativelanguage.googleapis.com": self = .geminiAPI
    case let host? where host.hasSuffix("aiplatform.googleapis.com"): self = .vertexAI
    case nil, "127.0.0.1", "localhost", "[::1]":
      switch account {
      case "sora": self = .openAI
      case "veo": self = .geminiAPI
      case "vertex": self = .vertexAI
      default: return nil
      }
    default: return nil
    }
  }

  private static func host(_ address: String) -> String {
    // scheme://authority/path
    let pieces = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    let rest = pieces.count == 3 && pieces[1].isEmpty ? pieces[2] : address[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let place = authority.split(separator: "@").last ?? ""
    if place.hasPrefix("[") { return (place.prefix { $0 != "]" } + "]").lowercased() }
    return place.prefix { $0 != ":" }.lowercased()
  }
}

/// The short, stable name of a price: `p` and ten hexadecimal digits of a hash of its terms.
public struct PriceID: Hashable, Comparable, Sendable {
  public let text: String
  private static let byteCount = 5

  init(_ terms: PriceTerms) {
    var hash = SHA256()
    let parts: [String] = [
      "vgledger price", terms.model, terms.scope.canonicalText, terms.resolution?.word ?? "",
      terms.audio.map { $0 ? "audio" : "silent" } ?? "", terms.isBatch ? "batch" : "",
      terms.unit.rawValue, terms.amount.text, terms.currency.word,
      terms.from.map { String($0.rawValue) } ?? "", terms.until.map { String($0.rawValue) } ?? "",
      terms.source,
    ]
    for part in parts { hash.update(data: Array(part.utf8) + [0]) }
    text = "p" + Array(hash.finalize().prefix(Self.byteCount)).hexadecimal
  }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension PriceScope {
  var canonicalText: String {
    switch self {
    case .anywhere: ""
    case .account(let name): "account " + name
    case .provider(let provider): "provider " + provider.rawValue
    }
  }
}

/// A row of the price book.
public struct Price: Hashable, Sendable {
  public let id: PriceID
  public let terms: PriceTerms
  public let origin: PriceOrigin

  public init(_ terms: PriceTerms, origin: PriceOrigin) {
    id = PriceID(terms)
    self.terms = terms
    self.origin = origin
  }
}

/// Who put a price into the book.
public enum PriceOrigin: Hashable, Sendable {
  /// vgledger brings it along.
  case builtIn
  /// An event of this ledger.
  case declared(sequence: LogSequence, recorded: Moment, by: String?)
}

/// A price that somebody declares: the content of a `ledger.price` event.
public struct PriceDeclaration: Hashable, Sendable {
  public var terms: PriceTerms
  public var by: String?

  public init(_ terms: PriceTerms, by: String? = nil) {
    self.terms = terms
    self.by = by
  }
}
