/// Reads digits and signs from left to right.
struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one of the letters, all of them ASCII, if it comes next.
  mutating func take(_ letters: Unicode.Scalar...) -> Bool {
    guard let next = rest.first, letters.contains(Unicode.Scalar(next)) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The number in exactly so many digits.
  mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The milliseconds of a fraction of one digit or more; 0 where there is none.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    guard let first = digit() else { return nil }
    var value = first
    var digits = 1
    while let digit = digit() {
      digits += 1
      if digits <= 3 { value = value * 10 + digit }
    }
    for _ in min(digits, 3)..<3 { value *= 10 }
    return value
  }

  /// The minutes by which local time is ahead.
  mutating func offset() -> Int64? {
    if take("Z", "z") { return 0 }
    let isBehind = rest.first == UInt8(ascii: "-")
    guard take("+", "-"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return (isBehind ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func digit() -> Int64? {
    guard let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else {
      return nil
    }
    rest = rest.dropFirst()
    return Int64(next - UInt8(ascii: "0"))
  }
}
