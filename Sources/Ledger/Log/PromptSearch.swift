/// Finds prompts in contents that may repeat them, as they are or inside of JSON.
///
/// It takes rather too much than too little: a member named `prompt` with a text counts, whatever the
/// text is.
struct PromptSearch {
  private let prompts: [[UInt8]]
  private static let memberName = Array("\"prompt\"".utf8)

  /// `prompts`: in UTF-8; empty ones count for nothing.
  init(_ prompts: some Sequence<[UInt8]>) { self.prompts = prompts.filter { !$0.isEmpty } }

  func isRepeated(in content: [UInt8]) -> Bool {
    if Self.hasMember(content) { return true }
    let plain = Self.unescaped(content)
    return prompts.contains { prompt in
      Self.place(of: prompt, in: content[...]) != nil
        || Self.place(of: prompt, in: plain[...]) != nil
    }
  }

  /// Whether a member named `prompt` with a text is there.
  private static func hasMember(_ content: [UInt8]) -> Bool {
    var rest = content[...]
    while let place = place(of: memberName, in: rest) {
      rest = rest[(place + memberName.count)...]
      let after = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
      guard after.first == UInt8(ascii: ":") else { continue }
      let value = after.dropFirst().drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
      if value.first == UInt8(ascii: "\"") { return true }
    }
    return false
  }

  /// Where the part begins for the first time.
  private static func place(of part: [UInt8], in whole: ArraySlice<UInt8>) -> Int? {
    guard let first = part.first, whole.count >= part.count else { return nil }
    var rest = whole.prefix(whole.count - part.count + 1)
    while let place = rest.firstIndex(of: first) {
      if whole[place...].starts(with: part) { return place }
      rest = rest[(place + 1)...]
    }
    return nil
  }

  /// The bytes with what JSON escapes in strings put in its place.
  static func unescaped(_ content: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(content.count)
    var index = 0
    while index < content.count {
      guard content[index] == UInt8(ascii: "\\"), index + 1 < content.count else {
        plain.append(content[index])
        index += 1
        continue
      }
      let letter = content[index + 1]
      index += 2
      switch letter {
      case UInt8(ascii: "n"): plain.append(0x0a)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "r"): plain.append(0x0d)
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "f"): plain.append(0x0c)
      case UInt8(ascii: "u"):
        plain.append(contentsOf: scalar(content, &index))
      case _: plain.append(letter)
      }
    }
    return plain
  }

  /// The UTF-8 of the scalar whose first four digits begin at `index`, its other half included.
  private static func scalar(_ content: [UInt8], _ index: inout Int) -> [UInt8] {
    guard let first = unit(content, at: index) else { return [] }
    index += 4
    var number = first
    if 0xd800..<0xdc00 ~= first, content[index...].starts(with: Array("\\u".utf8)),
      let second = unit(content, at: index + 2), 0xdc00..<0xe000 ~= second
    {
      index += 6
      number = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(number) else { return [] }
    return Array(String(Character(scalar)).utf8)
  }

  private static func unit(_ content: [UInt8], at index: Int) -> UInt32? {
    guard index + 4 <= content.count else { return nil }
    return UInt32(String(decoding: content[index..<index + 4], as: UTF8.self), radix: 16)
  }
}
