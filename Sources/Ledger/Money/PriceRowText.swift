/// Reads a price out of named texts, such as a row of a table or a JSON object.
///
/// Names: `model`; `amount` or `price` (a number, or a whole price such as `0.40 USD/s`), `currency`
/// and `unit`; `account` or `provider`, where it holds only there; `resolution`, `audio`, `batch`;
/// `from` (included) and `until` (a calendar unit included, a moment not); `source`.
public struct PriceRowText {
  private let text: (String) -> String?

  /// - Parameter text: What stands under a name; nil where nothing does.
  public init(_ text: @escaping (String) -> String?) {
    self.text = { name in
      let found = text(name)?.trimmed ?? ""
      return found.isEmpty ? nil : found
    }
  }

  /// The terms that the texts state.
  ///
  /// - Parameters:
  ///   - times: In which zone days begin.
  ///   - source: The source of a row that names none.
  /// - Returns: What the price asks, for what, where and when.
  /// - Throws: ``PriceRowError`` for the first thing that is wrong.
  public func terms(_ times: TimeContext, source: String) throws(PriceRowError) -> PriceTerms {
    guard let model = text("model") else { throw .missing("model") }
    guard let amount = text("amount") ?? text("price") else { throw .missing("amount") }
    let price: PriceText
    do throws(PriceTextError) {
      price = try PriceText(amount, currency: text("currency"), unit: text("unit"))
    } catch {
      throw .price(error)
    }
    var terms = PriceTerms(
      model: model, scope: try scope(), unit: price.unit, amount: price.amount,
      currency: price.currency, source: text("source") ?? source)
    if let word = text("resolution") {
      guard let resolution = ResolutionClass(word) else { throw .noResolution(word) }
      terms.resolution = resolution
    }
    terms.audio = try truth("audio")
    terms.isBatch = try truth("batch") ?? false
    terms.from = try time("from", times)?.start
    terms.until = try time("until", times)?.end
    if let from = terms.from, let until = terms.until, from >= until { throw .neverHolds }
    return terms
  }

  private func scope() throws(PriceRowError) -> PriceScope {
    switch (text("account"), text("provider")) {
    case (nil, nil): return .anywhere
    case (let account?, nil): return .account(account)
    case (nil, let word?):
      guard let provider = PriceProvider(word: word) else { throw .noProvider(word) }
      return .provider(provider)
    case (.some, .some): throw .twoScopes
    }
  }

  private func truth(_ name: String) throws(PriceRowError) -> Bool? {
    switch text(name)?.lowercased() {
    case nil: return nil
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    case let word?: throw .noTruth(name, word)
    }
  }

  private func time(_ name: String, _ times: TimeContext) throws(PriceRowError) -> TimePoint? {
    guard let word = text(name) else { return nil }
    do throws(TimeError) {
      return try TimePoint.parse(word, times)
    } catch {
      throw .time(name, error)
    }
  }
}

extension PriceProvider {
  /// Reads the provider's word, or the name of the built-in account that is its own.
  public init?(word: some StringProtocol) {
    switch word.lowercased() {
    case "openai", "sora": self = .openAI
    case "gemini", "veo": self = .geminiAPI
    case "vertex": self = .vertexAI
    default: return nil
    }
  }
}

/// Why named texts are no price.
public enum PriceRowError: Error, Hashable, Sendable {
  case missing(String)
  case price(PriceTextError)
  case noResolution(String)
  case noProvider(String)
  case noTruth(String, String)
  case twoScopes
  case time(String, TimeError)
  /// It ends before it begins.
  case neverHolds
}

extension PriceRowError: CustomStringConvertible {
  /// One line that says what to write; text from outside stands in it as it came.
  public var description: String {
    switch self {
    case .missing(let name): "a price needs its \(name)"
    case .price(let error): error.description
    case .noResolution(let word):
      "'\(word)' is no resolution; write one such as 720p, 1080p, 4k or 1280x720"
    case .noProvider(let word):
      "there is no provider '\(word)'; known are "
        + PriceProvider.allCases.map(\.rawValue).joined(separator: ", ")
        + "; another place is an account"
    case .noTruth(let name, let word): "\(name) '\(word)' is neither yes nor no"
    case .twoScopes: "a price holds at an account or at a provider; give one of them"
    case .time(let name, let error): "\(name): \(error.message)"
    case .neverHolds: "the price would end before it begins; swap or change from and until"
    }
  }
}
