/// A key that the full screen knows.
enum WatchKey: Equatable {
  case quit
  case up
  case down
  case show
  case why
  case back

  /// The keys behind the bytes that a terminal sends; others are left out.
  static func keys(in bytes: [UInt8]) -> [Self] {
    var keys: [Self] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "q"), UInt8(ascii: "Q"): keys.append(.quit)
      case UInt8(ascii: "k"): keys.append(.up)
      case UInt8(ascii: "j"): keys.append(.down)
      case UInt8(ascii: "w"): keys.append(.why)
      case 0x0a, 0x0d: keys.append(.show)
      case 0x1b: keys += escaped(&rest)
      case _: break
      }
    }
    return keys
  }

  /// Arrows come as `ESC [ A` or `ESC O A`; ESC alone goes back.
  private static func escaped(_ rest: inout ArraySlice<UInt8>) -> [Self] {
    guard let opening = rest.first, opening == UInt8(ascii: "[") || opening == UInt8(ascii: "O")
    else { return [.back] }
    rest.removeFirst()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "A"): return [.up]
      case UInt8(ascii: "B"): return [.down]
      case 0x40...0x7e: return []
      case _: continue
      }
    }
    return []
  }
}
