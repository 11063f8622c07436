/// Where a new job is made, which decides how it is named.
enum JobPlace: Equatable, Sendable {
  case openAIVideos
  case gemini(model: String)
  /// `resource` is `projects/P/locations/L/publishers/google/models/M`.
  case vertex(resource: String)

  var dialect: Dialect {
    switch self {
    case .openAIVideos: .openAIVideos
    case .gemini: .geminiOperations
    case .vertex: .vertexOperations
    }
  }

  /// A name that looks native.
  func newName(at now: Moment, using random: inout some RandomNumberGenerator) -> String {
    switch self {
    case .openAIVideos:
      // As in every id seen: 8 digits are the second of creation, digits 13 to 16 are 8190.
      let second = RandomText.hexadecimal(UInt64(now.secondsSince1970), digits: 8)
      let middle = RandomText.hexadecimal(digits: 4, using: &random) + "8190"
      return "video_" + second + middle + RandomText.hexadecimal(digits: 32, using: &random)
    case .gemini(let model):
      return "models/\(model)/operations/\(RandomText.letters(12, using: &random))"
    case .vertex(let resource):
      return "\(resource)/operations/\(RandomText.uuid(using: &random))"
    }
  }
}

extension Dialect {
  /// Whether `id` is written as this dialect writes the names of its jobs.
  func isName(_ id: String) -> Bool {
    switch self {
    case .openAIVideos: id.wholeMatch(of: /video_[A-Za-z0-9_-]{1,512}/) != nil
    case .geminiOperations: id.wholeMatch(of: /models\/[^\/\s]+\/operations\/[a-z0-9]+/) != nil
    case .vertexOperations:
      id.wholeMatch(
        of:
          /projects\/[^\/\s]+\/locations\/[^\/\s]+\/publishers\/google\/models\/[^\/\s]+\/operations\/[0-9A-Fa-f-]{36}/
      ) != nil
    }
  }

  /// The model in a name; the names of OpenAI hold none.
  func model(inName id: String) -> String? {
    let parts = id.split(separator: "/")
    guard let index = parts.lastIndex(of: "models"), index + 1 < parts.count else { return nil }
    return String(parts[index + 1])
  }
}

/// Random digits and letters for names: the same for the same generator on every machine.
enum RandomText {
  private static let digits = Array("0123456789abcdef".utf8)
  private static let lettersAndDigits = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

  static func hexadecimal(digits: Int, using random: inout some RandomNumberGenerator) -> String {
    String(decoding: hexadecimalBytes(digits, using: &random), as: UTF8.self)
  }

  static func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  static func letters(_ count: Int, using random: inout some RandomNumberGenerator) -> String {
    let bytes = (0..<count).map { _ in
      lettersAndDigits[Int(random.below(UInt64(lettersAndDigits.count)))]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A random UUID, version 4 (RFC 9562).
  static func uuid(using random: inout some RandomNumberGenerator) -> String {
    var bytes = hexadecimalBytes(32, using: &random)
    bytes[12] = UInt8(ascii: "4")
    bytes[16] = Self.digits[8 + Int(random.below(4))]
    for place in [20, 16, 12, 8] { bytes.insert(UInt8(ascii: "-"), at: place) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimalBytes(
    _ count: Int, using random: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 4)
    var bits: UInt64 = 0
    for place in 0..<count {
      if place.isMultiple(of: 16) { bits = random.next() }
      bytes.append(digits[Int(bits & 15)])
      bits >>= 4
    }
    return bytes
  }
}
