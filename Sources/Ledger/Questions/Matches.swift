/// A bound on each side, both inside; a side without a bound is open.
public struct ValueRange<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
  public let low: Value?
  public let high: Value?

  /// - Returns: `nil` where nothing can lie in it.
  public init?(low: Value?, high: Value?) {
    if let low, let high, low > high { return nil }
    self.low = low
    self.high = high
  }

  /// The range of that value alone.
  public init(_ value: Value) {
    low = value
    high = value
  }

  public func contains(_ value: Value) -> Bool {
    (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
  }

  /// Whether anything lies in both; an unknown value is in no range, so do not ask with one.
  public func overlaps(_ other: ClosedRange<Value>) -> Bool {
    (low.map { $0 <= other.upperBound } ?? true) && (high.map { other.lowerBound <= $0 } ?? true)
  }
}

/// A name that a filter asks for: of a model, a project, an account, a job.
public struct NameMatch: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// The whole name, letter for letter.
    case exactly
    /// The name, or its beginning up to a boundary; upper and lower case of ASCII do not count.
    case boundary
    /// Any beginning, letter for letter: for ids, which have no parts.
    case beginning
  }

  public let text: String
  public let rule: Rule

  public init(_ text: String, _ rule: Rule) {
    self.text = text
    self.rule = rule
  }

  /// Whether the name is meant.
  ///
  /// A boundary is where no letter and no digit follows: `veo-3.1` is meant by
  /// `veo-3.1-generate-001`, not by `veo-3.10`; `acme` by `acme/spot`, not by `acmeville`.
  public func matches(_ name: String) -> Bool {
    switch rule {
    case .exactly: return name.utf8.elementsEqual(text.utf8)
    case .beginning: return name.utf8.starts(with: text.utf8)
    case .boundary:
      guard name.utf8.starts(with: text.utf8, by: { $0.asciiLowercased == $1.asciiLowercased })
      else { return false }
      guard let next = name.utf8.dropFirst(text.utf8.count).first else { return true }
      return !next.isPartOfWord || text.utf8.last?.isPartOfWord == false
    }
  }
}

/// Words that a filter looks for in a prompt.
public struct PromptMatch: Hashable, Sendable {
  public let text: String
  /// The whole prompt is meant, letter for letter, not a part of it.
  public let isExact: Bool
  private let letters: [Character]

  public init(_ text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
    letters = Array(text.lowercased())
  }

  /// Whether the prompt holds the words; upper and lower case do not count.
  ///
  /// - Complexity: O(*n* · *m*) for *n* bytes of prompt and *m* of words, seldom more than O(*n*).
  public func matches(_ prompt: String) -> Bool {
    if isExact { return prompt == text }
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return Self.holds(Array(prompt.utf8.map(\.asciiLowercased)), text.utf8.map(\.asciiLowercased))
    }
    return Self.holds(Array(prompt.lowercased()), letters)
  }

  private static func holds<Unit: Equatable>(_ all: [Unit], _ part: [Unit]) -> Bool {
    guard let first = part.first else { return true }
    guard all.count >= part.count else { return false }
    return (0...(all.count - part.count)).contains { start in
      all[start] == first && all[start..<(start + part.count)].elementsEqual(part)
    }
  }
}

/// The beginning of the SHA-256 of a prompt.
public struct HashMatch: Hashable, Sendable {
  /// 1 to 64 hexadecimal digits in lower case.
  public let digits: String

  /// - Returns: `nil` for anything but 1 to 64 hexadecimal digits.
  public init?(_ text: String) {
    guard (1...64).contains(text.utf8.count),
      text.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    digits = text.lowercased()
  }

  public func matches(_ sha256: [UInt8]) -> Bool { sha256.hexadecimal.hasPrefix(digits) }
}

/// The size of a video: `1280x720`, `720p`, `4k`.
public struct SizeMatch: Hashable, Sendable {
  /// In lower case.
  public let text: String

  /// - Returns: `nil` for anything but a width and height, or the name of a resolution.
  public init?(_ text: String) {
    let text = text.lowercased()
    guard Self.sides(text) != nil || Self.isResolution(text) else { return nil }
    self.text = text
  }

  /// Whether a video of that size, or of that resolution, is meant.
  ///
  /// The resolution of a size is its shorter side: 1920x1080 and 1080x1920 are `1080p`; `4k` has
  /// 2160 lines.
  public func matches(size: String?, resolution: String?) -> Bool {
    let known = [size, resolution].compactMap { $0?.lowercased() }
    if known.contains(text) { return true }
    if text == "4k", known.contains("2160p") { return true }
    if text == "2160p", known.contains("4k") { return true }
    guard let (width, height) = size.flatMap({ Self.sides($0.lowercased()) }) else { return false }
    return text == "\(min(width, height))p" || (text == "4k" && min(width, height) == 2160)
  }

  private static func sides(_ text: String) -> (Int, Int)? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]), width > 0,
      height > 0
    else { return nil }
    return (width, height)
  }

  private static func isResolution(_ text: String) -> Bool {
    guard text.hasSuffix("p") || text.hasSuffix("k"), let number = Int(text.dropLast()) else {
      return false
    }
    return number > 0
  }
}

extension UInt8 {
  fileprivate var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self + 0x20 : self }

  /// A letter or a digit; what is not ASCII is part of a letter.
  fileprivate var isPartOfWord: Bool {
    (0x30...0x39).contains(self) || (0x61...0x7a).contains(asciiLowercased) || self >= 0x80
  }
}
