/// A price as a person writes it: `0.40 USD/s`, `12credits/video`, `17.50 USD/Mtoken`.
public struct PriceText: Hashable, Sendable {
  public let amount: Amount
  public let currency: Currency
  public let unit: PriceUnit

  /// Reads a price; what it leaves out comes from beside it.
  ///
  /// - Parameters:
  ///   - text: A number, then a currency, then `/` and a unit.
  ///   - currency: Said beside it; where both are there, they must agree.
  ///   - unit: Said beside it, in the same way.
  /// - Throws: ``PriceTextError`` for the first thing that is wrong.
  public init(_ text: String, currency: String? = nil, unit: String? = nil) throws(PriceTextError) {
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let quantity = String(halves.first ?? "").trimmed
    let number = quantity.prefix { "0123456789.+-".contains($0) }
    let word = String(quantity.dropFirst(number.count)).trimmed
    let sign = halves.count > 1 ? String(halves[1]).trimmed : nil
    guard !number.isEmpty else {
      throw quantity.first.map { "$€£¥".contains($0) } == true
        ? .noCurrency(example: Self.example(String(quantity.dropFirst()), sign ?? unit))
        : .noNumber(text)
    }
    guard let amount = Amount(number), amount >= .zero else { throw .noAmount(String(number)) }
    self.amount = amount
    self.unit = try Self.unit(sign, unit)
    guard !word.isEmpty || currency != nil else {
      throw .noCurrency(example: Self.example(String(number), self.unit.sign))
    }
    self.currency = try Self.currency(word.isEmpty ? nil : word, currency)
  }

  private static func unit(_ sign: String?, _ beside: String?) throws(PriceTextError) -> PriceUnit {
    guard let text = sign ?? beside else { throw .noUnit }
    guard let unit = PriceUnit(word: text) else { throw .unknownUnit(text) }
    if sign != nil, let beside, PriceUnit(word: beside) != unit { throw .twoUnits(text, beside) }
    return unit
  }

  private static func currency(
    _ word: String?, _ beside: String?
  ) throws(PriceTextError) -> Currency {
    let text = word ?? beside ?? ""
    guard let currency = Currency(text) else { throw .unknownCurrency(text) }
    if word != nil, let beside, Currency(beside) != currency {
      throw .twoCurrencies(text, beside)
    }
    return currency
  }

  private static func example(_ number: String, _ sign: String?) -> String {
    "\(number) USD/\(sign ?? "s")"
  }
}

/// Why a price cannot be read.
public enum PriceTextError: Error, Hashable, Sendable {
  case noNumber(String)
  /// Not a number of at most twelve whole digits and nine after the point, or below zero.
  case noAmount(String)
  case noCurrency(example: String)
  case unknownCurrency(String)
  case twoCurrencies(String, String)
  case noUnit
  case unknownUnit(String)
  case twoUnits(String, String)
}

extension PriceTextError: CustomStringConvertible {
  /// One line that says what to write; text from outside stands in it as it came.
  public var description: String {
    switch self {
    case .noNumber(let text): "'\(text)' is no price; write 0.40 USD/s"
    case .noAmount(let number):
      "'\(number)' is no amount from 0 up, with at most nine digits after the point"
    case .noCurrency(let example):
      "a price needs its currency; write '\(example)', or add --currency USD"
    case .unknownCurrency(let text):
      "'\(text)' is no currency; write a code such as USD or EUR, or a word such as credits"
    case .twoCurrencies(let first, let second): "is it \(first) or \(second)? Give one currency"
    case .noUnit: "a price needs its unit; write 0.40 USD/s, 1.20 USD/video or 17.50 USD/Mtoken"
    case .unknownUnit(let text):
      "there is no unit '\(text)'; known are s (second), video, token and Mtoken (million tokens)"
    case .twoUnits(let first, let second): "is it per \(first) or per \(second)? Give one unit"
    }
  }
}
