public import Ledger

/// A job's native id with what can be read off it.
public struct JobID: Hashable, Sendable {
  public var dialect: Dialect
  /// The id in the form that names the job for ever, without address, slashes and spaces around it.
  public var text: String
  public var model: String?
  /// When the job was made, where the id itself says it.
  public var created: StatedMoment?
  /// A gateway that made this id around another one.
  public var gateway: String?
  /// The id that the gateway wrapped.
  public var wrapped: String?

  init(dialect: Dialect, text: String, model: String? = nil, created: StatedMoment? = nil) {
    self.dialect = dialect
    self.text = text
    self.model = model
    self.created = created
  }

  /// Ids longer than this are nobody's.
  public static let charactersMax = 512

  /// Reads an id whose form alone tells its dialect; a whole address of the job will do.
  ///
  /// - Returns: `nil` where no dialect or more than one could be meant.
  public init?(recognizing text: String) {
    guard let stripped = IDText.strip(text) else { return nil }
    for dialect in Dialect.allCases {
      if let id = dialect.recognize(stripped) {
        self = id
        return
      }
    }
    return nil
  }

  /// Takes any id that is safe in a path, for a dialect that the caller names.
  public init?(_ text: String, dialect: Dialect) {
    guard let stripped = IDText.strip(text) else { return nil }
    if let id = dialect.recognize(stripped) {
      self = id
    } else if let name = dialect.name(in: stripped) {
      self.init(dialect: dialect, text: name)
    } else {
      return nil
    }
  }

  /// What the id declares when its job becomes known.
  public func declaration(account: String) -> Declaration {
    var declaration = Declaration(account: account, nativeID: text, dialect: dialect.rawValue)
    declaration.model = model
    if let created {
      declaration.submitted = created
      declaration.submittedFrom = .id
    }
    return declaration
  }
}

/// The text around ids.
enum IDText {
  /// What may stand before a job's own name in the path of its address.
  private static let pathBeginnings = ["v1beta1/", "v1beta/", "v1/", "videos/"]

  /// Takes off spaces, an address, slashes, and the API's version.
  ///
  /// - Returns: `nil` for texts that no id can be: empty, too long, or with characters that would
  ///   leave the path.
  static func strip(_ text: String) -> String? {
    var id = Substring(text)
    while let first = id.first, first.isWhitespace { id.removeFirst() }
    while let last = id.last, last.isWhitespace { id.removeLast() }
    guard id.utf8.count <= 4096 else { return nil }
    for scheme in ["https://", "http://"] where id.prefix(8).lowercased().hasPrefix(scheme) {
      return strip(address: id.dropFirst(scheme.count))
    }
    if id.hasPrefix("/") { return strip(path: id) }
    // In an id of `/v1/videos` a slash at the end may be base 64.
    while id.hasSuffix("/"), !id.hasPrefix("video_") { id.removeLast() }
    return bare(id)
  }

  private static func strip(address: Substring) -> String? {
    address.firstIndex(of: "/").flatMap { strip(path: address[$0...]) }
  }

  /// The id in an address's path; none in the path of the whole collection.
  private static func strip(path whole: Substring) -> String? {
    var path = whole.drop { $0 == "/" }
    if let end = path.firstIndex(where: { $0 == "?" || $0 == "#" }) { path = path[..<end] }
    guard !path.lowercased().contains("%2f"), !path.lowercased().contains("%2e"),
      let decoded = percentDecoded(path)
    else { return nil }
    var id = Substring(decoded)
    while id.hasSuffix("/") { id.removeLast() }
    guard id != "videos", !id.hasSuffix("/videos") else { return nil }
    // A gateway may serve the API below a path of its own.
    for mark in ["/v1/videos/", "/v1beta/models/", "/v1beta1/projects/", "/v1/projects/"] {
      if let place = ("/" + id).firstRange(of: mark) {
        id = Substring(("/" + id)[place.lowerBound...].dropFirst())
        break
      }
    }
    return bare(id)
  }

  private static func bare(_ text: Substring) -> String? {
    var id = text
    for beginning in pathBeginnings where id.hasPrefix(beginning) {
      id.removeFirst(beginning.count)
    }
    if id.hasSuffix("/content") { id.removeLast("/content".count) }
    guard !id.isEmpty, id.utf8.count <= JobID.charactersMax else { return nil }
    return String(id)
  }

  static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let pair = [UInt8](hexadecimal: String(decoding: rest.prefix(2), as: UTF8.self)),
        pair.count == 1
      else { return nil }
      bytes.append(pair[0])
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Whether the text can stand in a path: no step up, no empty step, only characters that no
  /// server, shell or terminal takes for anything else.
  static func isSafe(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= JobID.charactersMax else { return false }
    return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { step in
      !step.isEmpty && step != "." && step != ".." && step.utf8.allSatisfy(isSafe)
    }
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:@+=".utf8.contains(byte)
    }
  }

  /// Whether an id inside an answer tries to leave its path.
  static func isHostile(_ text: String) -> Bool {
    var before: UInt8 = 0
    for byte in text.utf8 {
      if byte < 0x20 || byte == 0x7f || byte == UInt8(ascii: "\\") { return true }
      if byte == UInt8(ascii: "."), before == byte { return true }
      before = byte
    }
    return false
  }

  /// The text with everything but unreserved characters percent-encoded (RFC 3986, section 2.3).
  static func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if isSafe(byte), !":@+=".utf8.contains(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(contentsOf: [byte].hexadecimal.uppercased().utf8)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
