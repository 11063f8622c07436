internal import Crypto
internal import FoundationEssentials
internal import Ledger

/// The mark that stands in a stored body in the place of an inline video.
struct InlineMark: Hashable {
  let bytes: UInt64
  let sha256: [UInt8]

  init(of data: [UInt8]) {
    bytes = UInt64(data.count)
    sha256 = Array(SHA256.hash(data: data))
  }

  /// Reads a mark that was left by an earlier cut.
  init?(_ text: String) {
    guard text.hasPrefix("[cut: video, "), text.hasSuffix("]") else { return nil }
    let words = text.dropFirst(13).dropLast().split(separator: " ")
    guard words.count == 4, words[1] == "bytes,", words[2] == "sha256",
      let bytes = UInt64(words[0]), words[3].utf8.count == 64,
      let sha256 = [UInt8](hexadecimal: String(words[3]))
    else { return nil }
    self.bytes = bytes
    self.sha256 = sha256
  }

  var text: String { "[cut: video, \(bytes) bytes, sha256 \(sha256.hexadecimal)]" }
}

/// The mark that stands in a stored body in the place of a prompt.
enum PromptMark {
  static let off = "[cut: prompt]"

  /// The mark for a prompt; without length and hash it says nothing.
  static func text(of record: PromptRecord?) -> String {
    guard let characters = record?.characters, let sha256 = record?.sha256 else { return off }
    return "[cut: prompt, \(characters) characters, sha256 \(sha256.hexadecimal)]"
  }

  /// What a mark of an earlier cut still says of the prompt; `nil` for a text that is no mark.
  static func record(_ text: String) -> PromptRecord? {
    if text == off { return PromptRecord() }
    guard text.hasPrefix("[cut: prompt, "), text.hasSuffix("]") else { return nil }
    let words = text.dropFirst(14).dropLast().split(separator: " ")
    guard words.count == 4, words[1] == "characters,", words[2] == "sha256",
      let characters = Int(words[0]), words[3].utf8.count == 64,
      let sha256 = [UInt8](hexadecimal: String(words[3]))
    else { return nil }
    return PromptRecord(sha256: sha256, characters: characters)
  }
}

/// Base 64 as providers send media in it: either alphabet, with line ends, without padding, behind
/// a `data:` address, cut short.
enum MediaText {
  /// The bytes; of a text that is cut short, those that are whole.
  ///
  /// - Returns: `nil` for a text that holds anything but base 64.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var content = text[...]
    if content.starts(with: Array("data:".utf8)) {
      guard let comma = content.firstIndex(of: UInt8(ascii: ",")) else { return nil }
      content = content[content.index(after: comma)...]
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(content.count + 4)
    for byte in content {
      switch byte {
      case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
      case 0x0a, 0x0d: continue
      default: plain.append(byte)
      }
    }
    while plain.last == UInt8(ascii: "=") { plain.removeLast() }
    if plain.count % 4 == 1 { plain.removeLast() }  // half a byte
    while !plain.count.isMultiple(of: 4) { plain.append(UInt8(ascii: "=")) }
    return Data(base64Encoded: Data(plain)).map { Array($0) }
  }
}
