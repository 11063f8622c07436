internal import Ledger

/// Cuts out of a body what must not be stored, and leaves every other byte as it came.
///
/// Works on the bytes, not on parsed values, so that a body that is cut short or is no JSON at all
/// is cut as far as it can be read.
struct BodyCutting {
  /// Names under which providers send a video inline.
  private static let inlineNames = [
    "bytesBase64Encoded", "encodedVideo", "videoBytes", "video_bytes", "bytes_base64_encoded",
    "encoded_video", "b64_json",
  ].map { Array($0.utf8) }
  private static let plainBytesName = Array("bytes".utf8)
  /// Under `bytes` a short text is a number or a hash.
  private static let plainBytesLeast = 65
  /// A string of base 64 as long as this is media, whatever its name.
  private static let mediaCharactersLeast = 16_384

  static let keyMark = "[cut: key]"
  static let promptMark = "[cut: prompt]"

  private let bytes: [UInt8]
  private var offset = 0
  private var kept: [UInt8] = []
  private var keptTo = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Replaces inline videos by marks with their SHA-256 and length.
  static func cutInlineVideos(_ bytes: [UInt8]) -> (body: [UInt8], isCut: Bool) {
    var cutting = BodyCutting(bytes)
    return cutting.run(least: mediaCharactersLeast) { name, inherited in
      if inlineNames.contains(where: { $0.count == name.count && name.elementsEqual($0) }) {
        return 1
      }
      if namesPrompt(name) { return .max }
      return name.elementsEqual(plainBytesName) ? min(plainBytesLeast, inherited) : inherited
    } replacement: { content in
      MediaText.decode(mediaText(content)).map { InlineMark(of: $0).text }
    }
  }

  /// Replaces the values of all members whose name says prompt.
  static func cutPrompts(
    _ bytes: [UInt8], policy: PromptPolicy
  ) -> (body: [UInt8], isCut: Bool) {
    guard policy != .full else { return (bytes, false) }
    var cutting = BodyCutting(bytes)
    return cutting.run(least: .max) { name, inherited in
      namesPrompt(name) ? 0 : inherited
    } replacement: { content in
      let text = unescaped(content)
      let isMark = text.flatMap(PromptMark.record) != nil
      if isMark, policy == .hash || text == PromptMark.off { return nil }
      return PromptMark.text(of: isMark ? nil : text.flatMap { PromptRecord($0, policy: policy) })
    }
  }

  /// Replaces every occurrence of one of our keys.
  static func cut(keys: [String], in bytes: [UInt8]) -> (body: [UInt8], isCut: Bool) {
    cut(keys.filter { $0.utf8.count >= 8 }, in: bytes, mark: keyMark)
  }

  /// Replaces every occurrence of one of the texts.
  static func cut(
    _ texts: [String], in bytes: [UInt8], mark: String
  ) -> (body: [UInt8], isCut: Bool) {
    var body = bytes
    var isCut = false
    // Longer texts first, so that one that begins another leaves no tail of it.
    for text in texts.sorted(by: { $0.utf8.count > $1.utf8.count }) where !text.isEmpty {
      let word = Array(text.utf8)
      var kept: [UInt8] = []
      var keptTo = 0
      while let place = place(of: word, in: body, from: keptTo) {
        kept.append(contentsOf: body[keptTo..<place])
        kept.append(contentsOf: mark.utf8)
        keptTo = place + word.count
      }
      guard keptTo > 0 else { continue }
      body = kept + body[keptTo...]
      isCut = true
    }
    return (body, isCut)
  }

  /// Where a word, which is not empty, stands in the bytes from `start` on.
  ///
  /// Nearly every body has no key of ours in it, and each is searched for every one.
  private static func place(of word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= word.count else { return nil }
    return (start...bytes.count - word.count).first { place in
      bytes[place] == word[0] && bytes[place..<place + word.count].elementsEqual(word)
    }
  }

  /// Whether the bytes begin as an object or an array: then they can be cut, even cut short.
  static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    let first = bytes.first { $0 > 0x20 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// `prompt`, `negativePrompt`, …, and the names under which inputs repeat it.
  ///
  /// Works on the bytes, and makes no others: this is asked of every member of every body.
  private static func namesPrompt(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count >= 4 else { return false }
    if promptNames.contains(where: { isSame(name, $0) }) { return true }
    guard name.count >= promptWord.count else { return false }
    let lastStart = name.endIndex - promptWord.count
    return (name.startIndex...lastStart).contains { start in
      isSame(name[start..<start + promptWord.count], promptWord)
    }
  }

  /// Whether a name is that word, in capitals or not; `word`: in small letters.
  private static func isSame(_ name: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard name.count == word.count else { return false }
    return word.indices.allSatisfy { place in
      let byte = name[name.startIndex + place]
      return ((0x41...0x5a).contains(byte) ? byte | 0x20 : byte) == word[place]
    }
  }

  private static let promptWord = Array("prompt".utf8)
  private static let promptNames = ["input", "inputs", "text", "caption"].map { Array($0.utf8) }

  /// The content with its escapes resolved: JSON may escape the slash, and some writers escape more.
  ///
  /// Where the body ends within an escape, the part before it.
  private static func mediaText(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let lastEscape = content.lastIndex(of: UInt8(ascii: "\\")) else { return content }
    let text = unescaped(content) ?? unescaped(content[..<lastEscape])
    return text.map { Array($0.utf8)[...] } ?? content
  }

  /// The text between the quotes; `nil` where an escape is broken.
  private static func unescaped(_ content: ArraySlice<UInt8>) -> String? {
    JSONReader.read([UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")])?.text
  }

  /// Calls `replacement` with the content of each string value that is long enough.
  ///
  /// - Parameters:
  ///   - least: How long a value must be, in bytes, where no name says anything else.
  ///   - leastUnder: How long it must be in a member of that name, and in all inside that member,
  ///     given how long it must be around it.
  ///   - replacement: What stands there instead; `nil` to leave it.
  /// - Returns: The body, and whether anything was replaced.
  private mutating func run(
    least: Int, leastUnder: (ArraySlice<UInt8>, Int) -> Int,
    replacement: (ArraySlice<UInt8>) -> String?
  ) -> (body: [UInt8], isCut: Bool) {
    var containers = [least]
    var current = least
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        let content = stringContent()
        if isFollowedByColon() {
          let isPlain = !content.contains(UInt8(ascii: "\\"))
          let name = isPlain ? nil : Self.unescaped(content).map { Array($0.utf8)[...] }
          current = leastUnder(name ?? content, containers.last ?? least)
        } else if content.count >= current, !content.isEmpty, let text = replacement(content) {
          kept.append(contentsOf: bytes[keptTo..<content.startIndex])
          kept.append(contentsOf: text.utf8)
          keptTo = content.endIndex
        }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): containers.append(current)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if containers.count > 1 { containers.removeLast() }
        current = containers.last ?? least
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
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: ":")
  }
}
