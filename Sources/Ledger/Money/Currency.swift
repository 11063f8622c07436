/// What an amount is counted in: a currency's code such as `USD`, or a provider's own `credits`.
public struct Currency: Hashable, Comparable, Sendable {
  /// Three capital letters, or a lower-case word.
  public let word: String

  public static let usd = Self(unchecked: "USD")
  private static let lengthMax = 32

  private init(unchecked word: String) { self.word = word }

  /// Reads a code of three letters in any case, or a word of letters, digits, `-` and `_` that
  /// begins with a letter.
  ///
  /// - Returns: nil for anything else; signs such as `$` name several currencies.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard (2...Self.lengthMax).contains(bytes.count) else { return nil }
    let isLetter: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    if bytes.count == 3, bytes.allSatisfy(isLetter) {
      self.init(unchecked: text.uppercased())
      return
    }
    let isOther: (UInt8) -> Bool = {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "_")
    }
    guard isLetter(bytes[0]), bytes.allSatisfy({ isLetter($0) || isOther($0) }) else { return nil }
    let word = text.lowercased()
    self.init(unchecked: word == "credit" ? "credits" : word)
  }

  public static func < (left: Self, right: Self) -> Bool { left.word < right.word }
}
