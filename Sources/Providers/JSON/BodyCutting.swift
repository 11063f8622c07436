internal import Crypto
internal import FoundationEssentials
internal import Ledger

/// Cuts out of a body what must not be stored, and leaves every other byte as it came.
///
/// Works on the bytes, not on parsed values, so that a body that is cut short or is no JSON at all
/// is cut as far as it can be read.
struct BodyCutting {
  /// Names under which providers send a video inline.
  private static let inlineNames: Set<String> = [
    "bytesBase64Encoded", "encodedVideo", "videoBytes", "video_bytes", "bytes_base64_encoded",
    "b64_json",
  ]
  /// A string of base 64 as long as this is media, whatever its name.
  private static let mediaCharactersLeast = 16_384

  static let keyMark = "[cut: key]"

  private let bytes: [UInt8]
  private var offset = 0
  private var kept: [UInt8] = []
  private var keptTo = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Replaces inline videos by marks with their SHA-256 and length.
  static func cutInlineVideos(_ bytes: [UInt8]) -> (body: [UInt8], isCut: Bool) {
    var cutting = BodyCutting(bytes)
    return cutting.run { name, content, _ in
      let isNamed = inlineNames.contains(name ?? "") || (name == "bytes" && content.count >= 64)
      guard isNamed && !content.isEmpty || content.count >= mediaCharactersLeast else {
        return nil
      }
      return InlineMark(base64: content)?.text
    }
  }

  /// Replaces the values of all members whose name says prompt.
  static func cutPrompts(
    _ bytes: [UInt8], policy: PromptPolicy
  ) -> (body: [UInt8], isCut: Bool) {
    guard policy != .full else { return (bytes, false) }
    var cutting = BodyCutting(bytes)
    return cutting.run { name, content, isInsidePrompt in
      guard isInsidePrompt || name?.lowercased().contains("prompt") ?? false else { return nil }
      switch policy {
      case .full: return nil
      case .off: return "[cut: prompt]"
      case .hash:
        let text = JSONReader.read([UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")])?.text
        guard let text else { return "[cut: prompt]" }
        let hash = Array(SHA256.hash(data: Array(text.utf8))).hexadecimal
        return "[cut: prompt, \(text.unicodeScalars.count) characters, sha256 \(hash)]"
      }
    }
  }

  /// Replaces every occurrence of one of our keys.
  static func cut(keys: [String], in bytes: [UInt8]) -> (body: [UInt8], isCut: Bool) {
    var body = bytes
    var isCut = false
    for key in keys where key.utf8.count >= 8 {
      let parts = body.split(separator: Array(key.utf8))
      if parts.count > 1 {
        body = Array(parts.joined(separator: Array(keyMark.utf8)))
        isCut = true
      }
    }
    return (body, isCut)
  }

  /// Calls `replacement` with each string value: its member's name, its content between the quotes,
  /// and whether it lies inside a member named for the prompt.
  private mutating func run(
    _ replacement: (String?, ArraySlice<UInt8>, Bool) -> String?
  ) -> (body: [UInt8], isCut: Bool) {
    var name: String?
    var promptDepths: [Int] = []
    var depth = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        let content = stringContent()
        if isFollowedByColon() {
          name = String(decoding: content, as: UTF8.self)
        } else {
          if let text = replacement(name, content, !promptDepths.isEmpty) {
            kept.append(contentsOf: bytes[keptTo..<content.startIndex])
            kept.append(contentsOf: text.utf8)
            keptTo = content.endIndex
          }
          if promptDepths.isEmpty { name = nil }
        }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if name?.lowercased().contains("prompt") ?? false { promptDepths.append(depth) }
        name = bytes[offset] == UInt8(ascii: "[") ? name : nil
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if promptDepths.last == depth { promptDepths.removeLast() }
        depth -= 1
        name = nil
      default: break
      }
      offset += 1
    }
    guard keptTo > 0 else { return (bytes, false) }
    kept.append(contentsOf: bytes[keptTo...])
    return (kept, true)
  }

  /// The bytes between the quotes; to the end of the body where the closing quote is missing.
  private mutating func stringContent() -> ArraySlice<UInt8> {
    offset += 1
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(offset, bytes.count)
    offset = min(end + 1, bytes.count)
    return bytes[start..<end]
  }

  private func isFollowedByColon() -> Bool {
    var place = offset
    while place < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[place]) { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: ":")
  }
}

/// The mark that stands in a stored body in the place of an inline video.
struct InlineMark: Hashable {
  let bytes: UInt64
  let sha256: [UInt8]

  /// - Returns: `nil` for bytes that are not base 64.
  init?(base64 content: ArraySlice<UInt8>) {
    var content = content
    if content.starts(with: Array("data:".utf8)), let comma = content.firstIndex(of: 0x2c) {
      content = content[(comma + 1)...]
    }
    let plain = content.filter { $0 != UInt8(ascii: "\\") }  // JSON may escape the slash
    guard let data = Data(base64Encoded: Data(plain)) else { return nil }
    bytes = UInt64(data.count)
    sha256 = Array(SHA256.hash(data: data))
  }

  /// Reads a mark that was left by an earlier cut.
  init?(_ text: String) {
    guard text.hasPrefix("[cut: video, "), text.hasSuffix("]") else { return nil }
    let words = text.dropFirst(13).dropLast().split(separator: " ")
    guard words.count == 4, let bytes = UInt64(words[0]), words[3].utf8.count == 64 else {
      return nil
    }
    self.bytes = bytes
    sha256 = [UInt8](hexadecimal: String(words[3])) ?? []
  }

  var text: String { "[cut: video, \(bytes) bytes, sha256 \(sha256.hexadecimal)]" }
}
