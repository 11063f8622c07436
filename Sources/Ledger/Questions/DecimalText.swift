/// Decimal numbers in exact arithmetic.
enum DecimalText {
  /// Digits before the point that are read at most; no bound of a filter needs more.
  private static let wholeDigitsMost = 18

  /// A number such as `2.50`, `-3` or `.5`, times ten to the power of `digits`.
  ///
  /// - Returns: `nil` for anything else, for more than 18 digits before the point, and for what is
  ///   finer than `digits` can say.
  static func scaled(_ text: some StringProtocol, digits: Int) -> Int128? {
    var rest = Substring(text).utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let parts = rest.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let whole = parts.first ?? rest
    var fraction = Array(parts.count > 1 ? parts[1] : rest.suffix(0))
    while fraction.count > digits, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    guard !(whole.isEmpty && fraction.isEmpty), parts.count < 2 || !parts[1].isEmpty,
      whole.count <= wholeDigitsMost, fraction.count <= digits
    else { return nil }
    var value: Int128 = 0
    let zeros = Array(repeating: UInt8(ascii: "0"), count: digits - fraction.count)
    for digit in Array(whole) + fraction + zeros {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int128(digit - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }

  /// The shortest text that ``scaled(_:digits:)`` reads as that value.
  static func text(_ value: Int128, digits: Int) -> String {
    var all = Array(String(value.magnitude))
    all = Array(repeating: "0", count: max(0, digits + 1 - all.count)) + all
    let whole = String(all.dropLast(digits))
    var fraction = Array(all.suffix(digits))
    while fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + String(fraction))
  }
}
