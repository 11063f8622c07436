/// An exact amount of some currency: a whole number of billionths (10⁻⁹) of its unit.
///
/// Prices, products and sums stay exact; only ``screenText`` rounds.
public struct Amount: Hashable, Comparable, Sendable {
  /// Billionths.
  public let units: Int128

  public static let zero = Self(units: 0)
  /// Billionths in one.
  static let unitsInOne: Int128 = 1_000_000_000
  private static let fractionDigits = 9
  /// Whole digits that are read at most: far beyond any bill, and products stay in range.
  private static let wholeDigitsMax = 12

  public init(units: Int128) { self.units = units }

  public static func < (left: Self, right: Self) -> Bool { left.units < right.units }

  /// The sum; saturates.
  public static func + (left: Self, right: Self) -> Self {
    let (sum, overflow) = left.units.addingReportingOverflow(right.units)
    return Self(units: overflow ? (left.units < 0 ? .min : .max) : sum)
  }

  /// The difference; saturates.
  public static func - (left: Self, right: Self) -> Self {
    let (difference, overflow) = left.units.subtractingReportingOverflow(right.units)
    return Self(units: overflow ? (left.units < 0 ? .min : .max) : difference)
  }

  public static func += (left: inout Self, right: Self) { left = left + right }

  /// This amount times `factor` / `divisor`, half to even where it falls between two billionths.
  ///
  /// - Returns: nil where the product is out of range or `divisor` is not positive.
  public func multiplied(by factor: Int64, dividedBy divisor: Int64 = 1) -> Self? {
    let (product, overflow) = units.multipliedReportingOverflow(by: Int128(factor))
    guard !overflow, divisor > 0 else { return nil }
    return Self(units: Self.halfEven(product, Int128(divisor)))
  }

  static func halfEven(_ number: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    let twice = rest.magnitude * 2
    let isUp = twice > divisor.magnitude || twice == divisor.magnitude && quotient % 2 != 0
    return isUp ? quotient + (number < 0 ? -1 : 1) : quotient
  }
}

extension Amount {
  /// Reads a decimal number such as `0.40`, `-3`, `17.5` or `8e-05`, without loss.
  ///
  /// - Returns: nil for anything else, for more than twelve whole digits, and for what is finer
  ///   than a billionth.
  public init?(_ text: some StringProtocol) {
    self.init(text, isRounding: false)
  }

  /// Reads a decimal number that somebody computed in floating point, such as
  /// `0.30000000000000004`: what is finer than a billionth is rounded half to even.
  public init?(rounding text: some StringProtocol) {
    self.init(text, isRounding: true)
  }

  private init?(_ text: some StringProtocol, isRounding: Bool) {
    guard let number = DecimalDigits(Array(text.utf8)) else { return nil }
    let point = number.digits.count + number.exponent
    guard point <= Self.wholeDigitsMax else { return nil }
    let shift = number.exponent + Self.fractionDigits
    var value: Int128 = 0
    let kept = shift >= 0 ? number.digits.count : max(0, number.digits.count + shift)
    for digit in number.digits.prefix(kept) { value = value * 10 + Int128(digit) }
    for _ in 0..<max(0, shift) { value *= 10 }
    let rest = number.digits.dropFirst(kept)
    if rest.contains(where: { $0 != 0 }) {
      guard isRounding else { return nil }
      // Digits beyond the first dropped one count only where zeros stand between them and it.
      let isWhollyBelow = number.digits.count + shift < 0
      let first = isWhollyBelow ? 0 : rest.first ?? 0
      let isMore = rest.dropFirst().contains { $0 != 0 }
      if first > 5 || first == 5 && (isMore || value % 2 != 0) { value += 1 }
    }
    self.init(units: number.isNegative ? -value : value)
  }
}

/// The digits of a decimal number, and the power of ten that they are multiplied with.
private struct DecimalDigits {
  /// Without zeros at the front.
  var digits: [UInt8] = []
  var exponent = 0
  var isNegative = false

  init?(_ text: [UInt8]) {
    var rest = text[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    let whole = rest.prefix(while: Self.isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = ArraySlice<UInt8>()
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: Self.isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty, text.count <= 400 else { return nil }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      let digits = String(decoding: rest.dropFirst(), as: UTF8.self)
      guard let power = Int(digits), abs(power) <= 400 else { return nil }
      exponent = power
      rest = []
    }
    guard rest.isEmpty else { return nil }
    digits = (whole + fraction).drop { $0 == UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") }
    exponent -= fraction.count
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty { exponent = 0 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Amount {
  /// Every digit, at least two after the point: `3.20`, `0.125`, `-12.00`; for machines.
  public var text: String { Self.text(units, fractionDigits: Self.fractionDigits, atLeast: 2) }

  /// Two digits after the point, half to even, for people: `3.20`.
  ///
  /// An amount that would round to nothing is `<0.01`: only nothing is `0.00`.
  public var screenText: String {
    let cents = Self.halfEven(units, Self.unitsInOne / 100)
    if cents == 0, units != 0 { return units < 0 ? "-<0.01" : "<0.01" }
    return Self.text(cents, fractionDigits: 2, atLeast: 2)
  }

  private static func text(_ number: Int128, fractionDigits: Int, atLeast: Int) -> String {
    var digits = String(number.magnitude)
    digits = String(repeating: "0", count: max(0, fractionDigits + 1 - digits.count)) + digits
    let whole = String(digits.dropLast(fractionDigits))
    var fraction = String(digits.suffix(fractionDigits))
    while fraction.count > atLeast, fraction.last == "0" { fraction.removeLast() }
    return (number < 0 ? "-" : "") + whole + "." + fraction
  }
}
